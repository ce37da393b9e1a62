import type { Definition } from '../../code/definitions.ts';
import {
  callOf,
  isFunction,
  parameterPattern,
  parametersOf,
  returnsOf,
  unwrap,
} from '../../code/javascript.ts';
import type { CodeModule } from '../../code/program.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import type { RouterFact } from '../routes.ts';
import type { FrameworkContext } from '../web-framework.ts';

interface Plugin {
  readonly node: SyntaxNode;
  readonly module: CodeModule;
  /** True inside `fp(…)`: it shares the scope of the instance that registers it. */
  readonly wrapped: boolean;
}

export interface FastifyInstances {
  /** The instance behind a definition: made by the factory, typed, or the first parameter of a plugin. */
  instanceOf(definition: Definition | null): RouterFact | null;
  /** The function of a plugin, also inside `fp(…)` and as the value of a module. */
  pluginOf(definition: Definition | null): Plugin | null;
}

const instanceTypes = new Set(['FastifyInstance', 'FastifyTypedInstance', 'FastifyZodInstance']);
const pluginType =
  /^Fastify(Plugin|PluginAsync|PluginCallback|PluginAsyncTypebox|PluginAsyncZod|PluginAsyncJsonSchemaToTs|PluginCallbackZod)$/;
/** Methods that answer the instance that they are called on. */
const chained = new Set(
  'get post put patch delete head options all withTypeProvider register addHook route decorate after'.split(
    ' ',
  ),
);
/** Calls and functions that are followed to find an instance. */
const maxSteps = 5;

export function fastifyInstances(context: FrameworkContext): FastifyInstances {
  const { definitions } = context;
  const plugins = new Map<string, ReadonlySet<number>>();

  const pluginOf = (definition: Definition | null, wrapped = false): Plugin | null => {
    if (definition?.kind === 'module') return pluginOf(definitions.property(definition, 'default'), wrapped);
    if (definition?.kind !== 'node') return null;
    const { node, module } = definition;
    if (isFunction(node)) return { node, module, wrapped };
    const call = callOf(node);
    const callee = call === null ? null : definitions.of(call.callee, module);
    const first = call?.args[0];
    const isWrapper = callee?.kind === 'package' && callee.source === 'fastify-plugin';
    return wrapped || first === undefined || !isWrapper
      ? null
      : pluginOf(definitions.of(first, module), true);
  };

  const instanceOf = (definition: Definition | null, steps = 0): RouterFact | null => {
    if (steps > maxSteps) return null;
    if (definition?.kind === 'slot') return slotInstance(definition);
    if (definition?.kind !== 'node') return null;
    const { node, module } = definition;
    const call = callOf(node);
    if (call === null) return null;
    const callee = definitions.of(call.callee, module);
    if (
      callee?.kind === 'package' &&
      callee.source === 'fastify' &&
      ['', 'fastify'].includes(callee.names.join('.'))
    )
      return { key: keyOf(module, node), role: 'application', certain: true, transparent: false };
    if (call.receiver !== null && chained.has(call.name))
      return instanceOf(definitions.of(call.receiver, module), steps + 1);
    if (callee?.kind !== 'node' || !isFunction(callee.node)) return null;
    for (const value of returnsOf(callee.node)) {
      const returned = instanceOf(definitions.of(value, callee.module), steps + 1);
      if (returned?.certain === true) return returned;
    }
    return null;
  };

  const slotInstance = (slot: Extract<Definition, { kind: 'slot' }>): RouterFact | null => {
    const { module, node } = slot;
    if (slot.key !== null || node.kind === 'variable_declarator' || node.kind === 'for_in_statement')
      return null;
    const fact: RouterFact = { key: keyOf(module, node), role: 'router', certain: false, transparent: false };
    if (slot.type === null)
      return isStarted(module)
        ? { ...fact, role: 'application', certain: isPluginParameter(node, module) }
        : { ...fact, certain: isPluginParameter(node, module) };
    const type = definitions.ofType(slot.type, module);
    // A type that is written in the project and named as such types are is one of them.
    const name =
      type?.kind === 'package'
        ? type.names.at(-1)
        : slot.type.text.slice(0, 200).replace(/^:\s*|<[\s\S]*$/g, '');
    if (name === undefined || !instanceTypes.has(name)) return null;
    return { ...fact, role: isStarted(module) ? 'application' : 'router', certain: true };
  };

  /** `fastify start src/app.ts` of fastify-cli makes an application of a plugin, without a prefix. */
  const isStarted = (module: CodeModule): boolean => {
    const { path } = module.file;
    const name = /^(?:.*\/)?(app|server|index)\.[cm]?[jt]s$/.exec(path)?.[1];
    if (name === undefined) return false;
    const folders = path.split('/').slice(0, -1);
    return [folders, folders.slice(0, -1)].some((folder) => {
      const manifest = context.program.text([...folder, 'package.json'].join('/'));
      return (
        manifest !== null && /"[^"]*\bfastify start [^"]*"/.test(manifest) && manifest.includes(`${name}.`)
      );
    });
  };

  /** An untyped first parameter is an instance by its name, or by the type of the constant whose value the function is. */
  const isPluginParameter = (parameter: SyntaxNode, module: CodeModule): boolean => {
    if (parameterPattern(parameter).text === 'fastify') return true;
    const kinds = ['arrow_function', 'function_expression', 'function_declaration'];
    const owner = module.scopes.enclosing(parameter.range.start, kinds);
    if (owner === null || parametersOf(owner)[0]?.range.start !== parameter.range.start) return false;
    let starts = plugins.get(module.file.path);
    if (starts === undefined) {
      starts = pluginConstants(module);
      plugins.set(module.file.path, starts);
    }
    return starts.has(owner.range.start);
  };

  const pluginConstants = (module: CodeModule): Set<number> => {
    const starts = new Set<number>();
    for (const declarator of module.file.root.findAll(['variable_declarator'])) {
      const type = declarator.field('type');
      const value = declarator.field('value');
      if (type === null || value === null) continue;
      const definition = definitions.ofType(type, module);
      const name = definition?.kind === 'package' ? definition.names.at(-1) : undefined;
      if (name !== undefined && pluginType.test(name)) starts.add(unwrap(value).range.start);
    }
    return starts;
  };

  return {
    instanceOf: (definition) => instanceOf(definition),
    pluginOf: (definition) => pluginOf(definition),
  };
}

function keyOf(module: CodeModule, node: SyntaxNode): string {
  return `${module.file.path}#${node.range.start}`;
}
