import { elementWords } from '../contract-element.ts';
import { contractObject } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = ['FIELD_ARGUMENT_DEFAULT_CHANGED', 'INPUT_FIELD_DEFAULT_VALUE_CHANGED'];

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
  id: 'graphql-default-changed',
  about: 'contract',
  title: 'Default changed in the GraphQL schema',
  family: 'backward-compat',
  severity: 'warning',
  state: 'stable',
  covers,
  sources: [
    'graphql-inspector:FIELD_ARGUMENT_DEFAULT_CHANGED',
    'graphql-inspector:INPUT_FIELD_DEFAULT_VALUE_CHANGED',
  ],
  what: 'Requests that leave out `{element}` mean something else from now on.',
  why: 'A default is what every client that does not send the value asks for, without its code having changed.',
  fix: 'Leave the default as it was, and let clients that want the new one send it.',
  examples: {
    bad: [
      {
        title: 'another default of an argument',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('first: Int = 10', 'first: Int = 50'),
      },
      {
        title: 'a default less of an input field',
        path: 'schema.graphql',
        base: schema.replace('size: Int', 'size: Int = 3'),
        head: schema,
      },
    ],
    good: [
      {
        title: 'the same default',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('first: Int = 10', 'first: Int=10'),
      },
      {
        title: 'a new argument with a default',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('filter: Filter)', 'filter: Filter, page: Int = 1)'),
      },
    ],
  },
  detect({ change }) {
    if (change.level === 'compatible' || change.follows || change.unreached || !covers.includes(change.id))
      return [];
    return [{ place: 'head', object: contractObject(change), data: elementWords(change) }];
  },
});
