import { checksOfClass, checksOfDependencies } from '../python/depends.ts';
import { argumentOf, type CallExpression, type Expression, lastName } from '../python/expression.ts';
import { readParameters } from '../python/fastapi-inputs.ts';
import { checksInside, idempotencyOf, judgedReference, validationInside } from '../python/judged.ts';
import type { PythonFunction, PythonModule } from '../python/module.ts';
import { pagesInside } from '../python/pages.ts';
import { type Project, projectOf, type Site } from '../python/project.ts';
import { distinct, type SeenStatus, statusCodesOf, statusesOf } from '../python/statuses.ts';
import { isMadeBy, type Made, madeBy, methodsOf, textOf } from '../python/values.ts';
import {
  type Checks,
  joinChecks,
  type LocalEndpoint,
  noChecks,
  type RouteFacts,
  type RouteItem,
  type RouterFact,
} from '../routes.ts';
import { normalised, placeIn, seenIn } from '../seen.ts';
import type { FrameworkContext, WebFramework } from '../web-framework.ts';

/** FastAPI: https://fastapi.tiangolo.com/reference/ */
export default {
  id: 'fastapi',
  title: 'FastAPI',
  languages: ['python'],
  measured: true,
  find: findRoutes,
} satisfies WebFramework as WebFramework;

const applications = /^fastapi(?:\.applications)?\.FastAPI$/;
const routers =
  /^fastapi(?:\.applications|\.routing)?\.(?:FastAPI|APIRouter)$|^fastapi_utils\.\w+\.InferringRouter$/;
const verbs = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'trace']);
/** Decorators that register a handler for several methods. */
const general = new Set(['api_route', 'route']);

interface Reading {
  readonly context: FrameworkContext;
  readonly project: Project;
  readonly routers: RouterFact[];
  readonly items: RouteItem[];
}

type MadeRouter = Made & { readonly router: RouterFact };

/** A route as it is registered: the call, where it stands, and who answers. */
interface Registration {
  readonly call: CallExpression;
  readonly site: Site;
  readonly handler: PythonFunction;
  readonly handlerModule: PythonModule;
}

function findRoutes(context: FrameworkContext): RouteFacts {
  const project = projectOf(context);
  const reading: Reading = { context, project, routers: [], items: [] };
  for (const module of project.modules.values()) {
    for (const { scope, call } of module.calls) readCall(call, { module, scope }, reading);
    for (const handler of module.functions)
      for (const decorator of handler.decorators) readDecorator(decorator, handler, module, reading);
  }
  return { routers: reading.routers, items: withoutAlternatives(reading.items) };
}

/** `app.mount(settings.prefix, api)` or else `app.mount('/api', api)`: the prefix that is known stands for both. */
function withoutAlternatives(items: readonly RouteItem[]): RouteItem[] {
  const known = new Set(
    items.flatMap((item) =>
      item.kind === 'mount' && item.prefix !== null ? [`${item.router} ${item.to}`] : [],
    ),
  );
  return items.filter(
    (item) => item.kind !== 'mount' || item.prefix !== null || !known.has(`${item.router} ${item.to}`),
  );
}

/** The applications and routers that an expression stands for. */
function routersOf(value: Expression, site: Site, { project, routers: known }: Reading): MadeRouter[] {
  return madeBy(value, site, project)
    .filter(({ callee }) => isMadeBy(callee, routers, project))
    .map((made) => {
      const router: RouterFact = {
        key: `${made.module.path}#${made.call.start}`,
        role: isMadeBy(made.callee, applications, project) ? 'application' : 'router',
        certain: true,
        transparent: false,
      };
      known.push(router);
      return { ...made, router };
    });
}

/** A router's own prefix, '' where it has none, null where it is not known. */
function prefixOf({ call, module, scope }: Made, project: Project): string | null {
  const prefix = call.named.prefix;
  return prefix === undefined ? '' : pathOf(prefix, { module, scope }, project);
}

/** `{id}` and `{id:int}` are `:id`, `{rest:path}` is `*`. */
function pathOf(value: Expression, site: Site, project: Project): string | null {
  const text = textOf(value, site, project);
  return (
    text?.replace(/\{(\w+)(?::([^{}]*))?\}/g, (_, name: string, converter?: string) =>
      converter === 'path' ? '*' : `:${name}`,
    ) ?? null
  );
}

/** Dependencies of a router hold for its routes and for what it includes, not for applications that it mounts. */
function checksOfRouter({ call, module, scope }: Made, project: Project): Checks {
  return checksOfDependencies(call.named.dependencies, { module, scope }, project);
}

function readDecorator(
  decorator: Expression,
  handler: PythonFunction,
  module: PythonModule,
  reading: Reading,
): void {
  if (decorator.kind !== 'call' || decorator.callee.kind !== 'attribute') return;
  const { name, of } = decorator.callee;
  if (!verbs.has(name) && !general.has(name) && name !== 'middleware') return;
  const site = { module, scope: handler.around };
  for (const made of routersOf(of, site, reading)) {
    if (name === 'middleware') addLayer(made, handler.definition, decorator, site, handler.name, reading);
    else register(made, { call: decorator, site, handler, handlerModule: module }, reading);
  }
}

function readCall(call: CallExpression, site: Site, reading: Reading): void {
  if (call.callee.kind !== 'attribute') return;
  const { name, of } = call.callee;
  switch (name) {
    case 'include_router':
    case 'mount':
      for (const made of routersOf(of, site, reading)) mount(made, call, site, reading);
      return;
    case 'add_api_route':
    case 'add_route':
      for (const made of routersOf(of, site, reading)) registerCall(made, call, site, reading);
      return;
    case 'add_middleware':
      for (const made of routersOf(of, site, reading)) {
        const [middleware] = call.args;
        if (middleware !== undefined) addLayer(made, middleware, call, site, lastName(middleware), reading);
      }
      return;
    default:
  }
}

/** Middleware counts where it refuses; what else it does is of no concern to a route. */
function addLayer(
  made: MadeRouter,
  shown: { start: number; end: number },
  at: Expression,
  site: Site,
  name: string,
  reading: Reading,
): void {
  const reference: Expression = { kind: 'name', name, start: shown.start, end: shown.end };
  const { authentication, authorization, rateLimit } = judgedReference(reference, site, reading.project);
  reading.items.push({
    kind: 'layer',
    router: made.router.key,
    path: site.module.path,
    offset: at.start,
    prefix: '',
    checks: { ...noChecks, authentication, authorization, rateLimit },
    whole: true,
  });
}

function mount(parent: MadeRouter, call: CallExpression, site: Site, reading: Reading): void {
  const { project } = reading;
  const isInclude = lastName(call) === 'include_router';
  const target = isInclude ? argumentOf(call, 'router', 0) : argumentOf(call, 'app', 1);
  const given = isInclude ? call.named.prefix : argumentOf(call, 'path', 0);
  if (target === undefined) return;
  const own = given === undefined ? '' : pathOf(given, site, project);
  const above = prefixOf(parent, project);
  for (const child of routersOf(target, site, reading)) {
    const known = own !== null && above !== null && prefixOf(child, project) !== null;
    reading.items.push({
      kind: 'mount',
      router: parent.router.key,
      path: site.module.path,
      offset: call.start,
      prefix: known ? above + own : null,
      to: child.router.key,
      checks: isInclude
        ? joinChecks(
            checksOfRouter(parent, project),
            checksOfDependencies(call.named.dependencies, site, project),
          )
        : noChecks,
    });
  }
}

function registerCall(made: MadeRouter, call: CallExpression, site: Site, reading: Reading): void {
  const handler = argumentOf(call, 'endpoint', 1) ?? call.named.route;
  const found = handler === undefined ? null : reading.project.resolve(handler, site);
  if (found?.kind === 'function')
    register(made, { call, site, handler: found.function, handlerModule: found.module }, reading);
}

function register(made: MadeRouter, registration: Registration, reading: Reading): void {
  const { call, site } = registration;
  const { project } = reading;
  const path = argumentOf(call, 'path', 0);
  const local = path === undefined ? null : pathOf(path, site, project);
  const methods = methodsOfRoute(call, site, project);
  if (local === null || methods === null) return;
  const facts = readRoute(made, registration, local, reading);
  for (const method of methods)
    reading.items.push({
      kind: 'endpoint',
      router: made.router.key,
      path: site.module.path,
      offset: call.start,
      endpoint: { ...facts, method, path: `${prefixOf(made, project) ?? ''}${local}` },
    });
}

function methodsOfRoute(call: CallExpression, site: Site, project: Project): string[] | null {
  const name = lastName(call);
  if (verbs.has(name)) return [name.toUpperCase()];
  const methods = call.named.methods;
  return methods === undefined ? ['GET'] : methodsOf(methods, site, project);
}

function readRoute(
  made: MadeRouter,
  { call, site, handler, handlerModule }: Registration,
  path: string,
  { context, project }: Reading,
): Omit<LocalEndpoint, 'method' | 'path'> {
  const { side } = context;
  const source = project.source(site.module.path);
  const code = project.source(handlerModule.path);
  const { start, end } = handler.definition;
  const parameters = readParameters(handler, handlerModule, path, project);
  const names = new Set(handler.parameters.map(({ name }) => name));
  const validation = validationInside(handler, handlerModule, project, (call) =>
    call.args.some((arg) => names.has(rootName(arg))),
  );
  const decorators = handler.decorators.filter((decorator) => !isRegistration(decorator));
  const around = { module: handlerModule, scope: handler.around };
  return {
    span: { ...placeIn(call, source), side },
    handler: { ...placeIn({ start, end }, code), side },
    handlerText: normalised(code.text.slice(start, end)),
    checks: joinChecks(
      checksOfRouter(made, project),
      checksOfDependencies(call.named.dependencies, site, project),
      ...decorators.map((decorator) => judgedReference(decorator, around, project)),
      checksOfClass(handler, handlerModule, project),
      parameters.checks,
      checksInside(handler, handlerModule, project),
      { ...noChecks, validation },
    ),
    statusCodes: statusesOfRoute({ call, site, handler, handlerModule }, project),
    isPublic: false,
    inputs: parameters.inputs,
    pagination:
      parameters.pagination.length > 0 ? parameters.pagination : pagesInside(handler, handlerModule, project),
    idempotency: [...parameters.idempotency, ...idempotencyOf(handler, handlerModule, project)],
  };
}

/** `payload` of `payload`, `payload.items` and `await request.json()`. */
function rootName(value: Expression): string {
  let current = value;
  while (current.kind === 'attribute' || current.kind === 'call')
    current = current.kind === 'attribute' ? current.of : current.callee;
  return current.kind === 'name' ? current.name : '';
}

/** A handler may be registered several times. */
function isRegistration(decorator: Expression): boolean {
  return (
    decorator.kind === 'call' && decorator.callee.kind === 'attribute' && verbs.has(decorator.callee.name)
  );
}

/** The code of the decorator or 200, those of the body, and those that the documentation of the route lists. */
function statusesOfRoute(
  { call, site, handler, handlerModule }: Registration,
  project: Project,
): SeenStatus[] {
  const source = project.source(site.module.path);
  const given = call.named.status_code;
  const usual = given === undefined ? [200] : statusesOf(given);
  const declared = usual.map((status): SeenStatus => ({ ...seenIn(given ?? call.callee, source), status }));
  const responses = call.named.responses;
  const listed = responses?.kind === 'dictionary' ? responses.entries.map(([key]) => key) : [];
  const inBody = statusCodesOf(handler, handlerModule, project, declared[0] ?? null);
  return distinct([
    ...(given === undefined ? [] : declared),
    ...inBody,
    ...listed.flatMap((key) => statusesOf(key).map((status) => ({ ...seenIn(key, source), status }))),
  ]);
}
