import { elementWords } from '../contract-element.ts';
import { contractObject } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = ['UNION_MEMBER_REMOVED', 'OBJECT_TYPE_INTERFACE_REMOVED'];

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
  id: 'graphql-possible-type-removed',
  about: 'contract',
  title: 'Union member or interface removed from the GraphQL schema',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  sources: ['graphql-inspector:UNION_MEMBER_REMOVED', 'graphql-inspector:OBJECT_TYPE_INTERFACE_REMOVED'],
  what: 'Queries with a fragment that joins `{owner}` and `{name}` are refused as a whole: the two have nothing to do with each other any more.',
  why: 'A fragment on a type that can never be there is an error of validation.',
  fix: 'Keep `{name}` where it is until no query spreads a fragment over it; a member that is never returned costs nothing.',
  examples: {
    bad: [
      {
        title: 'a member that goes',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('Order | Customer', 'Order'),
      },
      {
        title: 'an interface that goes',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('Order implements Node', 'Order'),
      },
    ],
    good: [
      {
        title: 'members in another order',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('Order | Customer', 'Customer | Order'),
      },
      {
        title: 'a member more',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('Order | Customer', 'Order | Customer | Hidden'),
      },
    ],
  },
  detect({ change }) {
    if (change.level !== 'breaking' || change.follows || change.unreached || !covers.includes(change.id))
      return [];
    return [{ place: 'base', object: contractObject(change), data: elementWords(change) }];
  },
});
