import { callsWithin } from '../classes/calls-within.ts';
import { type ClassEntry, type ClassIndex, indexClasses } from '../classes/class-index.ts';
import { type Annotation, argumentOf, simpleName } from '../classes/class-model.ts';
import {
  type MergedMethod,
  type MergedParameter,
  mergedMethods,
  type PlacedAnnotation,
  placed,
} from '../classes/methods.ts';
import { templatePath } from '../classes/templates.ts';
import { joinPath } from '../join-path.ts';
import { type Access, accessOf, methodOrClass } from '../jvm/bean-access.ts';
import { readParameters } from '../jvm/bean-parameters.ts';
import { jaxPages, jaxStatuses } from '../jvm/jax-answers.ts';
import { type ApplicationPathOf, applicationPaths } from '../jvm/jax-application.ts';
import { jvmScanner } from '../jvm/jvm-scanner.ts';
import { type Settings, settingsByModule } from '../jvm/modules.ts';
import { settingsPaths } from '../jvm/settings.ts';
import {
  type Checks,
  joinChecks,
  type LocalEndpoint,
  noChecks,
  type RouteFacts,
  type RouteItem,
  type RouterFact,
} from '../routes.ts';
import type { FrameworkContext, WebFramework } from '../web-framework.ts';

/** Resources inside resources that are followed: a locator may lead back to its own class. */
const maxLocators = 8;

/** Jakarta REST (JAX-RS), as of Jersey, RESTEasy, Quarkus and Dropwizard: https://jakarta.ee/specifications/restful-ws/3.1/ */
export default {
  id: 'jax-rs',
  title: 'JAX-RS',
  languages: ['java', 'kotlin'],
  otherPaths: settingsPaths,
  measured: true,
  find: (context) => {
    const facts = [...context.scanned(jvmScanner).values()];
    const index = indexClasses(facts.flatMap((each) => (each.kind === 'classes' ? [each.file] : [])));
    const world: World = {
      context,
      index,
      verbs: verbAnnotations(index),
      settingsOf: settingsByModule(facts.flatMap((each) => (each.kind === 'settings' ? [each.file] : []))),
      applicationPath: applicationPaths(index),
    };
    const routers: RouterFact[] = [];
    const items: RouteItem[] = [];
    for (const entry of index.entries) readRoot(entry, world, routers, items);
    return { routers, items } satisfies RouteFacts;
  },
} satisfies WebFramework as WebFramework;

interface World {
  readonly context: FrameworkContext;
  readonly index: ClassIndex;
  readonly verbs: ReadonlyMap<string, string>;
  readonly settingsOf: (path: string) => Settings;
  readonly applicationPath: ApplicationPathOf;
}

/** A resource class below a path, with what the classes that led to it say of access. */
interface Around {
  readonly prefix: string;
  readonly access: Access | null;
  readonly depth: number;
  readonly visited: readonly ClassEntry[];
}

/** The standard annotations of methods, and the project's own that are marked `@HttpMethod("PURGE")`. */
function verbAnnotations(index: ClassIndex): Map<string, string> {
  const verbs = new Map(
    ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'].map((name): [string, string] => [
      name,
      name,
    ]),
  );
  for (const { fact, file } of index.entries) {
    const marker = fact.annotations.find(({ name }) => simpleName(name) === 'HttpMethod');
    const method =
      marker === undefined
        ? null
        : index.text(argumentOf(marker.args, ['value'], true), { file, owner: fact });
    if (fact.kind === 'annotation' && method !== null) verbs.set(simpleName(fact.name), method.toUpperCase());
  }
  return verbs;
}

function readRoot(entry: ClassEntry, world: World, routers: RouterFact[], items: RouteItem[]): void {
  const { fact, file } = entry;
  if (fact.kind !== 'class' || fact.modifiers.includes('abstract')) return;
  const annotations = classAnnotations(entry, world.index);
  const path = annotations.find((each) => isPath(each, world.index));
  if (path === undefined) return;
  const written = textOf(path, world.index);
  const root = world.applicationPath(file.path, world.settingsOf(file.path));
  const key = `${file.path}#${fact.place.start}`;
  const seen = written !== null && root !== null;
  const before = items.length;
  readResource(
    entry,
    { prefix: joinPath(root ?? '', written ?? ''), access: null, depth: 0, visited: [] },
    key,
    world,
    items,
  );
  if (items.length > before)
    routers.push({ key, role: seen ? 'application' : 'router', certain: true, transparent: false });
}

function classAnnotations(entry: ClassEntry, index: ClassIndex): PlacedAnnotation[] {
  return [entry, ...index.bases(entry)].flatMap(({ fact, file }) =>
    placed(fact.annotations, { file, owner: fact }),
  );
}

/** `Path` is also the name of other annotations, of Retrofit for one. */
function isPath({ annotation, scope }: PlacedAnnotation, index: ClassIndex): boolean {
  if (simpleName(annotation.name) !== 'Path') return false;
  const full = index.fullName(annotation.name, scope);
  return full === 'Path'
    ? scope.file.wildcards.some((wildcard) => wildcard.endsWith('.ws.rs'))
    : full.endsWith('.ws.rs.Path');
}

function textOf({ annotation, scope }: PlacedAnnotation, index: ClassIndex): string | null {
  return index.text(argumentOf(annotation.args, ['value'], true), scope);
}

function readResource(
  entry: ClassEntry,
  around: Around,
  key: string,
  world: World,
  items: RouteItem[],
): void {
  const { index } = world;
  const owner = accessOf(classAnnotations(entry, index), index);
  const access = around.access === null ? owner : methodOrClass(owner, around.access);
  for (const method of mergedMethods(entry, index)) {
    const verb = method.annotations.find(({ annotation }) => world.verbs.has(simpleName(annotation.name)));
    const path = method.annotations.find((each) => isPath(each, index));
    const written = path === undefined ? '' : textOf(path, index);
    if (written === null) continue;
    const full = joinPath(around.prefix, written);
    if (verb !== undefined)
      items.push({
        kind: 'endpoint',
        router: key,
        path: method.scope.file.path,
        offset: verb.annotation.place.start,
        endpoint: endpointOf(verb.annotation, full, method, access, world),
      });
    else if (path !== undefined) {
      const target = around.depth < maxLocators ? locatedClass(method, index) : null;
      if (target === null || around.visited.includes(target)) continue;
      const here = methodOrClass(accessOf(method.annotations, index), access);
      const below = {
        prefix: full,
        access: here,
        depth: around.depth + 1,
        visited: [...around.visited, entry],
      };
      readResource(target, below, key, world, items);
    }
  }
}

/** The class whose methods answer below a sub-resource locator: its type, or what it makes where that says nothing. */
function locatedClass({ fact, scope }: MergedMethod, index: ClassIndex): ClassEntry | null {
  const named =
    /^(?:(?:java\.lang\.)?(?:Class|KClass)<\s*(?:\? extends |out )?)?([\w.]+)/.exec(fact.returns)?.[1] ?? '';
  const typed = index.find(named, scope);
  if (typed !== null && typed.fact.kind === 'class' && !typed.fact.modifiers.includes('abstract'))
    return typed;
  const made = callsWithin(scope.file, fact.place).flatMap(({ name, isNew, args: [first] }) => {
    // `resources.getResource(CopiesResource.class)`.
    const type = isNew
      ? name
      : first?.kind === 'name' && /^(?:get|init)Resource$/.test(name)
        ? first.name
        : null;
    return type === null ? [] : (index.find(type, scope) ?? []);
  });
  if (made.length === 1) return made[0] ?? null;
  // An interface answers through whatever implements it; what it declares is the same for all.
  return typed;
}

const sources = new Set(
  'PathParam QueryParam HeaderParam FormParam BeanParam CookieParam MatrixParam RestPath RestQuery RestHeader RestForm RestCookie FormDataParam'.split(
    ' ',
  ),
);
const injected = new Set('Context Suspended Auth Inject'.split(' '));

function endpointOf(
  verb: Annotation,
  path: string,
  method: MergedMethod,
  owner: Access,
  { context, index, verbs }: World,
): LocalEndpoint {
  const { fact, scope } = method;
  const access = methodOrClass(accessOf(method.annotations, index), owner);
  const parameters = readParameters(method.parameters, index, sources, entityOf);
  const publicBy = access.publicBy;
  const checks: Checks = joinChecks(access.checks, principalOf(method.parameters), {
    ...noChecks,
    validation: parameters.validation,
  });
  return {
    method: verbs.get(simpleName(verb.name)) ?? 'ALL',
    path: templatePath(path),
    span: { ...verb.place, side: context.side },
    handler: { ...fact.place, side: context.side },
    handlerText: fact.text,
    checks,
    statusCodes: jaxStatuses(fact.place, scope, fact.returns, verb.seen, index),
    isPublic: publicBy !== null,
    ...(publicBy === null ? {} : { publicBy }),
    inputs: parameters.inputs,
    pagination: [...parameters.pagination, ...jaxPages(fact.place, scope, index)],
  };
}

/** A parameter without an annotation that hands it over is the body. */
function entityOf({ annotations }: MergedParameter): string | null {
  return annotations.some(({ annotation }) => injected.has(simpleName(annotation.name))) ? null : 'entity';
}

/** Dropwizard's `@Auth User user` refuses who is not signed in; `@Auth Optional<User>` does not. */
function principalOf(parameters: readonly MergedParameter[]): Checks {
  const found = parameters.filter(
    ({ fact, annotations }) =>
      annotations.some(({ annotation }) => simpleName(annotation.name) === 'Auth') &&
      !/^Optional\b|\?$/.test(fact.type),
  );
  return {
    ...noChecks,
    authentication: found.map(({ fact }) => ({ ...fact.seen, text: `@Auth ${fact.type} ${fact.name}` })),
  };
}
