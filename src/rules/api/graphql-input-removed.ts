import { elementWords } from '../contract-element.ts';
import { contractObject } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = ['FIELD_ARGUMENT_REMOVED', 'INPUT_FIELD_REMOVED'];

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
  id: 'graphql-input-removed',
  about: 'contract',
  title: 'Argument or input field removed from the GraphQL schema',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  sources: ['graphql-inspector:FIELD_ARGUMENT_REMOVED', 'graphql-inspector:INPUT_FIELD_REMOVED'],
  what: 'Requests that send `{element}` are refused as a whole: the schema no longer takes it.',
  why: 'An argument or input field that a schema does not know is an error of validation, not ignored.',
  fix: 'Keep `{name}` with `@deprecated`, ignore what it says, and remove it when nobody sends it any more.',
  examples: {
    bad: [
      {
        title: 'an argument that goes',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('first: Int = 10, ', ''),
      },
      {
        title: 'an input field that goes',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('  size: Int\n', ''),
      },
    ],
    good: [
      {
        title: 'arguments in another order',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('first: Int = 10, filter: Filter', 'filter: Filter, first: Int = 10'),
      },
      {
        title: 'an argument that is deprecated',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('first: Int = 10', 'first: Int = 10 @deprecated'),
      },
    ],
  },
  detect({ change }) {
    if (change.level !== 'breaking' || change.follows || change.unreached || !covers.includes(change.id))
      return [];
    return [{ place: 'base', object: contractObject(change), data: elementWords(change) }];
  },
});
