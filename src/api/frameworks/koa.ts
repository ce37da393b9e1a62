import { constantString } from '../../code/constant-string.ts';
import { type Call, callOf, callsIn, entriesOf, unwrap } from '../../code/javascript.ts';
import type { CodeModule } from '../../code/program.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import { koaStyle } from '../javascript/answer-styles.ts';
import { checksOfAll, flatten } from '../javascript/checks.ts';
import { endpointFrom, type Placed } from '../javascript/endpoint.ts';
import { followModules } from '../javascript/follow-modules.ts';
import { type KoaRouters, koaMethods, koaRouters } from '../javascript/koa-router.ts';
import { createLoops, type Loops } from '../javascript/loops.ts';
import {
  mountHanded,
  openedHandlers,
  openPlace,
  pathsOf,
  plainPath,
  type RouterPlace,
  rangeOf,
} from '../javascript/router-place.ts';
import { joinPath } from '../join-path.ts';
import type { RouteFacts, RouteItem, RouterFact } from '../routes.ts';
import type { FrameworkContext, WebFramework } from '../web-framework.ts';

/** Koa with @koa/router, koa-router or koa-joi-router: https://github.com/koajs/router/blob/master/API.md */
export default {
  id: 'koa',
  title: 'Koa',
  languages: ['typescript', 'tsx', 'javascript'],
  measured: true,
  find(context) {
    const routers = koaRouters(context);
    const loops = createLoops(context.definitions);
    const read = (module: CodeModule): RouteFacts => {
      const reading: Reading = { module, context, koa: routers, loops, routers: [], items: [] };
      for (const call of callsIn(module.file.root)) readCall(call, reading);
      return { routers: reading.routers, items: reading.items };
    };
    return followModules(context, { id: 'koa', mentions: ["'koa", '"koa', '@koa/'], read });
  },
} satisfies WebFramework as WebFramework;

interface Reading {
  readonly module: CodeModule;
  readonly context: FrameworkContext;
  readonly koa: KoaRouters;
  readonly loops: Loops;
  readonly routers: RouterFact[];
  readonly items: RouteItem[];
}

function readCall(call: Call, reading: Reading): void {
  const { module, context, koa } = reading;
  const place = registrar(call, reading);
  if (place === null) {
    mountHanded(call, module, context, koa.placeOf, reading);
    return;
  }
  if (call.name === 'use') use(call, place, reading);
  else if (call.name === 'register') register(call, place, reading);
  else if (call.name === 'route') joiRoutes(call, place, reading);
  else verb(call, place, reading);
}

const registering = new Set(['use', 'register', 'route', ...koaMethods.keys()]);

function registrar(call: Call, { module, context, koa }: Reading): RouterPlace | null {
  if (call.receiver === null || call.node.kind !== 'call_expression' || !registering.has(call.name))
    return null;
  return koa.placeOf(context.definitions.of(call.receiver, module));
}

/** `router.get(name?, path, ...middleware)`; without a path it holds for all. */
function verb(call: Call, place: RouterPlace, reading: Reading): void {
  const { module, context } = reading;
  const method = koaMethods.get(call.name) ?? call.name.toUpperCase();
  // An application has no verbs of its own, and neither has a value that only may be a router without a path.
  if (place.router.role === 'application') return;
  const [first, second, third] = call.args;
  if (first === undefined || second === undefined) return;
  const isNamed = third !== undefined && pathsOf(second, module, context).length > 0;
  const paths = pathsOf(isNamed ? second : first, module, context);
  const handlers = call.args.slice(isNamed ? 2 : 1);
  for (const path of paths)
    if (place.router.certain || path.startsWith('/')) add(call, method, path, handlers, place, reading);
}

/** `router.register(path, methods, ...middleware)` */
function register(call: Call, place: RouterPlace, reading: Reading): void {
  const { module, context } = reading;
  const [path, methods, ...handlers] = call.args;
  if (path === undefined || methods === undefined || unwrap(methods).kind !== 'array') return;
  for (const method of pathsOf(methods, module, context))
    for (const each of pathsOf(path, module, context))
      add(call, method.toUpperCase(), each, handlers, place, reading);
}

/** `router.route({ method, path, handler })` of koa-joi-router, also a list of them. */
function joiRoutes(call: Call, place: RouterPlace, reading: Reading): void {
  const { module, context } = reading;
  for (const part of call.args.flatMap((arg) => flatten(arg, module, context.definitions))) {
    const given = context.definitions.of(part.node, part.module);
    if (given?.kind !== 'node') continue;
    const entries = entriesOf(given.node);
    const [method, path, handler] = ['method', 'path', 'handler'].map((name) => entries.get(name));
    if (method === undefined || path === undefined || handler === undefined) continue;
    const checked = entries.get('validate') ?? [];
    const layers = [checked].flat();
    for (const name of pathsOf(method, given.module, context))
      for (const each of pathsOf(path, given.module, context))
        add(call, name.toUpperCase(), each, [...layers, handler], place, {
          ...reading,
          module: given.module,
        });
  }
}

function add(
  call: Call,
  method: string,
  path: string,
  args: readonly SyntaxNode[],
  place: RouterPlace,
  reading: Reading,
): void {
  const { module, context } = reading;
  const chain = openedHandlers(args, module, context, /^compose$/);
  const handler = chain.at(-1);
  if (handler === undefined) return;
  const { base, within } = openPlace(place, call, module, reading);
  const endpoint = endpointFrom(
    {
      method,
      path: within(plainPath(path)),
      range: rangeOf(call),
      module,
      layers: chain.slice(0, -1),
      handler,
      style: koaStyle,
    },
    context,
  );
  reading.items.push({ ...base, kind: 'endpoint', endpoint });
}

/** `app.use(router.routes())`, `router.use('/x', auth, nested.routes())`, `app.use(mount('/x', other))`. */
function use(call: Call, place: RouterPlace, reading: Reading): void {
  for (const args of reading.loops.unrolled(call.args, reading.module)) useOnce(call, args, place, reading);
}

function useOnce(call: Call, args: readonly Placed[], place: RouterPlace, reading: Reading): void {
  const { context, koa, module } = reading;
  const first = args[0];
  if (first === undefined) return;
  const given = pathsOf(first.node, first.module, context);
  const isUnknown =
    given.length === 0 && ['template_string', 'binary_expression'].includes(unwrap(first.node).kind);
  const rest = given.length > 0 || isUnknown ? args.slice(1) : args;
  const parts = rest.flatMap((arg) => openedHandlers([arg.node], arg.module, context, /^compose$/));
  const mounts = parts.map((part) => ({ part, target: mountOf(part, koa, context) }));
  const checks = checksOfAll(
    mounts.filter(({ target, part }) => target === null && !isAllowedMethods(part)).map(({ part }) => part),
    context.definitions,
    koaStyle,
  );
  const { base, within } = openPlace(place, call, module, reading);
  const targets = mounts.flatMap(({ target }) => target ?? []);
  for (const path of given.length > 0 ? given : ['']) {
    for (const { to, prefix } of targets) {
      reading.routers.push(to.router);
      const known = prefix === null || isUnknown ? null : within(joinPath(path, prefix));
      reading.items.push({ ...base, kind: 'mount', prefix: known, to: to.router.key, checks });
    }
    if (targets.length === 0 && !isUnknown)
      reading.items.push({ ...base, kind: 'layer', prefix: within(path), checks, whole: false });
  }
}

/** `router.allowedMethods()` answers with 405 and 501, it checks nothing. */
function isAllowedMethods({ node }: Placed): boolean {
  return callOf(node)?.name === 'allowedMethods';
}

function mountOf(
  part: Placed,
  koa: KoaRouters,
  context: FrameworkContext,
): { to: RouterPlace; prefix: string | null } | null {
  const direct = koa.mounted(part.node, part.module);
  if (direct !== null) return { to: direct, prefix: '' };
  const call = callOf(part.node);
  const callee = call === null ? null : context.definitions.of(call.callee, part.module);
  if (call === null || callee?.kind !== 'package' || callee.source !== 'koa-mount') return null;
  const [prefix, target] = call.args;
  const inner = target ?? prefix;
  const to = inner === undefined ? null : koa.mounted(inner, part.module);
  if (to === null || prefix === undefined) return null;
  return { to, prefix: target === undefined ? '' : constantString(prefix, part.module, context.definitions) };
}
