import { describe, expect, it } from 'vitest';
import type { ContractChange } from '../contract-change.ts';
import graphql from '../contracts/graphql.ts';
import { changeTypes } from './change-types.ts';

const schema = `schema {
  query: Query
  mutation: Mutation
}

directive @mark(by: String = "all", level: Int) repeatable on FIELD | FRAGMENT_SPREAD | FIELD_DEFINITION
directive @inner(by: String) on OBJECT | FIELD_DEFINITION

type Query {
  orders(first: Int = 10, filter: Filter!): [Order!]!
  node(id: ID!): Node
  search: Found
  at: Time
}

type Mutation {
  place(order: NewOrder!, note: String): Order
}

interface Node {
  id: ID!
}

interface Named {
  name: String
}

"""An order."""
type Order implements Node {
  id: ID!
  name: String
  "What it costs."
  total: Int!
  state: State
  old: Int @deprecated(reason: "use total")
}

type Customer implements Node {
  id: ID!
}

union Found = Order | Customer

enum State {
  "To be paid."
  OPEN
  PAID
  LOST @deprecated(reason: "never set")
}

input Filter {
  "Of the order."
  state: State = OPEN
  text: String!
  size: Int
}

input NewOrder {
  sku: ID!
}

scalar Time

type Hidden {
  a: Int
  b: Hue
  c(d: Int, e: Int! = 1): Int
}

enum Hue {
  RED
  BLUE
}

input Never {
  a: Int
  b: Int
}
`;

type Edit = readonly [from: string, to: string];

/** id, what fires, and the nearest edit that does not. */
const rows: readonly (readonly [id: string, fires: Edit, silent: Edit])[] = [
  [
    'FIELD_ARGUMENT_DESCRIPTION_CHANGED',
    ['(first: Int', '("How many." first: Int'],
    ['(first: Int', '(# How many.\n first: Int'],
  ],
  [
    'FIELD_ARGUMENT_DEFAULT_CHANGED',
    ['first: Int = 10', 'first: Int = 20'],
    ['first: Int = 10', 'first:Int=10'],
  ],
  ['FIELD_ARGUMENT_TYPE_CHANGED', ['note: String)', 'note: Int)'], ['note: String)', 'note: String,)']],
  [
    'DIRECTIVE_REMOVED',
    ['directive @inner(by: String) on OBJECT | FIELD_DEFINITION\n', ''],
    ['type Hidden', 'type Hidden @inner'],
  ],
  [
    'DIRECTIVE_ADDED',
    ['scalar Time', 'scalar Time\ndirective @fresh on FIELD'],
    ['scalar Time', 'scalar Time @fresh'],
  ],
  [
    'DIRECTIVE_DESCRIPTION_CHANGED',
    ['directive @mark', '"Marks."\ndirective @mark'],
    ['directive @mark', '# Marks.\ndirective @mark'],
  ],
  [
    'DIRECTIVE_LOCATION_ADDED',
    ['FIELD | FRAGMENT_SPREAD', 'FIELD | QUERY | FRAGMENT_SPREAD'],
    ['FIELD | FRAGMENT_SPREAD', 'FRAGMENT_SPREAD | FIELD'],
  ],
  ['DIRECTIVE_LOCATION_REMOVED', ['FIELD | FRAGMENT_SPREAD', 'FIELD'], ['on FIELD |', 'on | FIELD |']],
  ['DIRECTIVE_ARGUMENT_ADDED', ['level: Int)', 'level: Int, must: Int!)'], ['level: Int)', 'level: Int,)']],
  [
    'DIRECTIVE_ARGUMENT_REMOVED',
    [', level: Int)', ')'],
    ['by: String = "all", level: Int', 'level: Int, by: String = "all"'],
  ],
  [
    'DIRECTIVE_ARGUMENT_DESCRIPTION_CHANGED',
    ['level: Int)', '"How much." level: Int)'],
    ['level: Int)', 'level: Int) # How much.\n'],
  ],
  [
    'DIRECTIVE_ARGUMENT_DEFAULT_VALUE_CHANGED',
    ['"all", level', '"some", level'],
    ['"all", level', '"""all""", level'],
  ],
  ['DIRECTIVE_ARGUMENT_TYPE_CHANGED', ['level: Int)', 'level: Int!)'], ['level: Int)', 'level:Int)']],
  [
    'DIRECTIVE_REPEATABLE_ADDED',
    ['@inner(by: String) on', '@inner(by: String) repeatable on'],
    ['@inner(by: String) on', '@inner(by: String)\non'],
  ],
  ['DIRECTIVE_REPEATABLE_REMOVED', [' repeatable on', ' on'], [' repeatable on', ' repeatable\non']],
  [
    'ENUM_VALUE_REMOVED',
    ['  PAID\n', ''],
    ['  PAID\n  LOST @deprecated(reason: "never set")', '  LOST @deprecated(reason: "never set")\n  PAID'],
  ],
  ['ENUM_VALUE_ADDED', ['  PAID\n', '  PAID\n  SENT\n'], ['  PAID\n', '  # SENT\n  PAID\n']],
  ['ENUM_VALUE_DESCRIPTION_CHANGED', ['"To be paid."', '"Unpaid."'], ['"To be paid."', '"""To be paid."""']],
  [
    'ENUM_VALUE_DEPRECATION_REASON_CHANGED',
    ['never set', 'gone'],
    ['(reason: "never set")', '(reason: """never set""")'],
  ],
  [
    'ENUM_VALUE_DEPRECATION_REASON_ADDED',
    ['  PAID\n', '  PAID @deprecated(reason: "so")\n'],
    ['  PAID\n', '  PAID # @deprecated\n'],
  ],
  [
    'ENUM_VALUE_DEPRECATION_REASON_REMOVED',
    [' @deprecated(reason: "never set")', ''],
    ['LOST @', 'LOST\n @'],
  ],
  [
    'FIELD_REMOVED',
    ['  total: Int!\n', '  sum: Int!\n'],
    ['  id: ID!\n  name: String\n', '  name: String\n  id: ID!\n'],
  ],
  [
    'FIELD_ADDED',
    ['  total: Int!\n', '  total: Int!\n  tax: Int\n'],
    ['  total: Int!\n', '  total: Int! # tax: Int\n'],
  ],
  [
    'FIELD_DESCRIPTION_CHANGED',
    ['"What it costs."', '"The price."'],
    ['"What it costs."', '"""What it costs."""'],
  ],
  [
    'FIELD_DESCRIPTION_ADDED',
    ['  state: State\n', '  "Where it is."\n  state: State\n'],
    ['  state: State\n', '  # Where it is.\n  state: State\n'],
  ],
  [
    'FIELD_DESCRIPTION_REMOVED',
    ['  "What it costs."\n', ''],
    ['  "What it costs."\n', '  "What it costs." '],
  ],
  [
    'FIELD_DEPRECATION_ADDED',
    ['  total: Int!\n', '  total: Int! @deprecated\n'],
    ['  total: Int!\n', '  total: Int! # @deprecated\n'],
  ],
  ['FIELD_DEPRECATION_REMOVED', [' @deprecated(reason: "use total")', ''], ['old: Int @', 'old: Int\n @']],
  ['FIELD_DEPRECATION_REASON_CHANGED', ['use total', 'see total'], ['"use total"', '"""use total"""']],
  [
    'FIELD_DEPRECATION_REASON_ADDED',
    ['@deprecated(reason: "use total")', '@deprecated(reason: "No longer supported")'],
    ['"use total"', '"""use total"""'],
  ],
  [
    'FIELD_DEPRECATION_REASON_REMOVED',
    ['@deprecated(reason: "use total")', '@deprecated'],
    ['old: Int @', 'old:Int @'],
  ],
  ['FIELD_TYPE_CHANGED', ['total: Int!', 'total: String!'], ['total: Int!', 'total:Int!']],
  ['FIELD_ARGUMENT_ADDED', ['note: String)', 'note: String, by: ID!)'], ['note: String)', 'note: String,)']],
  [
    'FIELD_ARGUMENT_REMOVED',
    [', note: String)', ')'],
    ['order: NewOrder!, note: String', 'note: String, order: NewOrder!'],
  ],
  [
    'INPUT_FIELD_REMOVED',
    ['  size: Int\n', ''],
    ['  text: String!\n  size: Int\n', '  size: Int\n  text: String!\n'],
  ],
  [
    'INPUT_FIELD_ADDED',
    ['  size: Int\n', '  size: Int\n  page: Int!\n'],
    ['  size: Int\n', '  size: Int # page: Int!\n'],
  ],
  [
    'INPUT_FIELD_DESCRIPTION_ADDED',
    ['  size: Int\n', '  "In lines."\n  size: Int\n'],
    ['  size: Int\n', '  # In lines.\n  size: Int\n'],
  ],
  [
    'INPUT_FIELD_DESCRIPTION_REMOVED',
    ['  "Of the order."\n', ''],
    ['"Of the order."', '"""Of the order."""'],
  ],
  [
    'INPUT_FIELD_DESCRIPTION_CHANGED',
    ['"Of the order."', '"The order’s."'],
    ['"Of the order."', '"""Of the order."""'],
  ],
  ['INPUT_FIELD_DEFAULT_VALUE_CHANGED', ['State = OPEN', 'State = PAID'], ['State = OPEN', 'State=OPEN']],
  ['INPUT_FIELD_TYPE_CHANGED', ['size: Int\n', 'size: Int!\n'], ['size: Int\n', 'size:Int\n']],
  [
    'OBJECT_TYPE_INTERFACE_ADDED',
    ['Order implements Node', 'Order implements Node & Named'],
    ['Order implements Node', 'Order implements & Node'],
  ],
  [
    'OBJECT_TYPE_INTERFACE_REMOVED',
    ['Order implements Node', 'Order'],
    ['Order implements Node', 'Order implements\nNode'],
  ],
  [
    'SCHEMA_QUERY_TYPE_CHANGED',
    ['query: Query', 'query: Mutation'],
    ['  query: Query\n  mutation: Mutation', '  mutation: Mutation\n  query: Query'],
  ],
  [
    'SCHEMA_MUTATION_TYPE_CHANGED',
    ['  mutation: Mutation\n', ''],
    ['schema {\n  query: Query\n  mutation: Mutation\n}', ''],
  ],
  [
    'SCHEMA_SUBSCRIPTION_TYPE_CHANGED',
    ['  mutation: Mutation\n', '  mutation: Mutation\n  subscription: Hidden\n'],
    ['schema {\n  query: Query\n  mutation: Mutation\n}', ''],
  ],
  [
    'TYPE_REMOVED',
    ['\ninput Never {\n  a: Int\n  b: Int\n}\n', ''],
    [
      '\ninput Never {\n  a: Int\n  b: Int\n}\n',
      '\ninput Never {\n  a: Int\n}\n\nextend input Never {\n  b: Int\n}\n',
    ],
  ],
  ['TYPE_ADDED', ['scalar Time', 'scalar Time\nscalar Day'], ['scalar Time', 'scalar Time # scalar Day']],
  [
    'TYPE_KIND_CHANGED',
    ['scalar Time', 'type Time {\n  zone: String\n}'],
    ['scalar Time', 'scalar Time\n\n'],
  ],
  ['TYPE_DESCRIPTION_CHANGED', ['"""An order."""', '"""One order."""'], ['"""An order."""', '"An order."']],
  ['TYPE_DESCRIPTION_REMOVED', ['"""An order."""\n', ''], ['"""An order."""\n', '"""An order."""\n\n']],
  [
    'TYPE_DESCRIPTION_ADDED',
    ['scalar Time', '"When."\nscalar Time'],
    ['scalar Time', '# When.\nscalar Time'],
  ],
  ['UNION_MEMBER_REMOVED', ['Order | Customer', 'Order'], ['Order | Customer', 'Customer | Order']],
  [
    'UNION_MEMBER_ADDED',
    ['Order | Customer', 'Order | Customer | Hidden'],
    ['Order | Customer', '| Order | Customer'],
  ],
  [
    'DIRECTIVE_USAGE_UNION_MEMBER_ADDED',
    ['union Found', 'union Found @tag'],
    ['union Found', 'union Found # @tag\n'],
  ],
  ['DIRECTIVE_USAGE_ENUM_ADDED', ['enum State', 'enum State @tag'], ['enum State', 'enum State # @tag\n']],
  ['DIRECTIVE_USAGE_ENUM_VALUE_ADDED', ['  PAID\n', '  PAID @tag\n'], ['  PAID\n', '  PAID # @tag\n']],
  [
    'DIRECTIVE_USAGE_INPUT_OBJECT_ADDED',
    ['input Filter', 'input Filter @tag'],
    ['input Filter', 'input Filter # @tag\n'],
  ],
  [
    'DIRECTIVE_USAGE_SCALAR_ADDED',
    ['scalar Time', 'scalar Time @tag'],
    ['scalar Time', 'scalar Time # @tag\n'],
  ],
  [
    'DIRECTIVE_USAGE_OBJECT_ADDED',
    ['Order implements Node', 'Order implements Node @tag'],
    ['Order implements Node', 'Order implements Node # @tag\n'],
  ],
  [
    'DIRECTIVE_USAGE_INTERFACE_ADDED',
    ['interface Node', 'interface Node @tag'],
    ['interface Node', 'interface Node # @tag\n'],
  ],
  [
    'DIRECTIVE_USAGE_ARGUMENT_DEFINITION_ADDED',
    ['note: String)', 'note: String @tag)'],
    ['note: String)', 'note: String # @tag\n)'],
  ],
  ['DIRECTIVE_USAGE_SCHEMA_ADDED', ['schema {', 'schema @tag {'], ['schema {', 'schema # @tag\n {']],
  [
    'DIRECTIVE_USAGE_FIELD_DEFINITION_ADDED',
    ['total: Int!', 'total: Int! @tag'],
    ['total: Int!', 'total: Int! # @tag\n'],
  ],
  [
    'DIRECTIVE_USAGE_INPUT_FIELD_DEFINITION_ADDED',
    ['size: Int\n', 'size: Int @tag\n'],
    ['size: Int\n', 'size: Int # @tag\n'],
  ],
  [
    'DIRECTIVE_USAGE_ARGUMENT_ADDED',
    ['state: State\n', 'state: State @mark(by: "us", level: 1)\n'],
    ['state: State\n', 'state: State @mark(by:"us")\n'],
  ],
];

/** Directives of fields in operations: the type system has no such place, and a schema cannot make them. */
const ofOperations = ['DIRECTIVE_USAGE_FIELD_ADDED', 'DIRECTIVE_USAGE_FIELD_REMOVED'];

const marked = schema.replace('state: State\n', 'state: State @mark(by: "us")\n');

/** Taking back what adds a use of a directive removes it. */
const pairs = rows.flatMap(([id, fires, silent]) => {
  const before = id === 'DIRECTIVE_USAGE_ARGUMENT_ADDED' ? marked : schema;
  const quiet = edited(schema, silent);
  const loud = edited(schema, fires);
  const pair =
    id === 'FIELD_DEPRECATION_REASON_ADDED' ? { base: loud, head: schema } : { base: before, head: loud };
  const row = { id, ...pair, quiet: [before, quiet] as const };
  if (!id.startsWith('DIRECTIVE_USAGE')) return [row];
  const removed = id.replace(/ADDED$/, 'REMOVED');
  return [row, { id: removed, base: loud, head: before, quiet: [quiet, before] as const }];
});

function edited(text: string, [from, to]: Edit): string {
  expect(text.split(from).length, from).toBeGreaterThan(1);
  return text.replace(from, to);
}

function changesOf(base: string, head: string): readonly ContractChange[] {
  const side = (text: string) => ({
    paths: ['schema.graphql'],
    read: () => ({ path: 'schema.graphql', text }),
  });
  const { changes, problems } = graphql.compare({
    base: side(base),
    head: side(head),
    changed: [['schema.graphql', 'schema.graphql']],
  });
  expect(problems).toEqual([]);
  return changes;
}

describe('changes of a GraphQL schema', () => {
  it('are all of the catalogue, each with a pair but those that no schema can make', () => {
    expect(changeTypes).toHaveLength(80);
    const shown = new Set([...pairs.map(({ id }) => id), ...ofOperations]);
    expect([...shown].toSorted()).toEqual(changeTypes.map(({ id }) => id).toSorted());
  });

  it.each(pairs.map((pair) => [pair.id, pair] as const))(
    '%s is found once, and nothing beside it',
    (id, pair) => {
      const changes = changesOf(pair.base, pair.head);
      expect(changes.map((change) => change.id).filter((each) => !beside(id).includes(each))).toEqual([id]);
      const change = changes.find((each) => each.id === id);
      expect(change?.message).not.toMatch(/\{\w+\}|undefined|null/);
      const place = change?.head ?? change?.base;
      expect(place?.line).toBeGreaterThan(0);
      const line = (change?.head === null ? pair.base : pair.head).split('\n')[(place?.line ?? 0) - 1];
      expect(line).toMatch(/\S/);
    },
  );

  it.each(pairs.map((pair) => [pair.id, pair] as const))(
    '%s has a look-alike that is none',
    (id, { quiet }) => {
      expect(quiet[0]).not.toBe(quiet[1]);
      expect(changesOf(quiet[0], quiet[1]).map((change) => change.id)).not.toContain(id);
    },
  );
});

/** What a renamed field or a root that moves brings with it. */
function beside(id: string): string[] {
  if (id === 'FIELD_REMOVED') return ['FIELD_ADDED'];
  return [];
}
