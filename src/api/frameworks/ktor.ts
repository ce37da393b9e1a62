import type { ClassIndex } from '../classes/class-index.ts';
import { indexClasses, type Scope } from '../classes/class-index.ts';
import type { FunctionFact } from '../classes/class-model.ts';
import type { Seen } from '../endpoint.ts';
import { joinPath } from '../join-path.ts';
import { jvmScanner } from '../jvm/jvm-scanner.ts';
import { type KtorPlugins, ktorPlugins, readKtorHandler } from '../jvm/ktor-handler.ts';
import { ktorReader } from '../jvm/ktor-routes.ts';
import { addsRoutes, type KtorRoute } from '../jvm/ktor-scope.ts';
import { settingsByModule } from '../jvm/modules.ts';
import { settingsPaths } from '../jvm/settings.ts';
import { joinChecks, type LocalEndpoint, noChecks, type RouteItem, type RouterFact } from '../routes.ts';
import type { Place } from '../seen.ts';
import type { FrameworkContext, WebFramework } from '../web-framework.ts';

/** Ktor 1 to 3: https://ktor.io/docs/server-routing.html */
export default {
  id: 'ktor',
  title: 'Ktor',
  languages: ['kotlin'],
  otherPaths: settingsPaths,
  measured: true,
  find: (context) => {
    const facts = [...context.scanned(jvmScanner).values()];
    const index = indexClasses(facts.flatMap((each) => (each.kind === 'classes' ? [each.file] : [])));
    const settingsOf = settingsByModule(
      facts.flatMap((each) => (each.kind === 'settings' ? [each.file] : [])),
    );
    const functions = ktorFunctions(index);
    const plugins = ktorPlugins(index, functions);
    const reader = ktorReader(index, plugins);
    const read = functions.map((each) => ({
      ...each,
      routes: reader.read(each.fact, each.scope, !addsRoutes(each.fact)),
    }));
    const routers: RouterFact[] = [];
    const items: RouteItem[] = [];
    for (const { fact, scope, routes } of read) {
      // What another function calls was read in its place there, below the paths that it gives.
      if (reader.included.has(fact)) continue;
      const root = addsRoutes(fact) ? '' : settingsOf(scope.file.path).first(['ktor.deployment.rootPath']);
      for (const route of routes) {
        const seen = route.prefixSeen && root !== null;
        const key = `${scope.file.path}#${fact.place.start}${seen ? '' : '?'}`;
        routers.push({ key, role: seen ? 'application' : 'router', certain: true, transparent: false });
        items.push({
          kind: 'endpoint',
          router: key,
          path: route.scope.file.path,
          offset: route.link.place.start,
          endpoint: endpointOf(route, root ?? '', index, plugins, context),
        });
      }
    }
    return { routers, items };
  },
} satisfies WebFramework as WebFramework;

/** Functions and methods of files that use Ktor's server. */
function ktorFunctions(index: ClassIndex): { fact: FunctionFact; scope: Scope }[] {
  const uses = (names: readonly string[]): boolean =>
    names.some((name) => /^io\.ktor\.(?:server|application|routing|auth|locations|resources)\b/.test(name));
  const files = new Set(
    index.files.filter(({ imports, wildcards }) => uses([...imports.map(([, full]) => full), ...wildcards])),
  );
  return [
    ...[...files].flatMap((file) => file.functions.map((fact) => ({ fact, scope: { file, owner: null } }))),
    ...index.entries
      .filter(({ file }) => files.has(file))
      .flatMap(({ fact: owner, file }) => owner.methods.map((fact) => ({ fact, scope: { file, owner } }))),
  ];
}

interface Handler {
  readonly place: Place;
  readonly text: string | null;
  readonly scope: Scope;
}

function endpointOf(
  route: KtorRoute,
  root: string,
  index: ClassIndex,
  plugins: KtorPlugins,
  { side }: FrameworkContext,
): LocalEndpoint {
  const handler = handlerOf(route, index);
  const facts = handler === null ? null : readKtorHandler(handler.place, handler.scope, index, plugins);
  return {
    method: route.method,
    path: joinPath(root, route.path),
    span: { ...route.link.place, side },
    handler: handler === null ? null : { ...handler.place, side },
    handlerText: handler?.text ?? null,
    checks: joinChecks(route.checks, { ...noChecks, validation: facts?.validation ?? [] }),
    statusCodes: facts?.statusCodes ?? [],
    isPublic: false,
    ...(facts === null
      ? {}
      : { inputs: facts.inputs, pagination: [...facts.pagination, ...resourcePages(route)] }),
  };
}

/** A block, a function that is named, or the function that a block does nothing but call. */
function handlerOf({ handler, scope }: KtorRoute, index: ClassIndex): Handler | null {
  if (handler?.kind === 'lambda') {
    const [only, second] = handler.statements ?? [];
    const link = only?.kind === 'chain' && second === undefined ? only.links.at(-1) : undefined;
    const called =
      link === undefined ? undefined : index.functions(link.name).filter(({ fact }) => takesCall(fact));
    const target = called?.length === 1 ? called[0] : undefined;
    if (target !== undefined)
      return { place: target.fact.place, text: target.fact.text, scope: target.scope };
    return { place: handler.place, text: handler.text, scope };
  }
  if (handler?.kind !== 'reference') return null;
  const named = index.functions(handler.name);
  const target = named.length === 1 ? named[0] : undefined;
  return target === undefined
    ? null
    : { place: target.fact.place, text: target.fact.text, scope: target.scope };
}

function takesCall({ receiver, parameters }: FunctionFact): boolean {
  const isCall = (type: string): boolean =>
    /^(?:\w+\.)*(?:(?:Application|Routing)Call|RoutingContext|PipelineContext)\b/.test(type);
  return isCall(receiver ?? '') || parameters.some(({ type }) => isCall(type));
}

/** `class Articles(val limit: Int = 20)` of a typed route. */
function resourcePages({ resource }: KtorRoute): Seen[] {
  return (resource?.fact.parameters ?? [])
    .filter(({ name }) => /^(?:limit|size|page_?size|per_?page|take)$/i.test(name))
    .map(({ seen, name }) => ({ ...seen, text: name }));
}
