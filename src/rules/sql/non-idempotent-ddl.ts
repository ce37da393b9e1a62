import { showName } from '../../sql/object-name.ts';
import type { DdlOperation } from '../../sql/operation.ts';
import { defineRule, type Match } from '../rule.ts';

export default defineRule({
  id: 'non-idempotent-ddl',
  about: 'statement',
  title: 'Migration that cannot be run again',
  family: 'transaction',
  severity: 'advice',
  dialects: ['postgres'],
  state: 'policy',
  sources: [
    'squawk:prefer-robust-stmts',
    'pgfence:prefer-robust-create-index',
    'pgfence:prefer-robust-create-table',
    'pgfence:prefer-robust-drop-index',
    'pgfence:prefer-robust-drop-table',
  ],
  what: 'Where the migration fails behind this statement, running it again fails here: `{name}` {state}.',
  why: 'It runs without a transaction ({because}), and the statement does not say `{guard}`.',
  fix: 'Write `{guard}`.',
  examples: {
    bad: [
      {
        title: 'a table',
        path: 'migrations/0004_notes.sql',
        sql: '-- +goose NO TRANSACTION\n-- +goose Up\nCREATE TABLE notes (id bigint PRIMARY KEY);\nCREATE INDEX CONCURRENTLY i ON orders (id);\n',
        at: 'CREATE TABLE notes (id bigint PRIMARY KEY)',
      },
      {
        title: 'a column that goes',
        path: 'migrations/0004_notes.sql',
        sql: '-- +goose NO TRANSACTION\n-- +goose Up\nALTER TABLE orders DROP COLUMN note;\n',
        at: 'DROP COLUMN note',
      },
    ],
    good: [
      {
        title: 'with its guard',
        path: 'migrations/0004_notes.sql',
        sql: '-- +goose NO TRANSACTION\n-- +goose Up\nCREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY);\n',
      },
      {
        title: 'in a transaction all of it is undone',
        path: 'migrations/0004_notes.sql',
        sql: '-- +goose Up\nCREATE TABLE notes (id bigint PRIMARY KEY);\n',
      },
      {
        title: 'an index that is built concurrently (IF NOT EXISTS would hide a broken one)',
        path: 'migrations/0004_notes.sql',
        sql: '-- +goose NO TRANSACTION\n-- +goose Up\nCREATE INDEX CONCURRENTLY i ON orders (id);\n',
      },
    ],
  },
  detect(subject) {
    if (subject.inTransaction !== false) return [];
    return subject.statement.operations.flatMap((operation): Match[] => {
      const found = unguarded(operation);
      if (found === null) return [];
      const creates = found.guard === 'IF NOT EXISTS';
      return [
        {
          range: operation.range,
          object: found.name,
          data: {
            name: found.name,
            guard: found.guard,
            state: creates ? 'is there already' : 'is not there any more',
            because: subject.transactionBecause,
          },
        },
      ];
    });
  },
});

function unguarded(operation: DdlOperation): { name: string; guard: string } | null {
  switch (operation.kind) {
    case 'create-table':
      return operation.ifNotExists || operation.temporary
        ? null
        : { name: showName(operation.table), guard: 'IF NOT EXISTS' };
    case 'add-column':
      return operation.ifNotExists
        ? null
        : { name: `${showName(operation.table)}.${operation.column.name}`, guard: 'IF NOT EXISTS' };
    case 'drop-table':
      return operation.ifExists ? null : { name: showName(operation.table), guard: 'IF EXISTS' };
    case 'drop-column':
      return operation.ifExists
        ? null
        : { name: `${showName(operation.table)}.${operation.column}`, guard: 'IF EXISTS' };
    case 'drop-index':
      return operation.ifExists ? null : { name: showName(operation.index), guard: 'IF EXISTS' };
    default:
      return null;
  }
}
