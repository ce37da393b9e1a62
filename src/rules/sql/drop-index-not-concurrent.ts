import { showName } from '../../sql/object-name.ts';
import type { SchemaModel, TableModel } from '../../sql/schema/model.ts';
import { documented, existsOnBase } from '../evidence.ts';
import { moveToOwnMigration, rewriteOutsideTransaction, standsAfterBegin } from '../own-migration.ts';
import { defineRule, operationsOf } from '../rule.ts';
import { fileWords, rangeIn } from '../sql-text.ts';

export default defineRule({
  id: 'drop-index-not-concurrent',
  about: 'statement',
  on: ['drop-index'],
  title: 'Index dropped while the table waits',
  family: 'locking',
  severity: 'warning',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'squawk:require-concurrent-index-deletion',
    'atlas:PG102',
    'pgfence:drop-index',
    'strong_migrations:remove_index',
    'https://www.postgresql.org/docs/current/sql-dropindex.html',
  ],
  what: 'Every query on `{table}` waits for this statement, and this statement for each query that runs.',
  why: '`DROP INDEX` takes `ACCESS EXCLUSIVE` on the table. Behind one long query, everything that comes after it queues up.',
  fix: '`DROP INDEX CONCURRENTLY` waits without keeping others out. It runs outside a transaction, so in a migration of its own.',
  variants: {
    partitioned: {
      fix: '`CONCURRENTLY` does not work on the index of a partitioned table: set a short `lock_timeout` before the statement, and run it again where it fails.',
    },
  },
  examples: {
    bad: [
      {
        title: 'of a partitioned table, where CONCURRENTLY is refused',
        base: 'CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);\nCREATE INDEX events_at ON events (at);',
        sql: 'DROP INDEX events_at;',
        at: 'DROP INDEX events_at',
      },
      {
        title: 'alone in a migration of a tool that wraps files in a transaction',
        path: 'migrations/0003_drop_idx.sql',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email text);\nCREATE INDEX users_email_idx ON users (email);',
        sql: '-- +goose Up\nDROP INDEX users_email_idx;\n',
        at: 'DROP INDEX users_email_idx',
        suggests: '-- +goose NO TRANSACTION\n-- +goose Up\nDROP INDEX CONCURRENTLY users_email_idx;\n',
      },
      {
        title: 'beside other changes',
        path: 'migrations/0003_phone.sql',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email text);\nCREATE INDEX users_email_idx ON users (email);',
        sql: '-- +goose Up\nALTER TABLE users ADD COLUMN phone text;\nDROP INDEX IF EXISTS users_email_idx;\n',
        at: 'DROP INDEX IF EXISTS users_email_idx',
        suggests: '-- +goose Up\nALTER TABLE users ADD COLUMN phone text;\n',
        followUps: ['DROP INDEX CONCURRENTLY IF EXISTS users_email_idx;'],
      },
    ],
    good: [
      {
        title: 'concurrently',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email text);\nCREATE INDEX users_email_idx ON users (email);',
        sql: 'DROP INDEX CONCURRENTLY users_email_idx;',
      },
      {
        title: 'an index of a table of the same pull request',
        sql: 'CREATE TABLE users (id bigint PRIMARY KEY, email text);\nCREATE INDEX users_email_idx ON users (email);\nDROP INDEX users_email_idx;',
      },
      {
        title: 'an index that no known table has: it may be of a new one, or not be there',
        sql: 'DROP INDEX IF EXISTS users_email_idx;',
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'drop-index').flatMap(({ index, concurrently, range }) => {
      const known = tableOf(subject.before, index.name);
      if (concurrently || known === undefined || subject.isNew(known.name)) return [];
      const table = known.name;
      return [
        {
          range,
          object: index.name,
          table,
          data: { table: showName(table) },
          ...(known.partitioned ? { variant: 'partitioned' } : {}),
          evidence: [
            ...existsOnBase(subject.base, table),
            documented(
              '`DROP INDEX` takes `ACCESS EXCLUSIVE` on the parent table (PostgreSQL manual, DROP INDEX)',
            ),
          ],
        },
      ];
    });
  },
  suggest(match, subject) {
    if (match.variant === 'partitioned') return null;
    const operations = operationsOf(subject.statement, 'drop-index');
    const [operation] = operations;
    const keyword = rangeIn(subject.text, subject.statement.range, /^DROP\s+INDEX\b/i);
    // CONCURRENTLY takes one index, and no CASCADE.
    if (operation === undefined || operations.length > 1 || operation.cascade || keyword === null)
      return null;
    const written = `${subject.text.slice(keyword.start, keyword.end)} CONCURRENTLY`;
    const whole = subject.migration === null || subject.siblings.length === 1;
    if (whole && !standsAfterBegin(subject)) return rewriteOutsideTransaction(subject, keyword, written);
    if (subject.inTransaction === false) return { range: keyword, text: written, followUps: [] };
    const sql = `${written}${subject.statement.text.slice(keyword.end - keyword.start)};`;
    return moveToOwnMigration(subject, fileWords('drop', operation.index.name), sql, operation.index.name);
  },
});

function tableOf(model: SchemaModel, index: string): TableModel | undefined {
  return [...model.tables.values()].find(({ indexes }) => indexes.some(({ name }) => name === index));
}
