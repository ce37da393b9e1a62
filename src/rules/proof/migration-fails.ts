import { errorWords, executed } from '../../report/proof-words.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'migration-fails',
  about: 'proof',
  title: 'Migration that PostgreSQL refuses',
  family: 'integrity',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  catalogue: ['migration-does-not-apply', 'dml-dry-run-fails'],
  joins: [
    'concurrent-op-in-transaction',
    'ddl-cannot-share-transaction',
    'enum-value-used-in-same-transaction',
    'add-column-not-null-no-default',
    'foreign-key-parent-invalid',
    'group-by-nonaggregated',
    'unknown-table-or-column',
    'duplicate-column-assignment',
    'drop-column-in-index',
    'drop-table',
    'drop-column',
    'parse-error',
  ],
  sources: ['https://www.postgresql.org/docs/current/errcodes-appendix.html'],
  what: 'The migration stops here on every database that has the schema of the base branch: `{error}`.',
  why: 'It was run on what the earlier migrations make.',
  fix: 'Mend the statement{hint}.',
  examples: {
    bad: [
      {
        title: 'the type is another',
        base: { 'migrations/0001_a.sql': 'CREATE TABLE orders (id bigint PRIMARY KEY, total text);' },
        head: { 'migrations/0002_b.sql': 'ALTER TABLE orders ALTER COLUMN total TYPE integer;' },
        at: { path: 'migrations/0002_b.sql', text: 'ALTER TABLE orders ALTER COLUMN total TYPE integer' },
      },
      {
        title: 'the name is taken',
        base: {
          'migrations/0001_a.sql':
            'CREATE TABLE orders (id bigint PRIMARY KEY);\nCREATE TABLE bills (id bigint PRIMARY KEY);',
        },
        head: { 'migrations/0002_b.sql': 'ALTER TABLE orders RENAME TO bills;' },
        at: { path: 'migrations/0002_b.sql', text: 'ALTER TABLE orders RENAME TO bills' },
      },
    ],
    good: [
      {
        title: 'it runs',
        base: { 'migrations/0001_a.sql': 'CREATE TABLE orders (id bigint PRIMARY KEY, total text);' },
        head: {
          'migrations/0002_b.sql': 'ALTER TABLE orders ALTER COLUMN total TYPE integer USING total::integer;',
        },
      },
      {
        title: 'what a migration in Go may have made',
        base: {
          'migrations/00001_a.sql': '-- +goose Up\nCREATE TABLE a (id bigint PRIMARY KEY);\n',
          'migrations/00002_b.go': 'package migrations\n',
        },
        head: { 'migrations/00003_c.sql': '-- +goose Up\nALTER TABLE b ADD COLUMN note text;\n' },
      },
      {
        title: 'of an extension that the sandbox does not have nothing is known',
        base: {
          'migrations/0001_a.sql': 'CREATE EXTENSION postgis;\nCREATE TABLE a (id bigint PRIMARY KEY);',
        },
        head: { 'migrations/0002_b.sql': 'ALTER TABLE a ADD COLUMN place geography(point);' },
      },
    ],
  },
  detect({ own, proof }) {
    return (own?.statements ?? []).flatMap(({ range, outcome, error }) => {
      if (outcome !== 'failed' || error === null) return [];
      return [
        {
          range,
          object: error.code,
          data: {
            error: `${error.code}: ${error.message}`,
            hint: error.hint === null ? '' : ` (PostgreSQL says: ${error.hint.replaceAll('`', "'")})`,
          },
          evidence: [executed(proof, errorWords(error))],
        },
      ];
    });
  },
});
