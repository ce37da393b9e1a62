import { type ClassEntry, type ClassIndex, indexClasses } from '../classes/class-index.ts';
import { callsWithin } from '../classes/calls-within.ts';
import { simpleName } from '../classes/class-model.ts';
import { type MergedMethod, mergedMethods, type PlacedAnnotation, placed } from '../classes/methods.ts';
import { templatePath } from '../classes/templates.ts';
import type { Seen } from '../endpoint.ts';
import { joinPath } from '../join-path.ts';
import { accessOf, methodOrClass } from '../jvm/bean-access.ts';
import { numberOf, readParameters } from '../jvm/bean-parameters.ts';
import { jvmScanner } from '../jvm/jvm-scanner.ts';
import { type Settings, settingsByModule } from '../jvm/modules.ts';
import { fillIn, settingsPaths } from '../jvm/settings.ts';
import { contextPath, type PathPrefix, pathPrefixes } from '../jvm/spring-application.ts';
import { type ErrorAnswers, errorAnswers, springStatuses } from '../jvm/spring-answers.ts';
import { springFunctions } from '../jvm/spring-functions.ts';
import { type Mapping, mappingOf, withMetas } from '../jvm/spring-mapping.ts';
import { type SecurityOf, springSecurity } from '../jvm/spring-security.ts';
import { joinChecks, type LocalEndpoint, noChecks, type RouteFacts, type RouteItem, type RouterFact } from '../routes.ts';
import type { FrameworkContext, WebFramework } from '../web-framework.ts';

/** Spring MVC and WebFlux: https://docs.spring.io/spring-framework/reference/web/webmvc/mvc-controller.html */
export default {
  id: 'spring',
  title: 'Spring',
  languages: ['java', 'kotlin'],
  otherPaths: settingsPaths,
  measured: false,
  find: (context) => {
    const facts = [...context.scanned(jvmScanner).values()];
    const index = indexClasses(facts.flatMap((each) => (each.kind === 'classes' ? [each.file] : [])));
    const settingsOf = settingsByModule(facts.flatMap((each) => (each.kind === 'settings' ? [each.file] : [])));
    const world: SpringWorld = {
      context,
      index,
      settingsOf,
      prefixes: pathPrefixes(index),
      security: springSecurity(index),
      errors: errorAnswers(index),
    };
    const routers: RouterFact[] = [];
    const items: RouteItem[] = [];
    for (const entry of index.entries) {
      const found = readController(entry, world);
      routers.push(...found.routers);
      items.push(...found.items);
    }
    const functional = springFunctions(world);
    return { routers: [...routers, ...functional.routers], items: [...items, ...functional.items] };
  },
} satisfies WebFramework as WebFramework;

/** What is known of all of a program's files. */
export interface SpringWorld {
  readonly context: FrameworkContext;
  readonly index: ClassIndex;
  readonly settingsOf: (path: string) => Settings;
  readonly prefixes: readonly PathPrefix[];
  readonly security: SecurityOf;
  readonly errors: ErrorAnswers;
}

function readController(entry: ClassEntry, world: SpringWorld): RouteFacts {
  const { fact, file } = entry;
  if (fact.kind !== 'class' || fact.modifiers.includes('abstract')) return { routers: [], items: [] };
  const { index } = world;
  const own = withMetas(placed(fact.annotations, { file, owner: fact }), index);
  const names = own.map(({ annotation }) => simpleName(annotation.name));
  if (!names.some((name) => name.endsWith('Controller') || name === 'RequestMapping')) return { routers: [], items: [] };
  if (names.some((name) => name === 'FeignClient')) return { routers: [], items: [] };
  const all = [
    ...own,
    ...index
      .bases(entry)
      .flatMap((base) => withMetas(placed(base.fact.annotations, { file: base.file, owner: base.fact }), index)),
  ];
  const settings = world.settingsOf(file.path);
  const root = contextPath(settings);
  const added = prefixOf(entry, names, world);
  const routers: RouterFact[] = [];
  const items: RouteItem[] = [];
  for (const method of mergedMethods(entry, index)) {
    const mapping = mappingOf(withMetas(method.annotations, index), index);
    if (mapping === null) continue;
    for (const [path, methods] of routesOf(mappingOf(all, index), mapping, settings)) {
      const seen = path !== null && root !== null && added !== null;
      const key = `${file.path}#${fact.place.start}${seen ? '' : '?'}`;
      routers.push({ key, role: seen ? 'application' : 'router', certain: true, transparent: false });
      const below = joinPath(added ?? '', path ?? mapping.paths[0] ?? '');
      for (const verb of methods)
        items.push({
          kind: 'endpoint',
          router: key,
          path: file.path,
          offset: mapping.annotation.place.start,
          endpoint: endpointOf(verb, below, root ?? '', mapping, method, all, entry, world),
        });
    }
  }
  return { routers, items };
}

/** Full paths below the application with their methods; null for one that is not known. */
function routesOf(owner: Mapping | null, own: Mapping, settings: Settings): [string | null, readonly string[]][] {
  const methods = own.methods.length > 0 ? own.methods : (owner?.methods ?? []);
  const filled = (path: string | null): string | null => (path === null ? null : fillIn(path, settings.values));
  return (owner?.paths ?? ['']).flatMap((prefix) =>
    own.paths.map((path): [string | null, readonly string[]] => {
      const [before, after] = [filled(prefix), filled(path)];
      return [
        before === null || after === null ? null : templatePath(joinPath(before, after)),
        methods.length > 0 ? methods : ['ALL'],
      ];
    }),
  );
}

/** What the application puts before a controller's paths; null where that is not known. */
function prefixOf(entry: ClassEntry, annotations: readonly string[], { prefixes }: SpringWorld): string | null {
  for (const each of prefixes) {
    const holds = each.holdsFor(entry, annotations);
    if (holds === null || (holds && each.prefix === null)) return null;
    if (holds) return each.prefix;
  }
  return '';
}

const sources = new Set(
  'RequestBody RequestParam PathVariable RequestHeader CookieValue ModelAttribute RequestPart MatrixVariable'.split(' '),
);

function endpointOf(
  verb: string,
  path: string,
  root: string,
  mapping: Mapping,
  method: MergedMethod,
  classAnnotations: readonly PlacedAnnotation[],
  entry: ClassEntry,
  world: SpringWorld,
): LocalEndpoint {
  const { index, context } = world;
  const { fact, scope } = method;
  const annotations = withMetas(method.annotations, index);
  const access = methodOrClass(accessOf(annotations, index), accessOf(classAnnotations, index));
  const filters = world.security({ method: verb, path, file: entry.file.path });
  const publicBy = access.publicBy ?? (access.decides ? null : (filters?.publicBy ?? null));
  const parameters = readParameters(method.parameters, index, sources, ({ annotations: given }) =>
    given.some(({ annotation }) => /^Valid(?:ated)?$/.test(simpleName(annotation.name))) ? 'ModelAttribute' : null,
  );
  return {
    method: verb,
    path: joinPath(root, path),
    span: { ...mapping.annotation.place, side: context.side },
    handler: { ...fact.place, side: context.side },
    handlerText: fact.text,
    checks: joinChecks(filters?.checks ?? noChecks, access.checks, { ...noChecks, validation: parameters.validation }),
    statusCodes: springStatuses(
      fact.place,
      scope,
      { annotations: [...annotations, ...classAnnotations], returns: fact.returns, seen: mapping.annotation.seen },
      index,
      world.errors,
    ),
    isPublic: publicBy !== null,
    ...(publicBy === null ? {} : { publicBy }),
    inputs: parameters.inputs,
    pagination: [...parameters.pagination, ...pagesWithin(method, index)],
  };
}

/** `PageRequest.of(page, 20)`. */
function pagesWithin({ fact, scope }: MergedMethod, index: ClassIndex): Seen[] {
  return callsWithin(scope.file, fact.place).flatMap(({ name, receiver, args, seen }) => {
    if (name !== 'of' || !receiver.endsWith('PageRequest')) return [];
    const limit = numberOf(args[1] ?? null, index, scope);
    return [limit === null ? seen : { ...seen, limit }];
  });
}
