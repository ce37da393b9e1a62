import { constantString } from '../../code/constant-string.ts';
import { type Call, callOf, parametersOf, unwrap } from '../../code/javascript.ts';
import type { CodeModule } from '../../code/program.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import { checkKindOfPackage } from '../check-names.ts';
import { fastifyStyle } from '../javascript/answer-styles.ts';
import { checksOfAll, flatten } from '../javascript/checks.ts';
import { endpointFrom, type Placed } from '../javascript/endpoint.ts';
import { type AutoLoaded, autoLoaded } from '../javascript/fastify-autoload.ts';
import { type FastifyInstances, fastifyInstances } from '../javascript/fastify-instance.ts';
import { optionChecks, refusingHooks } from '../javascript/fastify-options.ts';
import { followModules } from '../javascript/follow-modules.ts';
import { limited, rateOf } from '../javascript/limits.ts';
import { type Options, optionsOf } from '../javascript/options.ts';
import { noChecks, type RouteFacts, type RouteItem, type RouterFact } from '../routes.ts';
import { seenAt } from '../seen.ts';
import type { FrameworkContext, WebFramework } from '../web-framework.ts';

const methods: ReadonlyMap<string, string> = new Map(
  ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all'].map((name) => [
    name,
    name.toUpperCase(),
  ]),
);

/** Fastify 3 to 5: https://fastify.dev/docs/latest/Reference/Routes/ */
export default {
  id: 'fastify',
  title: 'Fastify',
  languages: ['typescript', 'tsx', 'javascript'],
  measured: true,
  find(context) {
    const instances = fastifyInstances(context);
    const read = (module: CodeModule): RouteFacts => {
      const reading: Reading = { module, context, instances, routers: [], items: [] };
      for (const node of module.file.root.findAll(['call_expression'])) {
        const call = callOf(node);
        if (call !== null && call.receiver !== null) readCall(call, call.receiver, reading);
      }
      return { routers: reading.routers, items: reading.items };
    };
    return followModules(context, { id: 'fastify', mentions: ['fastify', 'Fastify'], read });
  },
} satisfies WebFramework as WebFramework;

interface Reading {
  readonly module: CodeModule;
  readonly context: FrameworkContext;
  readonly instances: FastifyInstances;
  readonly routers: RouterFact[];
  readonly items: RouteItem[];
}

type ItemBase = Pick<RouteItem, 'router' | 'path' | 'offset'>;

function readCall(call: Call, receiver: SyntaxNode, reading: Reading): void {
  const { module, context, instances } = reading;
  const method = methods.get(call.name);
  if (method === undefined && !['route', 'register', 'addHook'].includes(call.name)) return;
  const router = instances.instanceOf(context.definitions.of(receiver, module));
  const first = call.args[0];
  if (router === null || first === undefined) return;
  const offset = call.callee.field('property')?.range.start ?? call.node.range.start;
  const base: ItemBase = { router: router.key, path: module.file.path, offset };
  reading.routers.push(router);
  if (call.name === 'register') registerPlugin(call, first, base, reading);
  else if (call.name === 'addHook') addHook(call, first, base, reading);
  else if (method === undefined) addFullRoute(call, { node: first, module }, base, reading);
  else addShortRoute(call, method, first, router.certain, base, reading);
}

function addHook(call: Call, first: SyntaxNode, base: ItemBase, { module, context, items }: Reading): void {
  const hook = constantString(first, module, context.definitions);
  if (hook === null || !refusingHooks.includes(hook)) return;
  const parts = call.args.slice(1).flatMap((arg) => flatten(arg, module, context.definitions));
  items.push({
    ...base,
    kind: 'layer',
    prefix: '',
    checks: checksOfAll(parts, context.definitions),
    whole: true,
  });
}

/** `fastify.get(path, options?, handler)`, also with the handler in the options. */
function addShortRoute(
  call: Call,
  method: string,
  first: SyntaxNode,
  isCertain: boolean,
  base: ItemBase,
  reading: Reading,
): void {
  const { module, context } = reading;
  const [, second, third] = call.args;
  const path = constantString(first, module, context.definitions);
  if (path === null || second === undefined || (!isCertain && !path.startsWith('/'))) return;
  const hasOptions = third !== undefined || unwrap(second).kind === 'object';
  const options = hasOptions ? optionsOf({ node: second, module }, context) : null;
  const handler = options?.get('handler') ?? { node: third ?? second, module };
  addEndpoint(call, method, path, options, handler, base, reading);
}

/** `fastify.route({ method, url, handler, … })` */
function addFullRoute(call: Call, given: Placed, base: ItemBase, reading: Reading): void {
  const { definitions } = reading.context;
  const options = optionsOf(given, reading.context);
  const url = options?.get('url') ?? options?.get('path');
  const method = options?.get('method');
  const handler = options?.get('handler');
  if (options === null || url === undefined || method === undefined || handler === undefined) return;
  const path = constantString(url.node, url.module, definitions);
  if (path === null) return;
  for (const part of flatten(method.node, method.module, definitions)) {
    const name = constantString(part.node, part.module, definitions);
    if (name !== null) addEndpoint(call, name.toUpperCase(), path, options, handler, base, reading);
  }
}

function addEndpoint(
  call: Call,
  method: string,
  path: string,
  options: Options | null,
  handler: Placed,
  base: ItemBase,
  { module, context, items }: Reading,
): void {
  items.push({
    ...base,
    kind: 'endpoint',
    endpoint: endpointFrom(
      {
        method,
        path: path.replace(/(:\w+)\([^)]*\)/g, '$1'),
        range: call.node.range,
        module,
        layers: [],
        handler,
        style: fastifyStyle,
        ...(options === null ? {} : { options: optionChecks(options, context) }),
      },
      context,
    ),
  });
}

function registerPlugin(call: Call, first: SyntaxNode, base: ItemBase, reading: Reading): void {
  const { module, context, instances, routers, items } = reading;
  const mount = (key: string, prefix: string | null, transparent: boolean): void => {
    routers.push({ key, role: 'router', certain: false, transparent });
    items.push({ ...base, kind: 'mount', prefix: transparent ? '' : prefix, to: key, checks: noChecks });
  };
  const loaded = autoLoaded(call, module, context, instances);
  if (loaded !== null) {
    for (const plugin of loaded)
      if (plugin.hooks.length === 0) mount(plugin.key, plugin.prefix, plugin.wrapped);
      else mountBehindHooks(plugin, base, reading);
    return;
  }
  const given = context.definitions.of(first, module);
  if (given?.kind === 'package' && checkKindOfPackage(given.source) === 'rateLimit')
    limitAll(call, base, reading);
  const plugin = instances.pluginOf(given);
  const parameter = plugin === null ? undefined : parametersOf(plugin.node)[0];
  if (plugin === null || parameter === undefined) return;
  const key = `${plugin.module.file.path}#${parameter.range.start}`;
  mount(key, prefixOf(call.args[1], reading), plugin.wrapped);
}

/** The hooks of a folder and the plugin stand in a scope of their own. */
function mountBehindHooks(
  { key, prefix, hooks }: AutoLoaded,
  base: ItemBase,
  { routers, items }: Reading,
): void {
  const scope = `${key}&`;
  routers.push({ key: scope, role: 'router', certain: false, transparent: false });
  items.push({ ...base, kind: 'mount', prefix, to: scope, checks: noChecks });
  for (const [index, to] of [...hooks, key].entries()) {
    routers.push({ key: to, role: 'router', certain: false, transparent: to !== key });
    items.push({
      router: scope,
      path: base.path,
      offset: index,
      kind: 'mount',
      prefix: '',
      to,
      checks: noChecks,
    });
  }
}

/** `register(rateLimit, { max: 100 })` holds for all routes, unless it says `global: false`. */
function limitAll(call: Call, base: ItemBase, { module, context, items }: Reading): void {
  const options = call.args[1];
  const given = options === undefined ? null : optionsOf({ node: options, module }, context);
  if (given?.get('global')?.node.kind === 'false') return;
  const seen = limited(seenAt(call.node, module), rateOf(call.node, module));
  const checks = { ...noChecks, rateLimit: [seen] };
  items.push({ ...base, kind: 'layer', prefix: '', checks, whole: true });
}

/** The prefix of `register`'s options: none without them, null where it is made at run time. */
function prefixOf(given: SyntaxNode | undefined, { module, context }: Reading): string | null {
  if (given === undefined) return '';
  const options = optionsOf({ node: given, module }, context);
  if (options === null) return null;
  const prefix = options.get('prefix');
  return prefix === undefined ? '' : constantString(prefix.node, prefix.module, context.definitions);
}
