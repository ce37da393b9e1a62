import { joinChecks, noChecks } from '../routes.ts';
import type { Place } from '../seen.ts';
import { checksOf } from './check.ts';
import { Container, type RustLibrary } from './containers.ts';
import { attributedRoutes, routeOf } from './endpoints.ts';
import type { RustExpression } from './facts.ts';
import type { Follower } from './follower.ts';
import { bracePath } from './notation.ts';
import type { Argument, MethodEntry, MethodsValue, Value } from './values.ts';

const verbs = new Set('get post put patch delete head options connect trace'.split(' '));

export interface MethodCall {
  readonly name: string;
  readonly args: readonly Argument[];
  readonly link: Extract<RustExpression, { kind: 'method' }>;
  readonly machine: Follower;
}

type AnyCall = Extract<RustExpression, { kind: 'call' }>;

/** What functions of the frameworks make: routers, scopes, methods. */
export function constructed(
  machine: Follower,
  segments: readonly string[],
  args: readonly Argument[],
  call: AnyCall,
): Value | null {
  const name = segments.at(-1) ?? '';
  const of = segments.at(-2) ?? '';
  const make = (library: RustLibrary, prefix: string | null = ''): Container =>
    machine.own(new Container(library, prefix));
  if (/^(?:\w*Router)$/.test(of) && /^(?:new|default|with_openapi)$/.test(name)) return make('axum');
  if (of === 'App' && name === 'new') return make('actix');
  if ((of === 'web' || of === '') && (name === 'scope' || name === 'resource'))
    return make('actix', pathOf(args[0]));
  if ((of === 'Scope' || of === 'Resource') && name === 'new') return make('actix', pathOf(args[0]));
  if (/^[rR]ocket$/.test(of) && /^(?:build|custom|ignite)$/.test(name)) return make('rocket');
  if (of === 'Vec' && /^(?:new|with_capacity)$/.test(name)) return { kind: 'list', items: [] };
  return methodsMade(name, of, args, call);
}

function pathOf(arg: Argument | undefined): string | null {
  return arg?.value.kind === 'text' && arg.value.isWhole ? bracePath(arg.value.text) : null;
}

/** `get(list)` of axum, `web::get()` of Actix. */
function methodsMade(
  name: string,
  of: string,
  args: readonly Argument[],
  call: AnyCall,
): MethodsValue | null {
  const verb = name.replace(/_(?:service|with)$/, '');
  const [first] = args;
  const entry = (method: string, handler: Argument | null): MethodsValue => ({
    kind: 'methods',
    entries: [{ method, handler, checks: noChecks, place: call.place }],
  });
  if (of === 'web') {
    if (verbs.has(name)) return entry(name.toUpperCase(), null);
    if (name === 'method') return entry(constantMethod(first) ?? 'ALL', null);
    if (name === 'route') return entry('ALL', null);
    return name === 'to' && first !== undefined ? entry('ALL', first) : null;
  }
  if (of !== '' && !/^(?:routing|method_routing|axum)$/.test(of)) return null;
  // Actix's, by its bare name: `get().to(list)`.
  if (first === undefined) return verbs.has(name) ? entry(name.toUpperCase(), null) : null;
  if (verbs.has(verb)) return entry(verb.toUpperCase(), first);
  if (verb === 'any') return entry('ALL', first);
  const [filter, handler] = args;
  return name === 'on' && handler !== undefined ? entry(constantMethod(filter) ?? 'ALL', handler) : null;
}

function constantMethod(arg: Argument | undefined): string | null {
  const name = arg?.expression.kind === 'path' ? arg.expression.segments.at(-1) : undefined;
  return name !== undefined && verbs.has(name.toLowerCase()) ? name.toUpperCase() : null;
}

/** What is said of methods before they get a path. */
export function onMethods(of: MethodsValue, { name, args, link }: MethodCall): Value {
  const [first] = args;
  const verb = name.replace(/_(?:service|with)$/, '');
  const change = (fields: Partial<MethodEntry>): MethodsValue => ({
    kind: 'methods',
    entries: of.entries.map((entry) => ({ ...entry, ...fields })),
  });
  if ((verbs.has(verb) || verb === 'any') && first !== undefined) {
    const method = verb === 'any' ? 'ALL' : verb.toUpperCase();
    return {
      kind: 'methods',
      entries: [...of.entries, { method, handler: first, checks: noChecks, place: link.place }],
    };
  }
  if (first === undefined) return of;
  switch (name) {
    case 'to':
      return change({ handler: first });
    case 'method':
      return change({ method: constantMethod(first) ?? 'ALL' });
    case 'guard': {
      const guard =
        first.expression.kind === 'call' && first.expression.callee.kind === 'path'
          ? first.expression.callee.segments.at(-1)
          : null;
      return guard !== null && guard !== undefined && verbs.has(guard.toLowerCase())
        ? change({ method: guard.toUpperCase() })
        : of;
    }
    case 'layer':
    case 'route_layer':
    case 'wrap': {
      const checks = checksOf(first);
      return {
        kind: 'methods',
        entries: of.entries.map((entry) => ({ ...entry, checks: joinChecks(checks, entry.checks) })),
      };
    }
    default:
      return of;
  }
}

function addMethods(to: Container, path: Argument | string, methods: MethodsValue, machine: Follower): void {
  const text = typeof path === 'string' ? path : path.value.kind === 'text' ? path.value.text : null;
  if (text === null) return;
  const isWhole = typeof path === 'string' || (path.value.kind === 'text' && path.value.isWhole);
  for (const { method, handler, checks, place } of methods.entries) {
    const fn = handler?.value.kind === 'function' ? handler.value.function : null;
    const route = { library: to.library, method, path: bracePath(text), isWhole, checks, place };
    to.add(routeOf(route, fn, machine.crates.guards));
  }
}

function addAny(to: Container, path: Argument, below: string, place: Place, machine: Follower): void {
  if (path.value.kind !== 'text') return;
  const { text, isWhole } = path.value;
  const route = {
    library: to.library,
    method: 'ALL',
    path: `${bracePath(text)}${below}`,
    isWhole,
    checks: noChecks,
    place,
  };
  to.add(routeOf(route, null, machine.crates.guards));
}

/** https://docs.rs/axum/latest/axum/struct.Router.html, with aide's and utoipa's routers. */
export function callAxum(router: Container, { name, args, link, machine }: MethodCall): Value {
  const [first, second] = args;
  if (first === undefined) return name === 'clone' ? router.copy() : router;
  switch (name) {
    case 'route':
    case 'route_with_tsr':
    case 'api_route':
    case 'api_route_with':
      if (second?.value.kind === 'methods') addMethods(router, first, second.value, machine);
      return router;
    case 'nest':
    case 'nest_api_service':
      if (second?.value instanceof Container) router.take(second.value, pathOf(first));
      return router;
    case 'merge':
      if (first.value instanceof Container) router.take(first.value, '');
      return router;
    case 'nest_service':
      if (second?.value instanceof Container) router.take(second.value, pathOf(first));
      else addAny(router, first, '/*', link.place, machine);
      return router;
    case 'route_service':
      addAny(router, first, '', link.place, machine);
      return router;
    case 'routes':
      addAttributed(router, first, machine);
      return router;
    case 'layer':
    case 'route_layer':
      router.cover(checksOf(first));
      return router;
    default:
      return router;
  }
}

function addAttributed(to: Container, arg: Argument, machine: Follower): void {
  for (const { value } of arg.value.kind === 'list' ? arg.value.items : [arg])
    if (value.kind === 'function')
      for (const route of attributedRoutes(value.function, to.library, machine.crates.guards)) to.add(route);
}

/** https://docs.rs/actix-web/latest/actix_web/struct.Scope.html */
export function callActix(of: Container, { name, args, machine }: MethodCall): Value {
  const [first, second] = args;
  if (first === undefined) return of;
  switch (name) {
    case 'service':
      for (const each of first.value.kind === 'list' ? first.value.items : [first]) {
        if (each.value instanceof Container) of.take(each.value, '');
        else addAttributed(of, each, machine);
      }
      return of;
    case 'route':
      if (first.value.kind === 'methods') addMethods(of, '', first.value, machine);
      else if (second?.value.kind === 'methods') addMethods(of, first, second.value, machine);
      return of;
    case 'to': {
      const methods: MethodsValue = {
        kind: 'methods',
        entries: [{ method: 'ALL', handler: first, checks: noChecks, place: placeOf(first) }],
      };
      addMethods(of, '', methods, machine);
      return of;
    }
    case 'configure':
      if (first.value.kind === 'function')
        machine.run(first.value, [{ value: of, expression: { kind: 'unknown' } }]);
      return of;
    case 'wrap':
    case 'wrap_fn':
      of.checks = joinChecks(checksOf(first), of.checks);
      return of;
    default:
      return of;
  }
}

function placeOf({ expression, value }: Argument): Place {
  if (value.kind === 'function') return value.function.place;
  const seen = 'seen' in expression ? expression.seen : { path: '', line: 1 };
  return { path: seen.path, start: 0, end: 0, startLine: seen.line, endLine: seen.line };
}

/** https://api.rocket.rs/v0.5/rocket/struct.Rocket */
export function callRocket(of: Container, { name, args, machine }: MethodCall): Value {
  const [first, second] = args;
  if (name === 'mount' && first !== undefined && second !== undefined) {
    const prefix = first.value.kind === 'text' ? first.value : null;
    const inner = new Container('rocket', prefix?.text ?? null);
    addAttributed(inner, second, machine);
    for (const route of inner.all()) of.add({ ...route, isWhole: route.isWhole && prefix?.isWhole === true });
    return of;
  }
  if (name === 'attach' && first !== undefined) attach(first, of, machine);
  return of;
}

/** Fairings that mount: `AdHoc::on_ignite("name", |rocket| async { rocket.mount(…) })`. */
function attach({ value }: Argument, of: Container, machine: Follower): void {
  if (value.kind !== 'made') return;
  for (const arg of value.args)
    if (arg.value.kind === 'function')
      machine.run(arg.value, [{ value: of, expression: { kind: 'unknown' } }]);
}
