import { elementWords } from '../contract-element.ts';
import { contractObject } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = ['FIELD_TYPE_CHANGED', 'TYPE_KIND_CHANGED'];

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
  id: 'graphql-output-type-changed',
  about: 'contract',
  title: 'Type of a field changed in the GraphQL schema',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  sources: ['graphql-inspector:FIELD_TYPE_CHANGED', 'graphql-inspector:TYPE_KIND_CHANGED'],
  what: 'Clients that read `{element}` get something else than what they were written for.',
  why: 'Generated clients decode by type, a list where one value was or a null where none could be stops them, and a selection that no longer fits is refused.',
  fix: 'Add a field of the new type beside `{name}`, mark the old one with `@deprecated`, and remove it when nothing asks for it any more.',
  examples: {
    bad: [
      {
        title: 'a number that becomes a text',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('total: Int!', 'total: String!'),
      },
      {
        title: 'a field that may be null now',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('total: Int!', 'total: Int'),
      },
      {
        title: 'a union that becomes an interface',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('union Found = Order | Customer', 'interface Found {\n  id: ID!\n}'),
      },
    ],
    good: [
      {
        title: 'a field that is never null now',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('found: Found', 'found: Found!'),
      },
      {
        title: 'a field that is new',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('  total: Int!\n', '  total: Int!\n  sum: String!\n'),
      },
    ],
  },
  detect({ change }) {
    if (change.level !== 'breaking' || change.follows || change.unreached || !covers.includes(change.id))
      return [];
    return [{ place: 'head', object: contractObject(change), data: elementWords(change) }];
  },
});
