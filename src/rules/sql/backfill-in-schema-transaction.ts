import { nameKey, type ObjectName, showName } from '../../sql/object-name.ts';
import type { DdlOperation } from '../../sql/operation.ts';
import { documented, existsOnBase } from '../evidence.ts';
import { statementsSinceCommit } from '../in-file.ts';
import { defineRule } from '../rule.ts';

/** Commands on a table that keep everybody from it until the transaction ends. */
const exclusive: ReadonlySet<DdlOperation['kind']> = new Set<DdlOperation['kind']>([
  'add-column',
  'drop-column',
  'rename-column',
  'set-column-type',
  'set-nullability',
  'set-default',
  'drop-constraint',
]);

export default defineRule({
  id: 'backfill-in-schema-transaction',
  about: 'statement',
  title: 'Rows changed while nobody can use the table',
  family: 'locking',
  // The catalogue calls it a blocker: how many rows the condition leaves is not known from the text.
  severity: 'warning',
  dialects: ['postgres'],
  state: 'stable',
  sources: ['strong_migrations:backfilling data', 'pgfence:update-in-migration', 'eugene:E4'],
  what: 'Reads and writes of `{table}` wait until this statement is through and the migration commits.',
  why: '`{before}` before it took `ACCESS EXCLUSIVE`, which is held to the end of the transaction: {because}.',
  fix: 'Change the rows in a migration of its own, some thousand to a transaction.',
  examples: {
    bad: [
      {
        title: 'a new column filled where it applies',
        path: 'migrations/0004_state.sql',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, closed_at timestamptz);',
        sql: "-- +goose Up\nALTER TABLE orders ADD COLUMN state text;\nUPDATE orders SET state = 'done' WHERE closed_at IS NOT NULL;\n",
        at: "UPDATE orders SET state = 'done' WHERE closed_at IS NOT NULL",
      },
    ],
    good: [
      {
        title: 'in a migration of its own',
        path: 'migrations/0005_fill_state.sql',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, closed_at timestamptz, state text);',
        sql: "-- +goose Up\nUPDATE orders SET state = 'done' WHERE closed_at IS NOT NULL;\n",
      },
      {
        title: 'one row, by its key',
        path: 'migrations/0004_state.sql',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: "-- +goose Up\nALTER TABLE orders ADD COLUMN state text;\nUPDATE orders SET state = 'done' WHERE id = 1;\n",
      },
      {
        title: 'another table',
        path: 'migrations/0004_state.sql',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);\nCREATE TABLE notes (id bigint PRIMARY KEY, old boolean);',
        sql: '-- +goose Up\nALTER TABLE orders ADD COLUMN state text;\nDELETE FROM notes WHERE old;\n',
      },
      {
        title: 'without a transaction',
        path: 'migrations/0004_state.sql',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, closed_at timestamptz);',
        sql: "-- +goose NO TRANSACTION\n-- +goose Up\nALTER TABLE orders ADD COLUMN state text;\nUPDATE orders SET state = 'done' WHERE closed_at IS NOT NULL;\n",
      },
    ],
  },
  detect(subject) {
    const { query, range } = subject.statement;
    if (subject.inTransaction !== true || query === null || query.where === null) return [];
    if (query.kind !== 'update' && query.kind !== 'delete') return [];
    const table = query.tables.find(({ access }) => access === 'write')?.table;
    if (table === undefined || subject.isNew(table)) return [];
    // Equality with a value leaves a row, or a few.
    if (
      query.where.some(
        ({ column, operator, value }) => column !== null && operator === '=' && value !== 'column',
      )
    )
      return [];
    const locked = statementsSinceCommit(subject)
      .flatMap(({ operations }) => operations)
      .find((operation) => locks(operation, table));
    if (locked === undefined) return [];
    const words = subject.text
      .slice(locked.range.start, locked.range.end)
      .replace(/\s+if\s+(?:not\s+)?exists\b/i, '')
      .split(/\s+/)
      .slice(0, 3)
      .join(' ');
    return [
      {
        range,
        object: showName(table),
        data: { table: showName(table), before: words, because: subject.transactionBecause },
        table,
        evidence: [
          ...existsOnBase(subject.base, table),
          documented(
            'Once acquired, a lock is normally held until the end of the transaction (PostgreSQL manual, 13.3.1 Table-Level Locks)',
          ),
        ],
      },
    ];
  },
});

function locks(operation: DdlOperation, table: ObjectName): boolean {
  return (
    exclusive.has(operation.kind) &&
    'table' in operation &&
    operation.table !== null &&
    nameKey(operation.table) === nameKey(table)
  );
}
