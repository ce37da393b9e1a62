import { codeSpan } from '../../report/markdown/code-span.ts';
import { errorWords, executed } from '../../report/proof-words.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'breaks-query',
  about: 'proof',
  title: 'Query of the released code that PostgreSQL then refuses',
  family: 'backward-compat',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  joins: [
    'code-still-uses-dropped-object',
    'rename-column',
    'rename-table',
    'rename-schema',
    'drop-column',
    'drop-table',
    'drop-table-or-column-cascade',
    'drop-column-not-null-no-default-rollback',
    'drop-default-on-not-null',
    'add-column-not-null-no-default',
  ],
  sources: ['https://martinfowler.com/bliki/ParallelChange.html'],
  what: 'Until the last server is replaced, `{place}` fails on the new schema: `{error}`.',
  why: 'The query was prepared on the schema before and after: before, PostgreSQL takes it.',
  fix: 'Release code that does without it first, and run this statement in the next release.',
  examples: {
    bad: [
      {
        title: 'a type that no longer compares',
        base: {
          'migrations/0001_a.sql': 'CREATE TABLE orders (id bigint PRIMARY KEY, state text NOT NULL);',
          'queries/orders.sql':
            "-- name: OpenOrders :many\nSELECT id FROM orders WHERE lower(state) = 'open';\n",
        },
        head: {
          'migrations/0002_b.sql': 'ALTER TABLE orders ALTER COLUMN state TYPE integer USING 0;',
        },
        at: {
          path: 'migrations/0002_b.sql',
          text: 'ALTER TABLE orders ALTER COLUMN state TYPE integer USING 0',
        },
      },
    ],
    good: [
      {
        title: 'a script among the migrations, which was run by hand',
        base: {
          'migrations/0001_a.sql': 'CREATE TABLE orders (id bigint PRIMARY KEY, state text NOT NULL);',
          'migrations/copy_orders.sql': "SELECT id FROM orders WHERE lower(state) = 'open';\n",
        },
        head: {
          'migrations/0002_b.sql': 'ALTER TABLE orders ALTER COLUMN state TYPE integer USING 0;',
        },
      },
      {
        title: 'the query goes on',
        base: {
          'migrations/0001_a.sql': 'CREATE TABLE orders (id bigint PRIMARY KEY, state text NOT NULL);',
          'queries/orders.sql':
            "-- name: OpenOrders :many\nSELECT id FROM orders WHERE lower(state) = 'open';\n",
        },
        head: {
          'migrations/0002_b.sql': 'ALTER TABLE orders ALTER COLUMN state TYPE varchar(20);',
        },
      },
      {
        title: 'it was refused before',
        base: {
          'migrations/0001_a.sql': 'CREATE TABLE orders (id bigint PRIMARY KEY, state text NOT NULL);',
          'queries/orders.sql': '-- name: OpenOrders :many\nSELECT id FROM orders WHERE nothing = 1;\n',
        },
        head: {
          'migrations/0002_b.sql': 'ALTER TABLE orders ALTER COLUMN state TYPE integer USING 0;',
        },
      },
    ],
  },
  detect({ path, proof }) {
    const here = proof.brokenQueries.filter(({ brokenBy }) => brokenBy?.path === path);
    const byStatement = Map.groupBy(here, ({ brokenBy }) => brokenBy?.range.start);
    return [...byStatement.values()].flatMap((queries) => {
      const [first] = queries;
      if (first?.brokenBy == null) return [];
      return [
        {
          range: first.brokenBy.range,
          object: queries.map((query) => query.path).join(),
          data: {
            place: `${first.path}:${first.line}`,
            error: `${first.error.code}: ${first.error.message}`,
          },
          evidence: queries.slice(0, 5).map((query) =>
            executed(proof, `${codeSpan(query.sql)} ends with ${errorWords(query.error)}`, {
              path: query.path,
              line: query.line,
            }),
          ),
        },
      ];
    });
  },
});
