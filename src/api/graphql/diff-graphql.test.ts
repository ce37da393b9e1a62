import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContractDifference, ContractSide } from '../contract-format.ts';
import graphql from '../contracts/graphql.ts';
import { looksLikeSdl } from './sdl-document.ts';

type Files = Readonly<Record<string, string>>;

/** As a review does it: reads what changed, then what that is related to, until nothing is new. */
function sideOf(files: Files, changed: readonly string[]): ContractSide {
  const paths = Object.keys(files);
  const known = new Map(paths.map((path) => [path, { path, text: files[path] ?? '' }]));
  const read = new Set<string>();
  const open = [...changed];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const file = known.get(path);
    if (read.has(path) || file === undefined) continue;
    read.add(path);
    open.push(...graphql.related(file, paths));
  }
  return { paths, read: (path) => (read.has(path) ? (known.get(path) ?? null) : null) };
}

function compare(base: Files, head: Files): ContractDifference {
  const all = [...new Set([...Object.keys(base), ...Object.keys(head)])];
  const changed = all
    .filter((path) => base[path] !== head[path])
    .map((path) => [path in base ? path : null, path in head ? path : null] as const);
  return graphql.compare({
    base: sideOf(
      base,
      changed.map(([path]) => path).filter((path) => path !== null),
    ),
    head: sideOf(
      head,
      changed.map(([, path]) => path).filter((path) => path !== null),
    ),
    changed,
  });
}

function told(base: Files, head: Files): string[] {
  const { changes, problems } = compare(base, head);
  expect(problems).toEqual([]);
  return changes.map((change) => {
    const at = change.head ?? change.base;
    return `${change.level} ${change.id} ${change.operation} ${change.subject} ${at?.path}:${at?.line}`;
  });
}

describe('which files form a schema', () => {
  const parts: Files = {
    'src/schema/query.graphql': 'type Query {\n  order(id: ID!): Order\n}\n',
    'src/schema/order/order.graphql': 'type Order {\n  id: ID!\n  total: Int\n  by: Customer\n}\n',
    'src/schema/customer.graphql':
      'extend type Query {\n  me: Customer\n}\ntype Customer {\n  id: ID!\n  name: String\n}\n',
  };

  it('takes the parts below the folder that says where queries start, and names each by its own line', () => {
    const path = 'src/schema/customer.graphql';
    const head = { ...parts, [path]: 'type Customer {\n  id: ID!\n}\n' };
    expect(told(parts, head)).toEqual([
      `breaking FIELD_REMOVED Query.me  ${path}:2`,
      `breaking FIELD_REMOVED Customer name ${path}:6`,
    ]);
  });

  it('sees no change where a definition moves to another file', () => {
    const head: Files = {
      'src/schema/query.graphql': `${parts['src/schema/query.graphql']}${parts['src/schema/customer.graphql']}`,
      'src/schema/order/order.graphql': parts['src/schema/order/order.graphql'] ?? '',
    };
    expect(told(parts, head)).toEqual([]);
    expect(told(head, parts)).toEqual([]);
  });

  it('sees no change where the whole folder moves', () => {
    const moved = Object.fromEntries(
      Object.entries(parts).map(([path, text]) => [path.replace('src/schema', 'lib/graphql'), text]),
    );
    const { changes } = graphql.compare({
      base: sideOf(parts, Object.keys(parts)),
      head: sideOf(moved, Object.keys(moved)),
      changed: Object.keys(parts).map((path) => [path, path.replace('src/schema', 'lib/graphql')] as const),
    });
    expect(changes).toEqual([]);
  });

  it('lets a snapshot stand for itself beside its parts, which say the same again', () => {
    const snapshot = Object.values(parts)
      .join('')
      .replace('extend type Query {\n  me: Customer\n}\n', '')
      .replace('): Order\n', '): Order\n  me: Customer\n');
    const base = { ...parts, 'src/schema/schema.gql': snapshot };
    const path = 'src/schema/order/order.graphql';
    const head = { ...base, [path]: 'type Order {\n  id: ID!\n  by: Customer\n}\n' };
    expect(told(base, head)).toEqual([`breaking FIELD_REMOVED Order total ${path}:3`]);
    const both = { ...head, 'src/schema/schema.gql': snapshot.replace('  total: Int\n', '') };
    expect(told(head, both)).toEqual(['breaking FIELD_REMOVED Order total src/schema/schema.gql:7']);
  });

  it('keeps two services of one repository apart', () => {
    const base = {
      'a/schema.graphql': 'type Query {\n  user: User\n}\ntype User {\n  id: ID\n  a: Int\n}\n',
      'b/schema.graphql': 'type Query {\n  user: User\n}\ntype User {\n  id: ID\n  b: Int\n}\n',
    };
    const head = { ...base, 'b/schema.graphql': 'type Query {\n  user: User\n}\ntype User {\n  id: ID\n}\n' };
    expect(told(base, head)).toEqual(['breaking FIELD_REMOVED User b b/schema.graphql:6']);
  });

  it('says nothing of a schema that is new or gone', () => {
    expect(told({}, parts)).toEqual([]);
    expect(told(parts, {})).toEqual([]);
  });

  it.each([
    ['federation 1', 'extend type Query {\n  top: [Product]\n}\n', '', ''],
    [
      'federation 2',
      'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])\ntype Query {\n  top: [Product]\n}\n',
      ' @shareable',
      'scalar _Any\n',
    ],
  ])('reads a subgraph of %s, entities and all', (_, start, mark, end) => {
    const subgraph = `${start}extend type Account @key(fields: "id") {\n  id: ID! @external\n  reviews: [Review]\n}\ntype Product @key(fields: "upc") {\n  upc: String!${mark}\n  price: Int\n}\ntype Review {\n  body: String\n  by: Account @provides(fields: "name")\n}\n${end}`;
    const path = 'reviews/schema.graphql';
    const head = subgraph.replace('  body: String\n', '');
    const line = subgraph.split('\n').indexOf('  body: String') + 1;
    expect(told({ [path]: subgraph }, { [path]: head })).toEqual([
      `breaking FIELD_REMOVED Review body ${path}:${line}`,
    ]);
  });
});

describe('what no caller meets', () => {
  it('is told, and felt by nobody: types that no operation gets to, directives of the schema', () => {
    const base = 'directive @own on OBJECT\ntype Query {\n  a: Int\n}\ntype Lost {\n  a: Int\n  b: Int\n}\n';
    const head = 'type Query {\n  a: Int\n}\ntype Lost {\n  a: Int\n}\n';
    expect(told({ 's.graphql': base }, { 's.graphql': head })).toEqual([
      'breaking DIRECTIVE_REMOVED @own  s.graphql:1',
      'breaking FIELD_REMOVED Lost b s.graphql:7',
    ]);
    const { changes } = compare({ 's.graphql': base }, { 's.graphql': head });
    expect(changes.map(({ unreached }) => unreached)).toEqual([true, true]);
  });

  it('is all of a schema that does not say where operations start judged as if everything were met', () => {
    expect(
      told({ 's.graphql': 'type A {\n  a: Int\n  b: Int\n}\n' }, { 's.graphql': 'type A {\n  a: Int\n}\n' }),
    ).toEqual(['breaking FIELD_REMOVED A b s.graphql:3']);
  });

  it('is new with its parts: one change', () => {
    const base = 'type Query {\n  a: Int\n}\n';
    const head =
      '"""All."""\ntype Query {\n  a: Int\n  "B."\n  b(c: Int): B @deprecated(reason: "no")\n}\ntype B @tag(name: "x") {\n  "D."\n  d: Int\n}\n';
    expect(told({ 's.graphql': base }, { 's.graphql': head })).toEqual([
      'compatible TYPE_ADDED B  s.graphql:7',
      'compatible FIELD_ADDED Query.b  s.graphql:5',
      'compatible TYPE_DESCRIPTION_ADDED Query  s.graphql:2',
    ]);
  });
});

it('says of a type that goes with the field that led there that it follows, and of no other', () => {
  const base =
    'type Query {\n  a: A\n  b: B\n}\ntype A {\n  c: C\n}\ntype B {\n  d: D\n}\ntype C {\n  x: Int\n}\ntype D {\n  x: Int\n}\n';
  const head = 'type Query {\n  b: B\n}\ntype B {\n  x: Int\n}\ntype D {\n  x: Int\n}\n';
  const { changes } = compare({ 's.graphql': base }, { 's.graphql': head });
  expect(changes.map(({ id, operation, subject, follows }) => [id, operation, subject, follows])).toEqual([
    ['TYPE_REMOVED', 'A', '', true],
    ['TYPE_REMOVED', 'C', '', true],
    ['FIELD_REMOVED', 'Query.a', '', undefined],
    ['FIELD_REMOVED', 'B', 'd', undefined],
    ['FIELD_ADDED', 'B', 'x', undefined],
  ]);
});

it('says of a field that an interface loses, too, that it follows', () => {
  const type = (name: string, of: string): string => `${name} {\n  id: ID\n  a(b: Int): Int\n${of}}\n`;
  const base = `type Query {\n  n: N\n}\n${type('interface N', '')}${type('type A implements N', '  own: Int\n')}`;
  const { changes } = compare(
    { 's.graphql': base },
    { 's.graphql': base.replaceAll('(b: Int)', '').replace('  own: Int\n', '') },
  );
  expect(changes.map(({ id, operation, follows }) => [id, operation, follows])).toEqual([
    ['FIELD_ARGUMENT_REMOVED', 'N', undefined],
    ['FIELD_REMOVED', 'A', undefined],
    ['FIELD_ARGUMENT_REMOVED', 'A', true],
  ]);
});

describe('files that are no schema, or no good one', () => {
  it('leaves the documents of clients alone', () => {
    const query =
      'query Orders($first: Int) {\n  orders(first: $first) {\n    ...Line\n    type\n  }\n}\nfragment Line on Order {\n  id\n}\n';
    expect(looksLikeSdl(query)).toBe(false);
    const { changes, problems } = compare(
      { 'q.graphql': query },
      { 'q.graphql': query.replace('id', 'type name') },
    );
    expect([changes, problems]).toEqual([[], []]);
  });

  it.each([
    [
      'that does not parse',
      'type Query {\n  a: Int\n  b Int\n}\n',
      'line 3 is no GraphQL: Expected ":", found Name "Int".',
    ],
    ['that ends early', 'type Query {\n  a: Int\n', 'line 3 is no GraphQL: Expected Name, found <EOF>.'],
    [
      'that is too deeply nested',
      `type Query {\n  a: ${'['.repeat(200_000)}Int${']'.repeat(200_000)}\n}\n`,
      'it is too deeply nested',
    ],
    ['of 50 MB', `type Query {\n  a: Int\n}\n${' '.repeat(50_000_000)}`, 'it is longer than 16 MB'],
    [
      'of too many words',
      `type Query {\n  a: Int\n}\ninput A {${'a:B '.repeat(350_000)}}\n`,
      'it has more than 1000000 tokens',
    ],
    [
      'of one place with thousands of directives',
      `type Query {\n  a: Int ${'@x '.repeat(20_000)}\n}\n`,
      'it has more than 500 directives at one place',
    ],
  ])('tells of one %s why, and compares the rest', (_, text, reason) => {
    const base = {
      'a/s.graphql': 'type Query {\n  a: Int\n}\n',
      'b/s.graphql': 'type Query {\n  a: Int\n  b: Int\n}\n',
    };
    const head = { 'a/s.graphql': text, 'b/s.graphql': 'type Query {\n  a: Int\n}\n' };
    const { changes, problems } = compare(base, head);
    expect(problems).toEqual([{ path: 'a/s.graphql', partial: false, reason }]);
    expect(changes.map(({ id }) => id)).toEqual(['FIELD_REMOVED']);
    expect(compare(head, base).problems).toEqual([
      { path: 'a/s.graphql', partial: false, reason: `before this change ${reason}` },
    ]);
  });

  it('says which file uses a type that is no longer defined, and does not call that a removal', () => {
    const base = { 's.graphql': 'type Query {\n  a: A\n}\ntype A {\n  b: Int\n}\n' };
    expect(compare(base, { 's.graphql': 'type Query {\n  a: A\n}\n' })).toEqual({
      changes: [],
      problems: [
        {
          path: 's.graphql',
          partial: true,
          reason: 'it uses a type that is no longer defined',
          subject: 'A',
        },
      ],
    });
  });

  it('reads what stands twice, is extended before it is defined, or goes in circles', () => {
    const odd =
      'extend type Query {\n  b: Query\n}\ntype Query {\n  a: A\n  a: B\n}\ntype Query {\n  c: Int\n}\ninterface A implements B {\n  a: Int\n}\ninterface B implements A {\n  a: Int\n}\nunion U = U\nenum E {\n  X\n  X\n}\nextend enum Query {\n  Z\n}\ntype String {\n  a: Int\n}\nschema {\n  query: Query\n}\nschema {\n  query: Nowhere\n}\n';
    expect(told({ 's.graphql': odd }, { 's.graphql': odd.replace('  c: Int\n', '  d: Int\n') })).toEqual([
      'breaking FIELD_REMOVED Query.c  s.graphql:9',
      'compatible FIELD_ADDED Query.d  s.graphql:9',
    ]);
  });

  it('says of a default that has itself inside that it is not compared', () => {
    const text = 'type Query {\n  a(i: I): Int\n}\ninput I {\n  i: I! = {}\n}\n';
    expect(compare({ 's.graphql': text }, { 's.graphql': `${text}# end` })).toEqual({
      changes: [],
      problems: [
        {
          path: 's.graphql',
          partial: false,
          reason: 'its types or defaults are too deeply nested, or go in circles',
        },
      ],
    });
  });

  it('takes enormous enums and tens of thousands of extensions in linear time', () => {
    const values = Array.from({ length: 20_000 }, (_, index) => `  V${index}`).join('\n');
    const many = `type Query {\n  e: E\n}\nenum E {\n${values}\n}\n${Array.from({ length: 20_000 }, (_, index) => `extend type Query { f${index}: Int }`).join('\n')}\n`;
    expect(told({ 's.graphql': many }, { 's.graphql': many.replace('  V7\n', '') })).toEqual([
      'breaking ENUM_VALUE_REMOVED E V7 s.graphql:12',
    ]);
  });

  it('never throws, whatever the texts are', () => {
    const words = fc.constantFrom(
      'type',
      'Query',
      '{',
      '}',
      'extend',
      'schema',
      'query',
      ':',
      '@a',
      '(',
      ')',
      'enum',
      'A',
      '"""',
      '=',
      '|',
      '\n',
      '[',
      ']',
      '!',
      'input',
      'union',
      'implements',
      'directive',
      'on',
      'FIELD',
    );
    const text = fc.array(words, { maxLength: 40 }).map((list) => list.join(' '));
    fc.assert(
      fc.property(text, text, (base, head) => {
        const { changes, problems } = compare({ 's.graphql': base }, { 's.graphql': head });
        for (const { base: old, head: next } of changes) expect(old ?? next).not.toBeNull();
        expect(problems.length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

it('finds nothing between a schema and itself', () => {
  const name = fc.constantFrom('A', 'B', 'C');
  const field = fc.record({ name: fc.constantFrom('a', 'b', 'c'), type: name, list: fc.boolean() });
  const type = fc.record({ name, fields: fc.array(field, { minLength: 1 }), extend: fc.boolean() });
  const schema = fc.array(type, { minLength: 1, maxLength: 6 }).map((types) =>
    types
      .map(({ name: own, fields, extend }) => {
        const lines = fields.map((each) => `  ${each.name}: ${each.list ? `[${each.type}]` : each.type}\n`);
        return `${extend ? 'extend ' : ''}type ${own} {\n${lines.join('')}}\n`;
      })
      .join(''),
  );
  fc.assert(
    fc.property(schema, (text) => {
      expect(told({ 's.graphql': text }, { 's.graphql': `${text}\n# the end\n` })).toEqual([]);
    }),
  );
});
