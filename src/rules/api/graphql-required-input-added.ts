import { elementWords } from '../contract-element.ts';
import { contractObject } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = ['FIELD_ARGUMENT_ADDED', 'INPUT_FIELD_ADDED'];

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
  id: 'graphql-required-input-added',
  about: 'contract',
  title: 'Required argument or input field added to the GraphQL schema',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  sources: ['graphql-inspector:FIELD_ARGUMENT_ADDED', 'graphql-inspector:INPUT_FIELD_ADDED'],
  what: 'Requests without `{element}` are refused: it is required, and no client sends it yet.',
  why: 'A value that is not null and has no default is part of every request from now on.',
  fix: 'Make `{name}` nullable or give it a default that means what requests without it meant until now.',
  examples: {
    bad: [
      {
        title: 'a required argument',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('filter: Filter)', 'filter: Filter, shop: ID!)'),
      },
      {
        title: 'a required input field',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('  size: Int\n', '  size: Int\n  shop: ID!\n'),
      },
    ],
    good: [
      {
        title: 'an optional argument',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('filter: Filter)', 'filter: Filter, shop: ID)'),
      },
      {
        title: 'one with a default',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('filter: Filter)', 'filter: Filter, shop: ID! = 1)'),
      },
      {
        title: 'a required argument of a new field',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('  found: Found\n', '  found: Found\n  shop(id: ID!): Int\n'),
      },
    ],
  },
  detect({ change }) {
    if (change.level !== 'breaking' || change.follows || change.unreached || !covers.includes(change.id))
      return [];
    return [{ place: 'head', object: contractObject(change), data: elementWords(change) }];
  },
});
