import { elementWords } from '../contract-element.ts';
import { contractObject } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = [
  'FIELD_ARGUMENT_TYPE_CHANGED',
  'INPUT_FIELD_TYPE_CHANGED',
  'DIRECTIVE_USAGE_INPUT_OBJECT_ADDED',
];

const schema = `type Query {
  orders(first: Int = 10, filter: Filter): [Order!]!
  found: Found
}

type Order implements Node {
  id: ID!
  total: Int!
  state: State
  old: Int @deprecated(reason: "use total")
}

interface Node {
  id: ID!
}

type Customer {
  id: ID!
}

union Found = Order | Customer

enum State {
  OPEN
  PAID
}

input Filter {
  state: State
  size: Int
}

type Hidden {
  a: Int
  b: Int
}
`;

export default defineRule({
  id: 'graphql-input-type-changed',
  about: 'contract',
  title: 'Type of an argument or input field changed in the GraphQL schema',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  sources: ['graphql-inspector:FIELD_ARGUMENT_TYPE_CHANGED', 'graphql-inspector:INPUT_FIELD_TYPE_CHANGED'],
  what: 'Requests that send `{element}` as until now are refused: the schema takes something else.',
  why: 'Literals and variables are checked against the type before anything runs; a variable of the old type does not fit the new one either.',
  fix: 'Add an argument or input field of the new type beside it, mark the old one with `@deprecated`, and remove it when nobody sends it any more.',
  examples: {
    bad: [
      {
        title: 'an argument that becomes required',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('filter: Filter)', 'filter: Filter!)'),
      },
      {
        title: 'an input field of another type',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('size: Int\n', 'size: String\n'),
      },
      {
        title: 'an input that takes one of its fields',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('input Filter', 'input Filter @oneOf'),
      },
    ],
    good: [
      {
        title: 'an input field that may be null',
        path: 'schema.graphql',
        base: schema.replace('size: Int', 'size: Int!'),
        head: schema,
      },
      {
        title: 'an answer of another nullability',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('state: State\n  old', 'state: State!\n  old'),
      },
    ],
  },
  detect({ change }) {
    if (change.level !== 'breaking' || change.follows || change.unreached || !covers.includes(change.id))
      return [];
    return [{ place: 'head', object: contractObject(change), data: elementWords(change) }];
  },
});
