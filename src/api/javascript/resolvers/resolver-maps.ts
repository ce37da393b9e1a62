import type { Definition } from '../../../code/definitions.ts';
import { callOf, entriesOf, isFunction, unwrap } from '../../../code/javascript.ts';
import type { CodeModule } from '../../../code/program.ts';
import type { SyntaxNode } from '../../../code/syntax.ts';
import type { LocalEndpoint } from '../../routes.ts';
import type { FrameworkContext } from '../../web-framework.ts';
import { resolverStyle } from '../answer-styles.ts';
import { flatten } from '../checks.ts';
import { endpointFrom, type Placed } from '../endpoint.ts';
import { optionsOf } from '../options.ts';
import { type Operation, operationMethod } from './operation.ts';

const roots = ['Query', 'Mutation', 'Subscription'];
/** A property of these names holds what a client makes of a type, or rules about it. */
const foreign = /^(?:typePolicies|cacheRedirects|cacheResolvers|shield|permissions|possibleTypes|fields)$/;

/** Operations of resolver maps: `{ Query: { orders: (parent, args, context) => … } }`. */
export function resolverMaps(module: CodeModule, context: FrameworkContext): Operation[] {
  const found: Operation[] = [];
  const inside = foreignRanges(module);
  for (const object of module.file.root.findAll(['object'])) {
    const { start } = object.range;
    if (inside.some((range) => range.start <= start && start < range.end)) continue;
    const entries = entriesOf(object);
    for (const root of roots) {
      const value = entries.get(root);
      const method = operationMethod(root);
      if (value === undefined || method === null) continue;
      for (const [name, field] of fieldsOf({ node: value, module }, context)) {
        const endpoint = operationOf(method, name, field, context);
        if (endpoint !== null) found.push({ from: 'map', endpoint });
      }
    }
  }
  return found;
}

/** Values of `typePolicies` and arguments of `shield(…)`: maps of the same form that resolve nothing. */
function foreignRanges(module: CodeModule): { start: number; end: number }[] {
  if (!/typePolicies|cacheRe|shield\(|possibleTypes/.test(module.file.text)) return [];
  const pairs = module.file.root
    .findAll(['pair'])
    .filter((pair) => foreign.test(pair.field('key')?.text ?? '') && pair.field('value')?.kind === 'object');
  const calls = module.file.root
    .findAll(['call_expression'])
    .filter((node) => callOf(node)?.name === 'shield');
  return [...pairs, ...calls].map(({ range }) => range);
}

/** The fields of a root type: of an object with its spreads, or what a module exports. */
function fieldsOf(given: Placed, context: FrameworkContext): Map<string, Placed> {
  const definition = context.definitions.of(given.node, given.module);
  if (definition?.kind === 'module') return exportedFields(definition, context);
  return optionsOf(given, context) ?? new Map();
}

function exportedFields(
  definition: Extract<Definition, { kind: 'module' }>,
  context: FrameworkContext,
): Map<string, Placed> {
  const fields = new Map<string, Placed>();
  for (const name of definition.module.exports.named.keys()) {
    const value = context.definitions.property(definition, name);
    if (value?.kind === 'node' && name !== 'default') fields.set(name, value);
  }
  return fields;
}

/** What a field of a map resolves to; null for what resolves nothing. */
function operationOf(
  method: string,
  name: string,
  field: Placed,
  context: FrameworkContext,
): LocalEndpoint | null {
  const inner = unwrap(field.node);
  if (['string', 'number', 'true', 'false', 'null', 'undefined'].includes(inner.kind)) return null;
  const resolved = resolverOf({ node: inner, module: field.module }, context);
  if (resolved === null) return null;
  const { layers, handler } = resolved;
  return {
    ...endpointFrom(
      {
        method,
        path: name,
        range: rangeOf(field.node),
        module: field.module,
        layers,
        handler,
        style: resolverStyle,
      },
      context,
    ),
    isOperation: true,
  };
}

/** A function stands for itself by its name: the whole of it is its handler. */
function rangeOf(node: SyntaxNode): { start: number; end: number } {
  const name = isFunction(node) ? node.field('name') : null;
  return (name ?? node).range;
}

/** Wrappers that run all of their arguments in order: of graphql-resolvers and the like. */
const combiners = /^(?:combineResolvers|pipeResolvers|compose|composeResolvers|pipe|chain)$/;

function resolverOf(field: Placed, context: FrameworkContext): { layers: Placed[]; handler: Placed } | null {
  const definition = context.definitions.of(field.node, field.module);
  if (definition?.kind === 'node' && definition.node.kind === 'object') {
    const entries = entriesOf(definition.node);
    const node = entries.get('resolve') ?? entries.get('subscribe') ?? entries.get('resolver');
    return node === undefined ? null : { layers: [], handler: { node, module: definition.module } };
  }
  const place: Placed = definition?.kind === 'node' ? definition : field;
  const call = callOf(place.node);
  if (call === null || !combiners.test(call.name)) return { layers: [], handler: place };
  const parts = call.args.flatMap((arg) => flatten(arg, place.module, context.definitions));
  const handler = parts.at(-1);
  return handler === undefined ? null : { layers: parts.slice(0, -1), handler };
}
