import type { ClassEntry, ClassIndex } from '../classes/class-index.ts';
import { simpleName } from '../classes/class-model.ts';
import { type MergedMethod, mergedMethods, type PlacedAnnotation, placed } from '../classes/methods.ts';
import { templatePath } from '../classes/templates.ts';
import { joinPath } from '../join-path.ts';
import { accessOf, methodOrClass } from '../jvm/bean-access.ts';
import { readParameters } from '../jvm/bean-parameters.ts';
import type { Settings } from '../jvm/modules.ts';
import { fillIn, settingsPaths } from '../jvm/settings.ts';
import { pagesWithin, springStatuses } from '../jvm/spring-answers.ts';
import { contextPath } from '../jvm/spring-application.ts';
import { springFunctions } from '../jvm/spring-functions.ts';
import { type Mapping, mappingOf, withMetas } from '../jvm/spring-mapping.ts';
import { openTo } from '../jvm/spring-security.ts';
import { type SpringWorld, springWorld } from '../jvm/spring-world.ts';
import {
  joinChecks,
  type LocalEndpoint,
  noChecks,
  type RouteFacts,
  type RouteItem,
  type RouterFact,
} from '../routes.ts';
import type { WebFramework } from '../web-framework.ts';

/** Spring MVC and WebFlux: https://docs.spring.io/spring-framework/reference/web/webmvc/mvc-controller.html */
export default {
  id: 'spring',
  title: 'Spring',
  languages: ['java', 'kotlin'],
  otherPaths: settingsPaths,
  measured: true,
  find: (context) => {
    const world = springWorld(context);
    const routers: RouterFact[] = [];
    const items: RouteItem[] = [];
    for (const entry of world.index.entries) {
      const found = readController(entry, world);
      routers.push(...found.routers);
      items.push(...found.items);
    }
    const functional = springFunctions(world);
    return { routers: [...routers, ...functional.routers], items: [...items, ...functional.items] };
  },
} satisfies WebFramework as WebFramework;

function readController(entry: ClassEntry, world: SpringWorld): RouteFacts {
  const { fact, file } = entry;
  if (fact.kind !== 'class' || fact.modifiers.includes('abstract')) return { routers: [], items: [] };
  const { index } = world;
  const own = withMetas(placed(fact.annotations, { file, owner: fact }), index);
  const names = own.map(({ annotation }) => simpleName(annotation.name));
  if (!names.some((name) => name.endsWith('Controller') || name === 'RequestMapping'))
    return { routers: [], items: [] };
  if (names.some((name) => name === 'FeignClient')) return { routers: [], items: [] };
  const all = [
    ...own,
    ...index
      .bases(entry)
      .flatMap((base) =>
        withMetas(placed(base.fact.annotations, { file: base.file, owner: base.fact }), index),
      ),
  ];
  const settings = world.settingsOf(file.path);
  const owner = mappingOf(all, index);
  // A base that was not read may have a mapping of its own, as those of libraries do.
  const mayInherit = owner === null && hasUnreadBase(entry, index);
  const root = contextPath(settings);
  const added = prefixOf(entry, names, world);
  const routers: RouterFact[] = [];
  const items: RouteItem[] = [];
  for (const method of mergedMethods(entry, index)) {
    const mapping = mappingOf(withMetas(method.annotations, index), index);
    if (mapping === null) continue;
    for (const { path, prefixSeen, methods } of routesOf(owner, mapping, settings)) {
      const seen = prefixSeen && !mayInherit && root !== null && added !== null;
      const key = `${file.path}#${fact.place.start}${seen ? '' : '?'}`;
      routers.push({ key, role: seen ? 'application' : 'router', certain: true, transparent: false });
      const below = joinPath(added ?? '', path);
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

function hasUnreadBase(entry: ClassEntry, index: ClassIndex): boolean {
  return [entry, ...index.bases(entry)].some(({ fact, file }) =>
    fact.bases.some(
      (base) => /(?:Controller|Api|Endpoint)$/.test(base) && index.find(base, { file, owner: fact }) === null,
    ),
  );
}

interface Route {
  readonly path: string;
  readonly prefixSeen: boolean;
  readonly methods: readonly string[];
}

/** Paths below the application with their methods. A path that is not known cannot be named and is left out. */
function routesOf(owner: Mapping | null, own: Mapping, settings: Settings): Route[] {
  const methods = own.methods.length > 0 ? own.methods : (owner?.methods ?? []);
  const filled = (path: string | null): string | null =>
    path === null ? null : fillIn(path, settings.values);
  return (owner?.paths ?? ['']).flatMap((given) =>
    own.paths.flatMap((path): Route[] => {
      const [before, after] = [filled(given), filled(path)];
      if (after === null) return [];
      return [
        {
          path: templatePath(joinPath(before ?? '', after)),
          prefixSeen: before !== null,
          methods: methods.length > 0 ? methods : ['ALL'],
        },
      ];
    }),
  );
}

/** What the application puts before a controller's paths; null where that is not known. */
function prefixOf(
  entry: ClassEntry,
  annotations: readonly string[],
  { prefixes }: SpringWorld,
): string | null {
  for (const each of prefixes) {
    const holds = each.holdsFor(entry, annotations);
    if (holds === null || (holds && each.prefix === null)) return null;
    if (holds) return each.prefix;
  }
  return '';
}

const sources = new Set(
  'RequestBody RequestParam PathVariable RequestHeader CookieValue ModelAttribute RequestPart MatrixVariable'.split(
    ' ',
  ),
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
  const publicBy = openTo(filters, access);
  const parameters = readParameters(method.parameters, index, sources, ({ annotations: given }) =>
    given.some(({ annotation }) => /^Valid(?:ated)?$/.test(simpleName(annotation.name)))
      ? 'ModelAttribute'
      : null,
  );
  return {
    method: verb,
    path: joinPath(root, path),
    span: { ...mapping.annotation.place, side: context.side },
    handler: { ...fact.place, side: context.side },
    handlerText: fact.text,
    checks: joinChecks(filters?.checks ?? noChecks, access.checks, {
      ...noChecks,
      validation: parameters.validation,
    }),
    statusCodes: springStatuses(
      fact.place,
      scope,
      {
        annotations: [...annotations, ...classAnnotations],
        returns: fact.returns,
        seen: mapping.annotation.seen,
      },
      index,
      world.errors,
    ),
    isPublic: publicBy !== null,
    ...(publicBy === null ? {} : { publicBy }),
    inputs: parameters.inputs,
    pagination: [...parameters.pagination, ...pagesWithin(fact.place, scope, index)],
  };
}
