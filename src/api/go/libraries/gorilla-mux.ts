import type { GoLibrary, LibraryCall } from '../library.ts';
import { bracePath } from '../notation.ts';
import { group, register, use } from '../register.ts';
import { textsOf } from '../registrar.ts';
import { type Argument, type RouterValue, type RouteValue, textValue, type Value } from '../values.ts';

const starters = new Set(
  'HandleFunc Handle Path PathPrefix Methods Host Schemes Queries Headers NewRoute Name'.split(' '),
);

/** https://pkg.go.dev/github.com/gorilla/mux#Router */
export const gorillaMux: GoLibrary = {
  id: 'gorilla-mux',
  packages: /^github\.com\/gorilla\/mux$/,
  constructors: new Map([['NewRouter', 'application']]),
  types: new Map([['Router', 'router']]),
  isMounted: true,
  method(router, call) {
    if (call.name === 'Use') use(router, '', call.args, true, call);
    else if (call.name === 'StrictSlash' || call.name === 'UseEncodedPath' || call.name === 'SkipClean')
      return router;
    if (!starters.has(call.name)) return null;
    const route = newRoute(router, call);
    call.machine.registrar.later(() => finish(route, call));
    return gorillaMux.route?.(route, call) ?? route;
  },
  route(route, call) {
    const { name, args } = call;
    switch (name) {
      case 'Path':
        route.path = args[0]?.value ?? route.path;
        return route;
      case 'PathPrefix':
        route.path = args[0]?.value ?? route.path;
        route.isPrefix = true;
        return route;
      case 'Methods':
        route.methods = args.flatMap(({ value }) => textsOf(value));
        return route;
      case 'HandleFunc':
      case 'Handle':
        route.path = args[0]?.value ?? route.path;
        route.handler = args[1] ?? null;
        return route;
      case 'Handler':
      case 'HandlerFunc':
        route.handler = args[0] ?? null;
        return route;
      case 'Subrouter':
        return group(route.router, isNothing(route.path) ? '' : route.path, [], bracePath, call);
      default:
        return route;
    }
  },
};

function newRoute(router: RouterValue, { call, machine }: LibraryCall): RouteValue {
  const sequence = machine.registrar.next();
  return {
    kind: 'route',
    router,
    path: textValue(''),
    methods: [],
    isPrefix: false,
    handler: null,
    call,
    sequence,
  };
}

function isNothing(path: Value): boolean {
  return path.kind === 'text' && path.text === '' && path.isWhole;
}

/** All that is said of a route is known when nothing more is. */
function finish(route: RouteValue, begun: LibraryCall): void {
  if (route.handler === null) return;
  const call = { ...begun, call: route.call };
  const handler: Argument = route.handler;
  const path = route.path;
  const below: Value =
    route.isPrefix && path.kind === 'text' ? textValue(`${path.text}/*`, path.isWhole) : path;
  register({
    router: route.router,
    methods: route.methods.filter((method) => method !== 'OPTIONS' || route.methods.length === 1),
    path: below,
    handler,
    before: [],
    notation: bracePath,
    call,
    sequence: route.sequence,
  });
}
