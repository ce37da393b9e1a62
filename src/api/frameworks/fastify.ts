import { constantString } from '../../code/constant-string.ts';
import type { Definition } from '../../code/definitions.ts';
import {
  type Call,
  callOf,
  entriesOf,
  isFunction,
  parameterPattern,
  parametersOf,
  unwrap,
} from '../../code/javascript.ts';
import type { CodeModule } from '../../code/program.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import { statusOfName } from '../http-status.ts';
import { checksOfAll, flatten } from '../javascript-checks.ts';
import { readHandler, type SeenStatus } from '../javascript-handler.ts';
import { type Checks, joinChecks, noChecks, type RouteItem, type RouterFact } from '../routes.ts';
import { normalisedText, seenAt, spanOf } from '../seen.ts';
import type { FrameworkContext, WebFramework } from '../web-framework.ts';

const methods: ReadonlyMap<string, string> = new Map(
  ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all'].map((name) => [
    name,
    name.toUpperCase(),
  ]),
);
/** Hooks that run before the handler and may refuse a request. */
const hooks = ['onRequest', 'preParsing', 'preValidation', 'preHandler'];
const instanceTypes = new Set(['FastifyInstance', 'FastifyTypedInstance', 'FastifyZodInstance']);
const pluginType =
  /^Fastify(Plugin|PluginAsync|PluginCallback|PluginAsyncTypebox|PluginAsyncZod|PluginAsyncJsonSchemaToTs|PluginCallbackZod)$/;
const wrappers = new Set(['fastify-plugin']);

/** Fastify 3 to 5: https://fastify.dev/docs/latest/Reference/Routes/ */
export default {
  id: 'fastify',
  title: 'Fastify',
  languages: ['typescript', 'tsx', 'javascript'],
  mentions: ['fastify', 'Fastify'],
  start: (context) => (module) => {
    const found: Found = { routers: [], items: [] };
    for (const node of module.file.root.findAll(['call_expression'])) {
      const call = callOf(node);
      if (call?.receiver) readCall(call, call.receiver, module, context, found);
    }
    return found;
  },
} satisfies WebFramework as WebFramework;

interface Found {
  readonly routers: RouterFact[];
  readonly items: RouteItem[];
}

function readCall(
  call: Call,
  receiver: SyntaxNode,
  module: CodeModule,
  context: FrameworkContext,
  found: Found,
): void {
  const isShort = methods.has(call.name);
  if (!isShort && !['route', 'register', 'addHook'].includes(call.name)) return;
  const router = instanceOf(context.definitions.of(receiver, module), context);
  const first = call.args[0];
  if (router === null || first === undefined) return;
  const base = {
    router: router.key,
    path: module.file.path,
    offset: call.callee.field('property')?.range.start ?? 0,
  };
  const add = (...items: RouteItem[]): void => {
    found.routers.push(router);
    found.items.push(...items);
  };
  if (call.name === 'register') {
    const mount = mountOf(call, first, module, context, base);
    if (mount === null) return;
    found.routers.push(mount.target);
    add(mount.item);
  } else if (call.name === 'addHook') {
    const hook = constantString(first, module, context.definitions);
    if (hook === null || !hooks.includes(hook)) return;
    const parts = call.args.slice(1).flatMap((arg) => flatten(arg, module, context.definitions));
    add({ ...base, kind: 'layer', prefix: '', checks: checksOfAll(parts, context.definitions), whole: true });
  } else if (call.name === 'route') {
    const options = optionsOf(first, module, context);
    if (options !== null) add(...routeItems(options, module, call, context, base));
  } else {
    const path = constantString(first, module, context.definitions);
    if (path === null || call.args.length < 2 || (!router.certain && !path.startsWith('/'))) return;
    const last = call.args.at(-1) as SyntaxNode;
    const options =
      call.args.length > 2 || unwrap(last).kind === 'object'
        ? optionsOf(call.args[1] as SyntaxNode, module, context)
        : null;
    const handler = options?.entries.get('handler') ?? last;
    const handlerModule = options?.entries.has('handler') ? options.module : module;
    add(
      endpointItem(
        methods.get(call.name) as string,
        path,
        options,
        handler,
        handlerModule,
        module,
        call,
        context,
        base,
      ),
    );
  }
}

interface Options {
  readonly entries: ReadonlyMap<string, SyntaxNode>;
  readonly module: CodeModule;
}

/** The entries of an options object, written in place or as a constant, spreads of constants included. */
function optionsOf(
  node: SyntaxNode,
  module: CodeModule,
  context: FrameworkContext,
  depth = 0,
): Options | null {
  const definition = context.definitions.of(node, module);
  if (definition?.kind !== 'node' || definition.node.kind !== 'object') return null;
  const entries = new Map<string, SyntaxNode>();
  if (depth < 3)
    for (const child of definition.node.children()) {
      const spread = child.kind === 'spread_element' ? child.children()[0] : undefined;
      const inner = spread === undefined ? null : optionsOf(spread, definition.module, context, depth + 1);
      if (inner?.module === definition.module)
        for (const [name, value] of inner.entries) entries.set(name, value);
    }
  for (const [name, value] of entriesOf(definition.node)) entries.set(name, value);
  return { entries, module: definition.module };
}

type ItemBase = Pick<RouteItem, 'router' | 'path' | 'offset'>;

function routeItems(
  options: Options,
  module: CodeModule,
  call: Call,
  context: FrameworkContext,
  base: ItemBase,
): RouteItem[] {
  const url = options.entries.get('url') ?? options.entries.get('path');
  const method = options.entries.get('method');
  const handler = options.entries.get('handler');
  if (url === undefined || method === undefined || handler === undefined) return [];
  const path = constantString(url, options.module, context.definitions);
  if (path === null) return [];
  return flatten(method, options.module, context.definitions).flatMap((part) => {
    const name = constantString(part.node, part.module, context.definitions);
    return name === null
      ? []
      : [
          endpointItem(
            name.toUpperCase(),
            path,
            options,
            handler,
            options.module,
            module,
            call,
            context,
            base,
          ),
        ];
  });
}

function endpointItem(
  method: string,
  path: string,
  options: Options | null,
  handler: SyntaxNode,
  handlerModule: CodeModule,
  module: CodeModule,
  call: Call,
  context: FrameworkContext,
  base: ItemBase,
): RouteItem {
  const named = unwrap(handler);
  const reference = callOf(named)?.name === 'bind' ? (callOf(named)?.receiver ?? named) : named;
  const definition = context.definitions.of(reference, handlerModule);
  const body = definition?.kind === 'node' && isFunction(definition.node) ? definition : null;
  const facts = body === null ? null : readHandler(body.node, body.module);
  const seen = options === null ? { checks: noChecks, statusCodes: [] } : optionChecks(options, context);
  return {
    ...base,
    kind: 'endpoint',
    endpoint: {
      method,
      path: path.replace(/(:\w+)\([^)]*\)/g, '$1'),
      span: spanOf(call.node.range, module, context.side),
      handler: body?.module === module ? spanOf(body.node.range, module, context.side) : null,
      handlerText: normalisedText(body?.node ?? handler),
      checks: joinChecks(seen.checks, facts?.checks ?? noChecks),
      statusCodes: distinct([...(facts?.statusCodes ?? []), ...seen.statusCodes]),
      isPublic: false,
    },
  };
}

/** What a route's options say: hooks, the schema of the request, the codes of the response's, the rate limit. */
function optionChecks(
  options: Options,
  context: FrameworkContext,
): { checks: Checks; statusCodes: SeenStatus[] } {
  const all: Checks[] = hooks.flatMap((hook) => {
    const value = options.entries.get(hook);
    if (value === undefined) return [];
    return [checksOfAll(flatten(value, options.module, context.definitions), context.definitions)];
  });
  const limit = entryOf(options, ['config', 'rateLimit'], context);
  if (limit !== null)
    all.push({ ...noChecks, rateLimit: [{ ...seenAt(limit.node, limit.module), text: 'config.rateLimit' }] });
  const statusCodes: SeenStatus[] = [];
  const schema = options.entries.get('schema');
  if (schema !== undefined) {
    const content = optionsOf(schema, options.module, context);
    // A schema that is made elsewhere is seen, though not what is in it.
    if (content === null)
      all.push({
        ...noChecks,
        validation: [
          { ...seenAt(schema, options.module), text: `schema: ${seenAt(schema, options.module).text}` },
        ],
      });
    for (const [name, value] of content?.entries ?? []) {
      const place = seenAt(value, (content as Options).module);
      if (['body', 'querystring', 'query', 'params', 'headers'].includes(name))
        all.push({ ...noChecks, validation: [{ ...place, text: `schema.${name}` }] });
      if (name !== 'response') continue;
      for (const [code, answer] of optionsOf(value, (content as Options).module, context)?.entries ?? []) {
        const status = statusOfName(code);
        if (status !== null)
          statusCodes.push({
            ...seenAt(answer, (content as Options).module),
            text: `schema.response.${code}`,
            status,
          });
      }
    }
  }
  return { checks: joinChecks(...all), statusCodes };
}

function entryOf(
  options: Options,
  names: readonly string[],
  context: FrameworkContext,
): { node: SyntaxNode; module: CodeModule } | null {
  const [name, ...rest] = names;
  const value = name === undefined ? undefined : options.entries.get(name);
  if (value === undefined || unwrap(value).kind === 'false') return null;
  if (rest.length === 0) return { node: value, module: options.module };
  const inner = optionsOf(value, options.module, context);
  return inner === null ? null : entryOf(inner, rest, context);
}

function mountOf(
  call: Call,
  plugin: SyntaxNode,
  module: CodeModule,
  context: FrameworkContext,
  base: ItemBase,
): { target: RouterFact; item: RouteItem } | null {
  const found = pluginOf(context.definitions.of(plugin, module), context);
  if (found === null) return null;
  const parameter = parametersOf(found.node)[0];
  if (parameter === undefined) return null;
  const target: RouterFact = {
    key: `${found.module.file.path}#${parameter.range.start}`,
    role: 'router',
    certain: false,
    transparent: found.wrapped,
  };
  const options = call.args[1] === undefined ? null : optionsOf(call.args[1], module, context);
  const given = options?.entries.get('prefix');
  const prefix =
    given === undefined ? '' : constantString(given, (options as Options).module, context.definitions);
  // Options that are not an object literal may hold a prefix.
  const unknown = call.args[1] !== undefined && options === null && unwrap(call.args[1]).kind !== 'object';
  return {
    target,
    item: {
      ...base,
      kind: 'mount',
      prefix: found.wrapped ? '' : unknown ? null : prefix,
      to: target.key,
      checks: noChecks,
    },
  };
}

/** The function of a plugin, also inside `fp(…)` and as the value of a module. */
function pluginOf(
  definition: Definition | null,
  context: FrameworkContext,
  wrapped = false,
): { node: SyntaxNode; module: CodeModule; wrapped: boolean } | null {
  if (definition === null) return null;
  if (definition.kind === 'module')
    return pluginOf(context.definitions.property(definition, 'default'), context, wrapped);
  if (definition.kind !== 'node') return null;
  if (isFunction(definition.node)) return { ...definition, wrapped };
  const call = callOf(definition.node);
  const callee = call === null ? null : context.definitions.of(call.callee, definition.module);
  const first = call?.args[0];
  if (wrapped || first === undefined || callee?.kind !== 'package' || !wrappers.has(callee.source))
    return null;
  return pluginOf(context.definitions.of(first, definition.module), context, true);
}

/** The Fastify instance behind a definition: made by the factory, typed, or the first parameter of a plugin. */
function instanceOf(definition: Definition | null, context: FrameworkContext, depth = 0): RouterFact | null {
  if (definition === null || definition.kind === 'package' || definition.kind === 'module' || depth > 5)
    return null;
  const { module, node } = definition;
  const key = `${module.file.path}#${node.range.start}`;
  if (definition.kind === 'slot') {
    if (definition.key !== null || node.kind === 'variable_declarator' || node.kind === 'for_in_statement')
      return null;
    const fact: RouterFact = { key, role: 'router', certain: false, transparent: false };
    if (definition.type === null) return { ...fact, certain: isPluginParameter(node, module, context) };
    const type = context.definitions.ofType(definition.type, module);
    const name =
      type?.kind === 'package' ? type.names.at(-1) : definition.type.text.replace(/^:\s*|<[\s\S]*$/g, '');
    return name !== undefined && instanceTypes.has(name) ? { ...fact, certain: true } : null;
  }
  const call = callOf(node);
  if (call === null) return null;
  const callee = context.definitions.of(call.callee, module);
  if (
    callee?.kind === 'package' &&
    callee.source === 'fastify' &&
    ['', 'fastify', 'default'].includes(callee.names.join('.'))
  )
    return { key, role: 'application', certain: true, transparent: false };
  // These answer the instance that they are called on.
  if (
    call.receiver !== null &&
    (methods.has(call.name) ||
      ['withTypeProvider', 'register', 'addHook', 'route', 'decorate', 'after'].includes(call.name))
  )
    return instanceOf(context.definitions.of(call.receiver, module), context, depth + 1);
  if (callee?.kind !== 'node' || !isFunction(callee.node)) return null;
  const body = callee.node.field('body');
  const values =
    body?.kind === 'statement_block'
      ? body
          .children()
          .filter((each) => each.kind === 'return_statement')
          .flatMap((each) => each.children().slice(0, 1))
      : body === null
        ? []
        : [body];
  for (const value of values) {
    const returned = instanceOf(context.definitions.of(value, callee.module), context, depth + 1);
    if (returned?.certain) return returned;
  }
  return null;
}

/** An untyped first parameter is an instance by its name, or by the type of the constant that the function is the value of. */
function isPluginParameter(parameter: SyntaxNode, module: CodeModule, context: FrameworkContext): boolean {
  if (parameterPattern(parameter).text === 'fastify') return true;
  const owner = module.scopes.enclosing(parameter.range.start, [
    'arrow_function',
    'function_expression',
    'function_declaration',
  ]);
  if (owner === null || parametersOf(owner)[0]?.range.start !== parameter.range.start) return false;
  return pluginConstants(module, context).some((value) => value.range.start === owner.range.start);
}

function pluginConstants(module: CodeModule, context: FrameworkContext): SyntaxNode[] {
  return module.file.root.findAll(['variable_declarator']).flatMap((declarator) => {
    const type = declarator.field('type');
    const value = declarator.field('value');
    if (type === null || value === null) return [];
    const definition = context.definitions.ofType(type, module);
    const name = definition?.kind === 'package' ? definition.names.at(-1) : undefined;
    return name !== undefined && pluginType.test(name) ? [unwrap(value)] : [];
  });
}

function distinct(codes: readonly SeenStatus[]): SeenStatus[] {
  return [...new Map(codes.toReversed().map((code) => [code.status, code])).values()].toReversed();
}
