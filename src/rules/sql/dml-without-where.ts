import { codeSpan } from '../../report/markdown/code-span.ts';
import { showName } from '../../sql/object-name.ts';
import { existsOnBase } from '../evidence.ts';
import { defineRule, type Match } from '../rule.ts';

/** Files that empty tables on purpose: seeds, fixtures, test set-ups. */
const emptiesOnPurpose =
  /(?:^|[/_.-])(?:tests?|__tests__|specs?|fixtures?|seeds?|seeders?|teardown|truncate|reset)(?:[/_.-]|$)/i;

export default defineRule({
  id: 'dml-without-where',
  about: 'statement',
  on: ['query'],
  looksInside: true,
  title: 'UPDATE or DELETE of every row',
  family: 'query-correctness',
  severity: 'blocker',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'stable',
  sources: [
    'bytebase:STATEMENT_WHERE_REQUIRE_UPDATE_DELETE',
    'pgfence:delete-without-where',
    'pgfence:update-in-migration',
  ],
  what: 'This deletes every row of `{table}`.',
  why: 'There is no `WHERE`.',
  fix: 'Add the condition. Where all rows are meant, `WHERE true` says so.',
  variants: {
    update: { what: 'This overwrites {columns} in every row of `{table}`.' },
    migrate: {
      what: 'This overwrites {columns} in every row of `{table}`, and nobody can change one until the migration commits.',
      why: 'There is no `WHERE`; one UPDATE of all rows locks each of them and writes each anew.',
      fix: 'Add the condition. Where all rows are meant, change some thousand to a transaction, in a migration of its own.',
    },
    fill: {
      what: 'Nobody can change a row of `{table}` from here until this migration commits.',
      why: 'One UPDATE of all rows locks each of them, writes each anew, and keeps the locks of the statements before it.',
      fix: 'Fill the new column in a migration of its own, some thousand rows to a transaction.',
    },
  },
  examples: {
    bad: [
      {
        title: 'in a program',
        dialect: 'postgres',
        base: 'CREATE TABLE carts (id bigint PRIMARY KEY);',
        sql: 'DO $$ DECLARE n int := 0; BEGIN DELETE FROM carts; GET DIAGNOSTICS n = ROW_COUNT; END $$;',
        at: 'DELETE FROM carts',
      },
      {
        title: 'a query of the application',
        path: 'queries/clear_cart.sql',
        sql: 'DELETE FROM cart_items;',
        at: 'DELETE FROM cart_items',
      },
      {
        title: 'an update, with a join that limits nothing',
        dialect: 'postgres',
        path: 'queries/sum_up.sql',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, total int);',
        sql: 'UPDATE orders SET total = sums.total FROM sums;',
        at: 'UPDATE orders SET total = sums.total FROM sums',
      },
      {
        title: 'an update in a migration (a warning)',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, total int);',
        sql: 'UPDATE orders SET total = 0;',
        at: 'UPDATE orders SET total = 0',
      },
      {
        title: 'a new column filled in one go (a warning)',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, total int);',
        sql: 'ALTER TABLE orders ADD COLUMN cents bigint;\nUPDATE orders SET cents = total * 100;',
        at: 'UPDATE orders SET cents = total * 100',
      },
    ],
    good: [
      {
        title: 'with a condition',
        path: 'queries/clear_cart.sql',
        sql: 'DELETE FROM cart_items WHERE cart_id = $1;\nUPDATE carts SET total = 0 WHERE id = $1;',
      },
      {
        title: 'all rows, said in so many words',
        sql: 'DELETE FROM sessions WHERE true;',
      },
      {
        title: 'a table of the same pull request',
        sql: 'CREATE TABLE totals (day date, sum int);\nUPDATE totals SET sum = 0;',
      },
      {
        title: 'an upsert',
        dialect: 'postgres',
        path: 'queries/save.sql',
        sql: 'INSERT INTO carts (id, total) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET total = excluded.total;',
      },
      {
        title: 'a seed',
        path: 'db/seeds/users.sql',
        sql: 'DELETE FROM users;',
      },
      {
        title: 'locking rows changes none',
        dialect: 'postgres',
        path: 'queries/lock.sql',
        sql: 'SELECT id FROM carts FOR UPDATE;',
      },
    ],
  },
  detect(subject) {
    const { query, range } = subject.statement;
    if (query === null || (query.kind !== 'update' && query.kind !== 'delete')) return [];
    if (query.where !== null || query.partial || query.hasLimit) return [];
    const table = query.tables.find(({ access }) => access === 'write')?.table;
    if (table === undefined || subject.isNew(table)) return [];
    if (subject.migration === null && emptiesOnPurpose.test(subject.path)) return [];
    const columns = query.columnsWritten.map(({ column }) => column);
    const fills =
      query.kind === 'update' &&
      columns.length > 0 &&
      columns.every((column) => subject.isAdded(table, column));
    return [
      {
        range,
        object: showName(table),
        data: {
          table: showName(table),
          columns: columns.map(codeSpan).join(', ') || 'values',
        },
        evidence: existsOnBase(subject.base, table),
        ...variantOf(query.kind, subject.migration !== null, fills),
      },
    ];
  },
});

/** In a migration all rows are often meant: then what remains is the lock. */
function variantOf(
  kind: 'update' | 'delete',
  migrates: boolean,
  fills: boolean,
): Pick<Match, 'variant' | 'severity'> {
  if (kind === 'delete') return {};
  if (!migrates) return { variant: 'update' };
  return { severity: 'warning', variant: fills ? 'fill' : 'migrate' };
}
