import type { Endpoint } from '../endpoint.ts';
import type { RouteItem, RouterFact } from '../routes.ts';
import { noChecks } from '../routes.ts';
import { placeIn } from '../seen.ts';
import { patternPath } from './django-path.ts';
import { type Answer, allowedMethods, type FoundClass, fieldText, type ViewReading } from './django-view.ts';
import { argumentOf, type CallExpression, type Expression, lastName } from './expression.ts';
import type { PythonFunction, PythonModule } from './module.ts';
import type { Site } from './project.ts';
import type { Overrides } from './rest-checks.ts';
import { inheritsAction, restAnswer } from './rest-class.ts';
import { isMadeBy, type Made, madeBy, methodsOf, type Placed, textOf } from './values.ts';

/** Routers of REST framework and of drf-nested-routers. */
const routers =
  /^(?:rest_framework|rest_framework_nested|rest_framework_extensions|rest_framework_bulk|dynamic_rest)\b.*Router\w*$/;
const nested = /^rest_framework_nested\..*\.Nested\w*$/;
/** Routers inside routers. */
const maxDepth = 8;

export function restRouterKey({ module, call }: Made): string {
  return `${module.path}#${call.start}`;
}

/** The routers of REST framework that an expression stands for. */
export function restRouters(value: Expression, site: Site, { project }: ViewReading): Made[] {
  return madeBy(value, site, project).filter(({ callee }) => isMadeBy(callee, routers, project));
}

/** Routers whose routes another router takes over (`router.registry.extend(other.registry)`), and that other. */
export type Extended = ReadonlyMap<string, Made>;

/** What a statement says about such routers. */
export function extendedBy(call: CallExpression, site: Site, reading: ViewReading): [string, Made][] {
  const { callee } = call;
  const [given] = call.args;
  if (callee.kind !== 'attribute' || callee.name !== 'extend') return [];
  if (callee.of.kind !== 'attribute' || callee.of.name !== 'registry') return [];
  if (given?.kind !== 'attribute' || given.name !== 'registry') return [];
  const [parent] = restRouters(callee.of.of, site, reading);
  if (parent === undefined) return [];
  return restRouters(given.of, site, reading).map((child) => [restRouterKey(child), parent]);
}

/** Routes of `router.register('orders', OrderViewSet)`. */
export function readRestCall(
  call: CallExpression,
  site: Site,
  reading: ViewReading,
  extended: Extended,
): { routers: RouterFact[]; items: RouteItem[] } {
  if (call.callee.kind !== 'attribute' || call.callee.name !== 'register') return { routers: [], items: [] };
  const made = restRouters(call.callee.of, site, reading).map((router) => outermost(router, extended));
  const items = made.flatMap((router) => registered(router, call, site, reading));
  return {
    routers: made.map((router) => ({
      key: restRouterKey(router),
      role: 'router',
      certain: true,
      transparent: false,
    })),
    items,
  };
}

/** The router that gives a registration its routes. */
function outermost(router: Made, extended: Extended): Made {
  let current = router;
  for (let step = 0; step < maxDepth; step++) {
    const parent = extended.get(restRouterKey(current));
    if (parent === undefined) return current;
    current = parent;
  }
  return current;
}

/** What stands before the routes of a nested router: `orders/:order_pk/`; null where it is not known. */
function prefixOf(router: Made, reading: ViewReading, depth = 0): string | null {
  if (!isMadeBy(router.callee, nested, reading.project)) return '';
  if (depth > maxDepth) return null;
  const { call } = router;
  const [parent, prefix] = [argumentOf(call, 'parent_router', 0), argumentOf(call, 'parent_prefix', 1)];
  if (parent === undefined || prefix === undefined) return null;
  const own = textOf(prefix, router, reading.project);
  const lookup =
    call.named.lookup === undefined ? 'nested' : textOf(call.named.lookup, router, reading.project);
  const [above] = restRouters(parent, router, reading);
  const start = above === undefined ? '' : prefixOf(above, reading, depth + 1);
  return own === null || start === null ? null : `${start}${patternPath(own)}/:${lookup ?? 'nested'}_pk/`;
}

function registered(router: Made, call: CallExpression, site: Site, reading: ViewReading): RouteItem[] {
  const { project } = reading;
  const given = argumentOf(call, 'prefix', 0);
  const viewset = argumentOf(call, 'viewset', 1);
  const prefix = given === undefined ? null : textOf(given, site, project);
  const above = prefixOf(router, reading);
  const found = viewset === undefined ? null : project.resolve(viewset, site);
  if (prefix === null || above === null || found?.kind !== 'class') return [];
  const slash = router.call.named.trailing_slash;
  const end = slash?.kind === 'constant' && slash.value === false ? '' : '/';
  const base = `${above}${patternPath(prefix)}`;
  const span = { ...placeIn(call, project.source(site.module.path)), side: reading.context.side };
  return viewSetRoutes(found, reading).map(
    ({ path, answer }): RouteItem => ({
      kind: 'endpoint',
      router: restRouterKey(router),
      path: site.module.path,
      offset: call.start,
      endpoint: { ...answer, path: `${[base, path].filter((part) => part !== '').join('/')}${end}`, span },
    }),
  );
}

interface ViewSetRoute {
  /** Below the prefix that it is registered at, without slashes at its ends. */
  readonly path: string;
  readonly answer: Answer;
}

/** The actions that a router looks for: method, action, and whether it is of one object. */
const standard: readonly (readonly [Endpoint['method'], string, boolean])[] = [
  ['GET', 'list', false],
  ['POST', 'create', false],
  ['GET', 'retrieve', true],
  ['PUT', 'update', true],
  ['PATCH', 'partial_update', true],
  ['DELETE', 'destroy', true],
];

function viewSetRoutes(found: FoundClass, reading: ViewReading): ViewSetRoute[] {
  const { project } = reading;
  const allowed = allowedMethods(found, project);
  const isAllowed = (method: string): boolean => allowed === null || allowed.has(method);
  const lookup =
    fieldText(found, 'lookup_url_kwarg', project) ?? fieldText(found, 'lookup_field', project) ?? 'pk';
  const routes = standard.flatMap(([method, action, detail]): ViewSetRoute[] => {
    const member = project.member(found.module, found.class, action);
    const has = member?.kind === 'function' || inheritsAction(found, action, project);
    if (!has || !isAllowed(method)) return [];
    const answer = restAnswer(method, action, action, found, {}, noChecks, reading);
    return [{ path: detail ? `:${lookup}` : '', answer }];
  });
  const extra = extraActions(found, reading).flatMap(({ methods, path, detail, name, overrides }) =>
    methods.filter(isAllowed).map((method): ViewSetRoute => {
      const answer = restAnswer(method, name, name, found, overrides, noChecks, reading);
      return { path: detail ? `:${lookup}/${path}` : path, answer };
    }),
  );
  return [...routes, ...extra];
}

interface ExtraAction {
  readonly methods: readonly string[];
  readonly path: string;
  readonly detail: boolean;
  readonly name: string;
  readonly overrides: Overrides;
}

/** Methods with `@action`, and those that are mapped to them (`@close.mapping.delete`). */
function extraActions(found: FoundClass, reading: ViewReading): ExtraAction[] {
  const { project } = reading;
  const actions = new Map<string, ExtraAction>();
  const mapped: ExtraAction[] = [];
  for (const each of project.lineage(found.module, found.class)) {
    if (each.kind !== 'class') continue;
    for (const method of methodsIn(each.class.scope, each.module)) {
      // What a class defines anew replaces what its bases have.
      if (actions.has(method.name)) continue;
      for (const decorator of method.decorators) {
        const action = actionOf(decorator, method, { module: each.module, scope: each.class.scope }, reading);
        if (action !== null) actions.set(method.name, action);
        const [verb, target] = mappingOf(decorator);
        const to = target === undefined ? undefined : actions.get(target);
        if (to !== undefined && verb !== undefined)
          mapped.push({ ...to, methods: [verb.toUpperCase()], name: method.name });
      }
    }
  }
  return [...actions.values(), ...mapped];
}

function methodsIn(scope: number, module: PythonModule): PythonFunction[] {
  const owner = module.scopes[scope]?.owner;
  return module.functions.filter((each) => each.owner === owner);
}

/** `delete`, `close` of `@close.mapping.delete`. */
function mappingOf(decorator: Expression): [string?, string?] {
  const { kind } = decorator;
  if (kind !== 'attribute' || decorator.of.kind !== 'attribute' || decorator.of.name !== 'mapping') return [];
  return [decorator.name, lastName(decorator.of.of)];
}

function actionOf(
  decorator: Expression,
  method: PythonFunction,
  site: Site,
  reading: ViewReading,
): ExtraAction | null {
  if (decorator.kind !== 'call') return null;
  const { project } = reading;
  const name = lastName(decorator);
  if (name !== 'action' && name !== 'detail_route' && name !== 'list_route') return null;
  const { named } = decorator;
  const detail = argumentOf(decorator, 'detail', 1);
  const methods = argumentOf(decorator, 'methods', 0);
  const asked = methods === undefined ? ['GET'] : methodsOf(methods, site, project);
  const path = named.url_path === undefined ? method.name : textOf(named.url_path, site, project);
  if (asked === null || path === null) return null;
  return {
    methods: asked,
    path: patternPath(path),
    detail: name === 'detail_route' || (detail?.kind === 'constant' && detail.value === true),
    name: method.name,
    overrides: overridesOf(named, site),
  };
}

/** Named arguments that say what the class would say otherwise. */
export function overridesOf(named: Readonly<Record<string, Expression>>, site: Site): Overrides {
  const fields = [
    'permission_classes',
    'throttle_classes',
    'throttle_scope',
    'serializer_class',
    'pagination_class',
  ];
  return Object.fromEntries(
    fields.flatMap((name): [string, Placed][] => {
      const value = named[name];
      return value === undefined ? [] : [[name, { module: site.module, scope: site.scope, value }]];
    }),
  );
}
