import { constantString } from '../../code/constant-string.ts';
import { type Call, callOf, callsIn, stringValue, unwrap } from '../../code/javascript.ts';
import type { CodeModule } from '../../code/program.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import { honoStyle } from '../javascript/answer-styles.ts';
import { checksOfAll } from '../javascript/checks.ts';
import { endpointFrom, type OptionFacts, type Placed } from '../javascript/endpoint.ts';
import { followModules } from '../javascript/follow-modules.ts';
import { honoMethods, honoPlace } from '../javascript/hono-app.ts';
import { openApiRoute } from '../javascript/hono-openapi.ts';
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
import { noChecks, type RouteFacts, type RouteItem, type RouterFact } from '../routes.ts';
import type { FrameworkContext, WebFramework } from '../web-framework.ts';

/** Hono 3 and 4, with @hono/zod-openapi: https://hono.dev/docs/api/routing */
export default {
  id: 'hono',
  title: 'Hono',
  languages: ['typescript', 'tsx', 'javascript'],
  measured: true,
  find(context) {
    const loops = createLoops(context.definitions);
    const read = (module: CodeModule): RouteFacts => {
      const reading: Reading = { module, context, loops, routers: [], items: [] };
      for (const call of callsIn(module.file.root)) readCall(call, reading);
      return { routers: reading.routers, items: reading.items };
    };
    return followModules(context, { id: 'hono', mentions: ["'hono", '"hono', '@hono/'], read });
  },
} satisfies WebFramework as WebFramework;

interface Reading {
  readonly module: CodeModule;
  readonly context: FrameworkContext;
  readonly loops: Loops;
  readonly routers: RouterFact[];
  readonly items: RouteItem[];
}

const registering = new Set(['use', 'route', 'on', 'openapi', ...honoMethods.keys()]);
/** What makes a list of handlers of its arguments: `factory.createHandlers(…)`. */
const openers = /^(createHandlers|every)$/;

function readCall(call: Call, reading: Reading): void {
  const { module, context } = reading;
  const isRegistering =
    call.receiver !== null && call.node.kind === 'call_expression' && registering.has(call.name);
  const place =
    isRegistering && call.receiver !== null
      ? honoPlace(context.definitions.of(call.receiver, module), context)
      : null;
  if (place === null) {
    mountHanded(call, module, context, (definition) => honoPlace(definition, context), reading);
    return;
  }
  if (call.name === 'use') use(call, place, reading);
  else if (call.name === 'route') mount(call, place, reading);
  else if (call.name === 'on') on(call, place, reading);
  else if (call.name === 'openapi') openApi(call, place, reading);
  else verb(call, place, reading);
}

function verb(call: Call, place: RouterPlace, reading: Reading): void {
  const { module, context } = reading;
  const method = honoMethods.get(call.name) ?? call.name.toUpperCase();
  const [first, ...others] = call.args;
  if (first === undefined) return;
  const own = pathsOf(first, module, context);
  // `.get('/x', a).post(b)`: without a path it is that of the link before.
  const paths = own.length > 0 ? own : isHandler(first) ? pathBefore(call, reading) : [];
  const handlers = own.length > 0 ? others : call.args;
  if (handlers.length === 0) return;
  for (const path of paths)
    if (place.router.certain || path.startsWith('/')) add(call, method, path, handlers, place, reading);
}

const handlerKinds = ['arrow_function', 'function_expression', 'call_expression', 'spread_element'];

function isHandler(node: SyntaxNode): boolean {
  return handlerKinds.includes(unwrap(node).kind);
}

/** Links that are looked back for a path. */
const maxBack = 12;

function pathBefore(call: Call, { module, context }: Reading): string[] {
  let current = call.receiver;
  for (let step = 0; step < maxBack && current !== null; step++) {
    const link: Call | null = callOf(unwrap(current));
    if (link === null || !honoMethods.has(link.name)) break;
    const first = link.args[0];
    const paths = first === undefined ? [] : pathsOf(first, module, context);
    if (paths.length > 0) return paths;
    current = link.receiver;
  }
  return [];
}

/** `app.on(method or methods, path or paths, ...handlers)` */
function on(call: Call, place: RouterPlace, reading: Reading): void {
  const { module, context } = reading;
  const [methods, paths, ...handlers] = call.args;
  if (methods === undefined || paths === undefined || handlers.length === 0 || !place.router.certain) return;
  for (const method of pathsOf(methods, module, context))
    for (const path of pathsOf(paths, module, context))
      add(call, method.toUpperCase(), path, handlers, place, reading);
}

function openApi(call: Call, place: RouterPlace, reading: Reading): void {
  const { module, context } = reading;
  const [given, handler] = call.args;
  const route = given === undefined ? null : openApiRoute({ node: given, module }, context);
  if (route === null || handler === undefined) return;
  add(call, route.method, route.path, [handler], place, reading, route.layers, route.facts);
}

function add(
  call: Call,
  method: string,
  path: string,
  args: readonly SyntaxNode[],
  place: RouterPlace,
  reading: Reading,
  before: readonly Placed[] = [],
  options?: OptionFacts,
): void {
  const { module, context } = reading;
  const chain = [...before, ...openedHandlers(args, module, context, openers)];
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
      style: honoStyle,
      ...(options === undefined ? {} : { options }),
    },
    context,
  );
  reading.items.push({ ...base, kind: 'endpoint', endpoint });
}

/** `app.use('/admin/*', requireAuth)`; without `*` it holds for that path alone. */
function use(call: Call, place: RouterPlace, reading: Reading): void {
  const { module, context } = reading;
  const first = call.args[0];
  if (first === undefined) return;
  const own = pathsOf(first, module, context);
  if (own.length === 0 && stringValue(unwrap(first)) === null && isUnknownPath(first)) return;
  const parts = openedHandlers(own.length > 0 ? call.args.slice(1) : call.args, module, context, openers);
  const checks = checksOfAll(parts, context.definitions, honoStyle);
  const { base, within } = openPlace(place, call, module, reading);
  for (const path of own.length > 0 ? own : ['*']) {
    const isWhole = path.endsWith('*');
    const prefix = within(plainPath(path.replace(/\/?\*$/, '')));
    reading.items.push({
      ...base,
      kind: 'layer',
      prefix,
      checks,
      whole: false,
      ...(isWhole ? {} : { exact: true }),
    });
  }
}

function isUnknownPath(node: SyntaxNode): boolean {
  return ['template_string', 'binary_expression'].includes(unwrap(node).kind);
}

/** `app.route('/orders', orders)`: what the other has until then, so that it stands where its own routes are read. */
function mount(call: Call, place: RouterPlace, reading: Reading): void {
  for (const [path, target] of reading.loops.unrolled(call.args, reading.module)) {
    if (path === undefined || target === undefined) continue;
    const to = honoPlace(reading.context.definitions.of(target.node, target.module), reading.context);
    if (to === null || !to.router.certain) continue;
    const prefix = constantString(path.node, path.module, reading.context.definitions);
    reading.routers.push(to.router);
    const { base, within } = openPlace(place, call, reading.module, reading);
    const full = prefix === null ? null : within(plainPath(prefix));
    reading.items.push({ ...base, kind: 'mount', prefix: full, to: to.router.key, checks: noChecks });
  }
}
