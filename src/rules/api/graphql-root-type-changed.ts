import { elementWords } from '../contract-element.ts';
import { contractObject } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = [
  'SCHEMA_QUERY_TYPE_CHANGED',
  'SCHEMA_MUTATION_TYPE_CHANGED',
  'SCHEMA_SUBSCRIPTION_TYPE_CHANGED',
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
  id: 'graphql-root-type-changed',
  about: 'contract',
  title: 'Root type of the GraphQL schema changed',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  sources: ['graphql-inspector:SCHEMA_QUERY_TYPE_CHANGED'],
  what: 'Operations that start at the old `{name}` type are refused: the schema starts somewhere else.',
  why: 'Every field that operations begin with is one of the root type’s, and fragments name it.',
  fix: 'Keep the root type and its name, and add the new fields to it.',
  examples: {
    bad: [
      {
        title: 'no mutations any more',
        path: 'schema.graphql',
        base: `${schema}\ntype Mutation {\n  pay: Int\n}\n`,
        head: schema,
      },
      {
        title: 'queries that start at another type',
        path: 'schema.graphql',
        base: schema,
        head: `schema {\n  query: Hidden\n}\n${schema}`,
      },
    ],
    good: [
      {
        title: 'mutations where there were none',
        path: 'schema.graphql',
        base: schema,
        head: `${schema}\ntype Mutation {\n  pay: Int\n}\n`,
      },
      {
        title: 'a schema that says what it was',
        path: 'schema.graphql',
        base: schema,
        head: `schema {\n  query: Query\n}\n${schema}`,
      },
    ],
  },
  detect({ change }) {
    if (change.level !== 'breaking' || change.follows || change.unreached || !covers.includes(change.id))
      return [];
    const place = change.head === null ? 'base' : 'head';
    return [{ place, object: contractObject(change), data: elementWords(change) }];
  },
});
