import { elementWords } from '../contract-element.ts';
import { contractObject } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = ['ENUM_VALUE_REMOVED'];

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
  id: 'graphql-enum-value-removed',
  about: 'contract',
  title: 'Enum value removed from the GraphQL schema',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  sources: ['graphql-inspector:ENUM_VALUE_REMOVED'],
  what: 'Requests that send `{element}` are refused, and stored rows that hold it cannot be answered any more.',
  why: 'An enum value is checked on the way in and on the way out: a resolver that returns one that the schema does not know makes an error of the field.',
  fix: 'Mark `{name}` with `@deprecated` and keep it until no client sends it and no row holds it.',
  examples: {
    bad: [
      {
        title: 'a value that goes',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('  PAID\n', ''),
      },
    ],
    good: [
      {
        title: 'a value that is deprecated',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('  PAID\n', '  PAID @deprecated\n'),
      },
      {
        title: 'values in another order',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('  OPEN\n  PAID\n', '  PAID\n  OPEN\n'),
      },
    ],
  },
  detect({ change }) {
    if (change.level !== 'breaking' || change.follows || change.unreached || !covers.includes(change.id))
      return [];
    const severity = change.deprecated ? { severity: 'warning' as const } : {};
    return [{ place: 'base', object: contractObject(change), data: elementWords(change), ...severity }];
  },
});
