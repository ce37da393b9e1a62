import type { Definition } from '../../code/definitions.ts';
import { type Call, callOf, callsIn, unwrap } from '../../code/javascript.ts';
import type { CodeModule } from '../../code/program.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import { responseStyle } from '../javascript/answer-styles.ts';
import { checksOfAll, flatten } from '../javascript/checks.ts';
import { endpointFrom, type Placed } from '../javascript/endpoint.ts';
import { expressMethods, mountedRouter, routerOf } from '../javascript/express-router.ts';
import { followModules } from '../javascript/follow-modules.ts';
import { createLoops, type Loops } from '../javascript/loops.ts';
import {
  type ItemBase,
  mountHanded,
  offsetOf,
  pathsOf,
  type RouterPlace,
  rangeOf,
} from '../javascript/router-place.ts';
import type { RouteFacts, RouteItem, RouterFact } from '../routes.ts';
import type { FrameworkContext, WebFramework } from '../web-framework.ts';

/** Express 4 and 5: https://expressjs.com/en/5x/api.html */
export default {
  id: 'express',
  title: 'Express',
  languages: ['typescript', 'tsx', 'javascript'],
  measured: true,
  find: (context) => {
    const loops = createLoops(context.definitions);
    const read = (module: CodeModule): RouteFacts => {
      const routers: RouterFact[] = [];
      const items: RouteItem[] = [];
      for (const call of callsIn(module.file.root)) readCall(call, module, context, loops, routers, items);
      return { routers, items };
    };
    return followModules(context, { id: 'express', mentions: ['express'], read });
  },
} satisfies WebFramework as WebFramework;

function readCall(
  call: Call,
  module: CodeModule,
  context: FrameworkContext,
  loops: Loops,
  routers: RouterFact[],
  items: RouteItem[],
): void {
  const registration = registrationOf(call, module, context, loops);
  if (registration !== null) {
    routers.push(registration.router);
    items.push(...registration.items);
    routers.push(...registration.mounted);
    return;
  }
  const placeOf = (definition: Definition | null): RouterPlace | null => {
    const router = routerOf(definition, context);
    return router === null ? null : { router, prefix: '' };
  };
  mountHanded(call, module, context, placeOf, { routers, items });
}

interface Registration {
  readonly router: RouterFact;
  readonly items: readonly RouteItem[];
  readonly mounted: readonly RouterFact[];
}

function registrationOf(
  call: Call,
  module: CodeModule,
  context: FrameworkContext,
  loops: Loops,
): Registration | null {
  if (call.receiver === null || call.node.kind !== 'call_expression') return null;
  if (call.name !== 'use' && !expressMethods.has(call.name)) return null;
  const route = routeChain(call.receiver);
  const router = routerOf(context.definitions.of(route?.receiver ?? call.receiver, module), context);
  if (router === null) return null;
  const base = { router: router.key, path: module.file.path, offset: offsetOf(call) };
  if (call.name === 'use') return route === null ? useOf(call, module, context, router, base, loops) : null;
  const [first, ...handlers] = route === null ? call.args : [route.path, ...call.args];
  if (first === undefined || handlers.length === 0) return null;
  // `.route(path).all(requireAuth)` is no answer to a request.
  if (route !== null && call.name === 'all' && isCheck(handlers, module, context)) return null;
  const rest = [...(route?.layers ?? []), ...handlers];
  const items = pathsOf(first, module, context)
    .filter((path) => router.certain || path.startsWith('/') || path === '*')
    .map((path) => endpointOf(call, path, rest, module, context, base));
  return items.length === 0 ? null : { router, items: items.filter((item) => item !== null), mounted: [] };
}

function isCheck(nodes: readonly SyntaxNode[], module: CodeModule, context: FrameworkContext): boolean {
  const parts = nodes.flatMap((node) => flatten(node, module, context.definitions));
  const { authentication, authorization, validation, rateLimit } = checksOfAll(parts, context.definitions);
  const understood = [authentication, authorization, validation, rateLimit];
  return understood.flat().length === parts.length;
}

interface RouteChain {
  readonly receiver: SyntaxNode;
  readonly path: SyntaxNode;
  /** Arguments of `.all(…)` before: they stand before every verb that follows. */
  readonly layers: readonly SyntaxNode[];
}

/** The `.route(path)` that a chain of verbs hangs on. */
function routeChain(receiver: SyntaxNode): RouteChain | null {
  const layers: SyntaxNode[] = [];
  let current = unwrap(receiver);
  for (let step = 0; step < 12; step++) {
    const call = callOf(current);
    if (call === null || call.receiver === null) return null;
    if (call.name === 'route') {
      const path = call.args[0];
      return path === undefined ? null : { receiver: call.receiver, path, layers };
    }
    if (!expressMethods.has(call.name)) return null;
    if (call.name === 'all') layers.push(...call.args);
    current = unwrap(call.receiver);
  }
  return null;
}

function endpointOf(
  call: Call,
  path: string,
  args: readonly SyntaxNode[],
  module: CodeModule,
  context: FrameworkContext,
  base: ItemBase,
): RouteItem | null {
  const method = expressMethods.get(call.name) ?? call.name.toUpperCase();
  const chain = args.flatMap((arg) => flatten(arg, module, context.definitions));
  const last = chain.at(-1);
  // `app.options('*', cors())` answers the browser, it is no operation of the API.
  if (last === undefined || (method === 'OPTIONS' && /^cors\b/.test(last.node.text.slice(0, 10))))
    return null;
  return {
    ...base,
    kind: 'endpoint',
    endpoint: endpointFrom(
      {
        method,
        path,
        range: rangeOf(call),
        module,
        layers: chain.slice(0, -1),
        handler: last,
        style: responseStyle,
      },
      context,
    ),
  };
}

function useOf(
  call: Call,
  module: CodeModule,
  context: FrameworkContext,
  router: RouterFact,
  base: ItemBase,
  loops: Loops,
): Registration | null {
  if (call.args.length === 0) return null;
  const uses = loops.unrolled(call.args, module).map((args) => oneUse(args, context, base));
  return {
    router,
    items: uses.flatMap(({ items }) => items),
    mounted: uses.flatMap(({ mounted }) => mounted),
  };
}

function oneUse(
  args: readonly Placed[],
  context: FrameworkContext,
  base: ItemBase,
): { items: readonly RouteItem[]; mounted: readonly RouterFact[] } {
  const [first, ...others] = args;
  if (first === undefined) return { items: [], mounted: [] };
  const given = firstPaths(first.node, first.module, context);
  const rest = given === null ? args : others;
  const parts = rest.flatMap((arg) => flatten(arg.node, arg.module, context.definitions));
  const targets = parts.map((part) => ({ part, router: mountedRouter(part.node, part.module, context) }));
  const checks = checksOfAll(
    targets.filter((target) => target.router === null).map((target) => target.part),
    context.definitions,
  );
  const mounted = targets.flatMap((target) => (target.router === null ? [] : [target.router]));
  const prefixes: readonly (string | null)[] = given ?? [''];
  const items = prefixes.flatMap((prefix): RouteItem[] => {
    if (mounted.length > 0)
      return mounted.map((to) => ({ ...base, kind: 'mount', prefix, to: to.key, checks }));
    return prefix === null ? [] : [{ ...base, kind: 'layer', prefix, checks, whole: false }];
  });
  return { items, mounted };
}

/** The prefixes of `use`, `[null]` for one that is made at run time, null where the first argument is no path. */
function firstPaths(
  node: SyntaxNode,
  module: CodeModule,
  context: FrameworkContext,
): (string | null)[] | null {
  const paths = pathsOf(node, module, context);
  if (paths.length > 0) return paths;
  const inner = unwrap(node);
  if (inner.kind === 'regex' || inner.kind === 'template_string' || inner.kind === 'binary_expression')
    return [null];
  const definition = inner.kind === 'member_expression' ? context.definitions.of(inner, module) : null;
  // `config.prefix`: a property that names a text and leads to no function or router.
  const named =
    inner.kind === 'member_expression' && /(path|prefix|base|url|root|version)$/i.test(inner.text);
  return named && definition === null ? [null] : null;
}
