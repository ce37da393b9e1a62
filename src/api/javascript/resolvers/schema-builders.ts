import { constantString } from '../../../code/constant-string.ts';
import {
  type Call,
  callOf,
  callsIn,
  entriesOf,
  isFunction,
  returnsOf,
  stringValue,
  unwrap,
} from '../../../code/javascript.ts';
import type { CodeModule } from '../../../code/program.ts';
import type { SyntaxNode } from '../../../code/syntax.ts';
import { checkKindOfName } from '../../check-names.ts';
import { oneCheck } from '../../one-check.ts';
import { type Checks, joinChecks, noChecks } from '../../routes.ts';
import { seenAt } from '../../seen.ts';
import type { FrameworkContext } from '../../web-framework.ts';
import { resolverStyle } from '../answer-styles.ts';
import { endpointFrom, type OptionFacts, type Placed } from '../endpoint.ts';
import { type Options, optionsOf } from '../options.ts';
import { type Operation, operationMethod } from './operation.ts';

const oneField = /^(query|mutation|subscription)Field$/;
const manyFields = /^(query|mutation|subscription)(?:Fields|Type)$/;

/** Operations that Pothos builders and graphql-js declare in code. */
export function schemaBuilders(module: CodeModule, context: FrameworkContext): Operation[] {
  return callsIn(module.file.root)
    .flatMap((call) =>
      call.node.kind === 'new_expression'
        ? objectType(call, module, context)
        : builderFields(call, module, context),
    )
    .map((endpoint): Operation => ({ from: 'builder', endpoint }));
}

/** `builder.queryField('orders', (t) => t.field({ … }))`, `builder.queryFields((t) => ({ … }))`, `builder.queryType({ fields })`. */
function builderFields(call: Call, module: CodeModule, context: FrameworkContext): Operation['endpoint'][] {
  const single = oneField.exec(call.name)?.[1];
  const several = manyFields.exec(call.name)?.[1];
  const root = single ?? several;
  const [first, second] = call.args;
  if (root === undefined || call.receiver === null || first === undefined) return [];
  const method = root.toUpperCase();
  if (single !== undefined) {
    const name = constantString(first, module, context.definitions);
    const made = second === undefined ? null : madeBy(second, module, context);
    const field = name === null || made === null ? null : fieldOf(method, name, made, context);
    return field === null ? [] : [field];
  }
  const options = unwrap(first);
  const fields = options.kind === 'object' ? entriesOf(options).get('fields') : options;
  const made = fields === undefined ? null : madeBy(fields, module, context);
  return made === null ? [] : fieldsOf(method, made, context);
}

/** `new GraphQLObjectType({ name: 'Query', fields: { … } })` of graphql-js. */
function objectType(call: Call, module: CodeModule, context: FrameworkContext): Operation['endpoint'][] {
  if (call.name !== 'GraphQLObjectType' || call.args[0] === undefined) return [];
  const options = optionsOf({ node: call.args[0], module }, context);
  const name = options?.get('name');
  const fields = options?.get('fields');
  if (name === undefined || fields === undefined) return [];
  const method = operationMethod(stringValue(unwrap(name.node)) ?? '');
  const made = method === null ? null : madeBy(fields.node, fields.module, context);
  return method === null || made === null ? [] : fieldsOf(method, made, context);
}

/** What a function answers, or the value itself. */
function madeBy(node: SyntaxNode, module: CodeModule, context: FrameworkContext): Placed | null {
  const definition = context.definitions.of(node, module);
  if (definition?.kind !== 'node') return null;
  if (!isFunction(definition.node)) return definition;
  const value = returnsOf(definition.node)[0];
  return value === undefined ? null : { node: unwrap(value), module: definition.module };
}

function fieldsOf(method: string, made: Placed, context: FrameworkContext): Operation['endpoint'][] {
  return [...(optionsOf(made, context) ?? [])].flatMap(([name, field]) => {
    const definition = context.definitions.of(field.node, field.module);
    return definition?.kind === 'node' ? (fieldOf(method, name, definition, context) ?? []) : [];
  });
}

/** A field with its options: `t.field({ … })`, `t.prismaField({ … })`, `{ type, resolve }`. */
function fieldOf(
  method: string,
  name: string,
  { node, module }: Placed,
  context: FrameworkContext,
): Operation['endpoint'] | null {
  const call = callOf(node);
  const given = (call?.args ?? [node]).map((arg) => optionsOf({ node: arg, module }, context));
  const options: Options = new Map(given.flatMap((each) => [...(each ?? [])]));
  const handler = options.get('resolve') ?? options.get('subscribe');
  if (call === null && handler === undefined) return null;
  const { start } = node.range;
  const end = call === null ? start + 1 : call.callee.range.end;
  const facts: OptionFacts = { checks: optionChecks(options, context), statusCodes: [], pagination: [] };
  return {
    ...endpointFrom(
      {
        method,
        path: name,
        range: { start, end },
        module,
        layers: [],
        handler: handler ?? { node, module },
        style: resolverStyle,
        options: facts,
      },
      context,
    ),
    isOperation: true,
  };
}

/** `authScopes: { loggedIn: true }` and `validate` of Pothos' plugins. */
function optionChecks(options: Options, context: FrameworkContext): Checks {
  const scopes = options.get('authScopes');
  const named = scopes === undefined ? null : optionsOf(scopes, context);
  const all = [...(named ?? [])].map(([name, { node, module }]) => {
    const kind = checkKindOfName(`require ${name}`);
    const seen = { ...seenAt(node, module), text: `authScopes: ${name}` };
    return oneCheck(kind === 'authentication' ? kind : 'authorization', seen);
  });
  const plain =
    scopes !== undefined && named === null
      ? [oneCheck('authorization', { ...seenAt(scopes.node, scopes.module), text: 'authScopes' })]
      : [];
  const validate = options.get('validate');
  const validation =
    validate === undefined
      ? noChecks
      : oneCheck('validation', { ...seenAt(validate.node, validate.module), text: 'validate' });
  return joinChecks(...all, ...plain, validation);
}
