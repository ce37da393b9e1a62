import { showName } from '../../sql/object-name.ts';
import type { DdlOperation } from '../../sql/operation.ts';
import { documented } from '../evidence.ts';
import {
  isConcurrent,
  moveToOwnMigration,
  rewriteOutsideTransaction,
  standsAfterBegin,
} from '../own-migration.ts';
import { defineRule } from '../rule.ts';
import { fileWords, rangeIn } from '../sql-text.ts';

const operations = {
  'create-index': 'CREATE INDEX CONCURRENTLY',
  'drop-index': 'DROP INDEX CONCURRENTLY',
  reindex: 'REINDEX CONCURRENTLY',
  'detach-partition': 'DETACH PARTITION CONCURRENTLY',
} as const;

type Concurrent = Extract<DdlOperation, { kind: keyof typeof operations }>;

export default defineRule({
  id: 'concurrent-op-in-transaction',
  about: 'statement',
  title: 'CONCURRENTLY inside a transaction',
  family: 'transaction',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'squawk:ban-concurrent-index-creation-in-transaction',
    'atlas:PG103',
    'pgfence:concurrent-in-transaction',
    'https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY',
  ],
  what: 'This migration fails here: `{operation}` cannot run in a transaction, and {because}.',
  why: 'PostgreSQL ends it with `25001: {operation} cannot run inside a transaction block`, and what stood before it is rolled back.',
  fix: 'Give it a migration of its own that runs outside a transaction. What that takes: {marker}.',
  variants: {
    plain: { fix: 'Give it a migration of its own that runs outside a transaction.' },
    new: { fix: 'Nobody uses `{table}` yet: build the index without `CONCURRENTLY`.' },
  },
  examples: {
    bad: [
      {
        title: 'a tool that wraps files in a transaction',
        path: 'migrations/0002_email_idx.sql',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email text);',
        sql: '-- +goose Up\nCREATE INDEX CONCURRENTLY users_email_idx ON users (email);\n',
        at: 'CREATE INDEX CONCURRENTLY users_email_idx ON users (email)',
        suggests:
          '-- +goose NO TRANSACTION\n-- +goose Up\nCREATE INDEX CONCURRENTLY users_email_idx ON users (email);\n',
      },
      {
        title: 'two statements in one query of golang-migrate',
        path: 'migrations/000002_phone.up.sql',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE users ADD COLUMN phone text;\nDROP INDEX CONCURRENTLY users_old_idx;\n',
        at: 'DROP INDEX CONCURRENTLY users_old_idx',
        suggests: 'ALTER TABLE users ADD COLUMN phone text;\n',
        followUps: ['DROP INDEX CONCURRENTLY users_old_idx;'],
      },
      {
        title: 'after BEGIN',
        path: 'migrations/0002_email_idx.sql',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email text);',
        sql: 'BEGIN;\nREINDEX INDEX CONCURRENTLY users_pkey;\nCOMMIT;\n',
        at: 'REINDEX INDEX CONCURRENTLY users_pkey',
      },
      {
        title: 'a table of the same migration needs no CONCURRENTLY',
        path: 'db/migration/V2__users.sql',
        sql: 'BEGIN;\nCREATE TABLE users (email text);\nCREATE INDEX CONCURRENTLY users_email_idx ON users (email);\nCOMMIT;\n',
        at: 'CREATE INDEX CONCURRENTLY users_email_idx ON users (email)',
        suggests:
          'BEGIN;\nCREATE TABLE users (email text);\nCREATE INDEX users_email_idx ON users (email);\nCOMMIT;\n',
      },
    ],
    good: [
      {
        title: 'outside a transaction',
        path: 'migrations/0002_email_idx.sql',
        sql: '-- +goose NO TRANSACTION\n-- +goose Up\nCREATE INDEX CONCURRENTLY users_email_idx ON users (email);\nDROP INDEX CONCURRENTLY users_old_idx;\n',
      },
      {
        title: 'one statement in a file of golang-migrate',
        path: 'migrations/000002_email_idx.up.sql',
        sql: 'CREATE INDEX CONCURRENTLY users_email_idx ON users (email);\n',
      },
      {
        title: 'a tool that is not known',
        path: 'migrations/0002_email_idx.sql',
        sql: 'ALTER TABLE users ADD COLUMN email text;\nCREATE INDEX CONCURRENTLY users_email_idx ON users (email);\n',
      },
      {
        title: 'Flyway, which runs it without a transaction by itself',
        path: 'db/migration/V2__email_idx.sql',
        sql: 'CREATE INDEX CONCURRENTLY users_email_idx ON users (email);\n',
      },
      {
        title: 'after the COMMIT that ends the tool’s own transaction',
        path: 'migrations/0002_email_idx.sql',
        sql: '-- +goose Up\nCOMMIT;\nCREATE INDEX CONCURRENTLY users_email_idx ON users (email);\n',
      },
      {
        title: 'a refresh, which may run in a transaction',
        path: 'migrations/0002_refresh.sql',
        sql: '-- +goose Up\nREFRESH MATERIALIZED VIEW CONCURRENTLY totals;\n',
      },
    ],
  },
  detect(subject) {
    if (subject.inTransaction !== true) return [];
    const marker = subject.tool?.withoutTransaction ?? null;
    return subject.statement.operations.filter(runsConcurrently).map((operation) => {
      const table = operation.kind === 'create-index' ? operation.table : null;
      const isNew = table !== null && subject.isNew(table);
      return {
        range: operation.range,
        object: objectOf(operation),
        data: {
          operation: operations[operation.kind],
          because: subject.transactionBecause,
          ...(marker === null ? {} : { marker }),
          ...(table === null ? {} : { table: showName(table) }),
        },
        evidence: [
          documented(
            `\`${operations[operation.kind]}\` cannot be run inside a transaction block (PostgreSQL manual, the command's page)`,
          ),
        ],
        ...(isNew ? { variant: 'new' } : marker === null ? { variant: 'plain' } : {}),
      };
    });
  },
  suggest(match, subject) {
    const { statement, siblings, text } = subject;
    if (match.variant === 'new') {
      const keyword = rangeIn(text, statement.range, /\s+CONCURRENTLY\b/i);
      return keyword === null ? null : { range: keyword, text: '', followUps: [] };
    }
    if (standsAfterBegin(subject)) return null;
    const edit = subject.tool?.leaveTransaction(text) ?? null;
    const inBatch = siblings.length > 1 && (subject.migration?.batches.length ?? 0) > 0;
    if (siblings.every(isConcurrent) && !inBatch && edit !== null && edit.text !== '') {
      return rewriteOutsideTransaction(
        subject,
        { start: statement.range.start, end: statement.range.start },
        '',
      );
    }
    return moveToOwnMigration(subject, fileWords(match.object), `${statement.text};`, null);
  },
});

function runsConcurrently(operation: DdlOperation): operation is Concurrent {
  return operation.kind in operations && 'concurrently' in operation && operation.concurrently;
}

function objectOf(operation: Concurrent): string {
  switch (operation.kind) {
    case 'create-index':
      return operation.index.name ?? showName(operation.table);
    case 'drop-index':
      return showName(operation.index);
    case 'reindex':
      return operation.name === null ? operation.target : showName(operation.name);
    case 'detach-partition':
      return showName(operation.partition);
  }
}
