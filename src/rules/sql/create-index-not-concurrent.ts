import type { IndexDefinition } from '../../sql/definitions.ts';
import { type ObjectName, sameName, showName } from '../../sql/object-name.ts';
import { documented, existsOnBase, tableIn } from '../evidence.ts';
import { foreignKeysOf } from '../foreign-keys.ts';
import { moveToOwnMigration, rewriteOutsideTransaction, standsAfterBegin } from '../own-migration.ts';
import { defineRule, operationsOf } from '../rule.ts';
import { fileWords, rangeIn } from '../sql-text.ts';
import type { StatementSubject } from '../subject.ts';

export default defineRule({
  id: 'create-index-not-concurrent',
  about: 'statement',
  on: ['create-index'],
  title: 'Index built while writes are blocked',
  family: 'locking',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'squawk:require-concurrent-index-creation',
    'eugene:E6',
    'atlas:PG101',
    'strong_migrations:add_index',
    'https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY',
  ],
  what: 'Every write to `{table}` waits until this index is built.',
  why: 'The build reads the whole table under a `SHARE` lock, and keeps the lock until its transaction ends.',
  fix: '`CONCURRENTLY` builds it while writes go on. It runs outside a transaction, so in a migration of its own.',
  variants: {
    partitioned: {
      fix: '`CONCURRENTLY` does not work on a partitioned table: create the index `ON ONLY {table}`, build one on each partition with `CONCURRENTLY`, then `ALTER INDEX … ATTACH PARTITION`.',
    },
  },
  examples: {
    bad: [
      {
        title: 'alone in a migration of a tool that wraps files in a transaction',
        path: 'migrations/0002_email_idx.sql',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email text);',
        sql: '-- +goose Up\nCREATE INDEX users_email_idx ON users (email);\n',
        at: 'CREATE INDEX users_email_idx ON users (email)',
        suggests:
          '-- +goose NO TRANSACTION\n-- +goose Up\nCREATE INDEX CONCURRENTLY users_email_idx ON users (email);\n',
      },
      {
        title: 'beside other changes',
        path: 'migrations/0002_phone.sql',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: '-- +goose Up\nALTER TABLE users ADD COLUMN phone text;\nCREATE UNIQUE INDEX users_phone_key ON users (phone);\n',
        at: 'CREATE UNIQUE INDEX users_phone_key ON users (phone)',
        suggests: '-- +goose Up\nALTER TABLE users ADD COLUMN phone text;\n',
        followUps: ['CREATE UNIQUE INDEX CONCURRENTLY users_phone_key ON users (phone);'],
      },
      {
        title: 'a unique index that a foreign key of the same file refers to stays',
        path: 'migrations/0002_plans.sql',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email text);',
        sql: 'CREATE UNIQUE INDEX users_email_key ON users (email);\nCREATE TABLE mails (email text PRIMARY KEY REFERENCES users (email));',
        at: 'CREATE UNIQUE INDEX users_email_key ON users (email)',
      },
      {
        title: 'a table that no known migration creates',
        sql: 'create index on orders using gin (tags);',
        at: 'create index on orders using gin (tags)',
        suggests: 'create index CONCURRENTLY on orders using gin (tags);',
      },
      {
        title: 'ONLY on a table without partitions',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email text);',
        sql: 'CREATE INDEX users_email_idx ON ONLY users (email);',
        at: 'CREATE INDEX users_email_idx ON ONLY users (email)',
        suggests: 'CREATE INDEX CONCURRENTLY users_email_idx ON ONLY users (email);',
      },
      {
        title: 'a partitioned table, where CONCURRENTLY is refused',
        base: 'CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);',
        sql: 'CREATE INDEX events_at_idx ON events (at);',
        at: 'CREATE INDEX events_at_idx ON events (at)',
      },
    ],
    good: [
      {
        title: 'concurrently',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email text);',
        sql: 'CREATE INDEX CONCURRENTLY users_email_idx ON users (email);',
      },
      {
        title: 'a table of the same pull request',
        sql: 'CREATE TABLE users (id bigint PRIMARY KEY, email text);\nCREATE INDEX users_email_idx ON users (email);',
      },
      {
        title: 'a table that the same pull request creates and renames',
        sql: 'CREATE TABLE a (id bigint);\nALTER TABLE a RENAME TO b;\nCREATE INDEX ON b (id);',
      },
      {
        title: 'a temporary table',
        sql: 'CREATE TEMP TABLE picked AS SELECT id FROM users;\nCREATE INDEX ON picked (id);',
      },
      {
        title: 'the partitioned table alone, then each partition, then together',
        base: 'CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);\nCREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM (1) TO (2);',
        sql: 'CREATE INDEX events_at ON ONLY events (at);\nCREATE INDEX CONCURRENTLY events_2026_at ON events_2026 (at);\nALTER INDEX events_at ATTACH PARTITION events_2026_at;',
      },
      {
        title: 'ONLY on a table that no known migration creates: one writes it for partitions',
        sql: 'CREATE INDEX events_at ON ONLY events (at);',
      },
      {
        title: 'an index that exists already',
        base: 'CREATE TABLE users (id bigint, email text);\nCREATE INDEX users_email_idx ON users (email);',
        sql: 'CREATE INDEX IF NOT EXISTS users_email_idx ON users (email);',
      },
      {
        title: 'a materialized view of the same pull request',
        sql: 'CREATE MATERIALIZED VIEW totals AS SELECT 1 AS day;\nCREATE UNIQUE INDEX ON totals (day);',
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'create-index')
      .filter(({ table, concurrently, ifNotExists, only, index }) => {
        if (concurrently || subject.isNew(table)) return false;
        const known = tableIn(subject.before, table);
        // A partitioned table has no rows of its own to read. On another one ONLY says nothing.
        if (only === true && (known?.complete !== true || known.partitioned)) return false;
        const exists = known?.indexes.some(({ name }) => name === index.name);
        return !(ifNotExists && exists === true);
      })
      .map(({ table, index, range }) => ({
        range,
        object: `${showName(table)}(${index.columns.map(({ text }) => text).join(',')})`,
        data: { table: showName(table) },
        table,
        evidence: [
          ...existsOnBase(subject.base, table),
          documented(
            '`CREATE INDEX` takes `SHARE`, which excludes the `ROW EXCLUSIVE` of `INSERT`, `UPDATE` and `DELETE` (PostgreSQL manual, 13.3.1 Table-Level Locks)',
          ),
        ],
        ...(tableIn(subject.before, table)?.partitioned === true ? { variant: 'partitioned' } : {}),
      }));
  },
  suggest(match, subject) {
    const [operation] = operationsOf(subject.statement, 'create-index');
    const keyword = rangeIn(subject.text, subject.statement.range, /^CREATE\s+(?:UNIQUE\s+)?INDEX\b/i);
    if (operation === undefined || keyword === null || match.variant === 'partitioned') return null;
    const written = `${subject.text.slice(keyword.start, keyword.end)} CONCURRENTLY`;
    const whole = subject.migration === null || subject.siblings.length === 1;
    if (whole && !standsAfterBegin(subject)) {
      return rewriteOutsideTransaction(subject, keyword, written);
    }
    if (subject.inTransaction === false) return { range: keyword, text: written, followUps: [] };
    if (operation.index.unique && leansOnKey(subject, operation.table)) return null;
    const sql = `${written}${subject.statement.text.slice(keyword.end - keyword.start)};`;
    const name = nameOf(operation.index, operation.table.name);
    // The later migration makes the index that a foreign key here wants.
    return moveToOwnMigration(subject, name, sql, operation.index.name, ['unindexed-foreign-key']);
  },
});

function nameOf(index: IndexDefinition, table: string): string {
  const columns = index.columns.map(({ column, text }) => column ?? text);
  return index.name === null ? fileWords(table, ...columns, 'idx') : fileWords(index.name);
}

/** Whether another statement of the file needs a unique key of the table: a foreign key to it, or an upsert. */
function leansOnKey(subject: StatementSubject, table: ObjectName): boolean {
  return subject.siblings.some(({ operations, query }) => {
    if (query?.kind === 'insert') return query.tables.some((use) => sameName(use.table, table));
    return foreignKeysOf(operations).some((key) => sameName(key.references, table));
  });
}
