import { elementWords } from '../contract-element.ts';
import { contractObject } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = ['FIELD_REMOVED', 'TYPE_REMOVED'];

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
  id: 'graphql-field-removed',
  about: 'contract',
  title: 'Field or type removed from the GraphQL schema',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  sources: [
    'graphql-inspector:FIELD_REMOVED',
    'graphql-inspector:TYPE_REMOVED',
    'https://graphql.org/learn/schema-design/#versioning',
  ],
  what: 'Queries that name `{element}` are refused as a whole: the schema no longer has it, and it was never marked as deprecated.',
  why: 'A server validates the whole query before it runs any of it, and clients that are already out there go on sending theirs.',
  fix: 'Keep `{element}` with `@deprecated(reason: …)` for at least one release, and remove it when nothing asks for it any more.',
  variants: {
    deprecated: {
      what: 'Queries that still name `{element}` are refused as a whole: it was deprecated, and the schema no longer has it.',
      fix: 'Remove it once the server’s own record of queries shows no `{element}` any more; keep it until then.',
    },
  },
  examples: {
    bad: [
      {
        title: 'a field that goes with its type',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('  found: Found\n', '').replace('union Found = Order | Customer\n', ''),
      },
      {
        title: 'a field that goes',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('  total: Int!\n', ''),
      },
      {
        title: 'a field that was deprecated',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace(/ {2}old:.*\n/, ''),
      },
    ],
    good: [
      {
        title: 'a field that is deprecated',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('total: Int!', 'total: Int! @deprecated'),
      },
      {
        title: 'a field of a type that no query gets to',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('  b: Int\n', ''),
      },
    ],
  },
  detect({ change }) {
    if (change.level !== 'breaking' || change.follows || change.unreached || !covers.includes(change.id))
      return [];
    const place = { place: 'base', object: contractObject(change), data: elementWords(change) } as const;
    return [change.deprecated ? { ...place, severity: 'warning', variant: 'deprecated' } : place];
  },
});
