import { index, type LockForm, table } from '../lock-form.ts';

const docs = 'https://www.postgresql.org/docs/18/';
const foreignKey = 'ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers';

export const dataForms: readonly LockForm[] = [
  { id: 'select', title: '`SELECT`', statement: 'SELECT * FROM orders WHERE note IS NULL' },
  {
    id: 'select-for-update',
    title: '`SELECT … FOR UPDATE`',
    older: [
      {
        upTo: 11,
        locks: [
          table('orders', 'RowShareLock'),
          index('orders_pkey', 'AccessShareLock'),
          index('orders_total', 'AccessShareLock'),
        ],
      },
    ],
    statement: 'SELECT * FROM orders WHERE note IS NULL FOR UPDATE',
  },
  { id: 'insert', title: '`INSERT`', statement: 'INSERT INTO orders (id) VALUES (1000)' },
  {
    id: 'insert-referencing',
    title: '`INSERT` into a table with a foreign key',
    setUp: foreignKey,
    older: [
      {
        upTo: 11,
        locks: [
          table('customers', 'RowShareLock'),
          table('orders', 'RowExclusiveLock'),
          index('customers_pkey', 'AccessShareLock'),
        ],
      },
    ],
    statement: 'INSERT INTO orders (id, customer_id) VALUES (1000, 1)',
  },
  {
    id: 'insert-select',
    title: '`INSERT … SELECT`',
    statement: 'INSERT INTO orders (id, note) SELECT id + 1000, email FROM customers',
  },
  { id: 'update', title: '`UPDATE` of all rows', statement: 'UPDATE orders SET total = total + 1' },
  {
    id: 'update-by-key',
    title: '`UPDATE` of one row by its key',
    setUp: 'SET enable_seqscan TO off',
    statement: 'UPDATE orders SET total = 0 WHERE id = 1',
  },
  {
    id: 'delete',
    title: '`DELETE` by a column without an index',
    statement: "DELETE FROM orders WHERE note = 'n1'",
  },
  {
    id: 'delete-referenced',
    title: '`DELETE` of rows that a foreign key without an index refers to',
    setUp: `${foreignKey} ON DELETE SET NULL; SET enable_indexscan TO off`,
    statement: 'DELETE FROM customers WHERE id = 1',
  },
  {
    id: 'merge',
    title: '`MERGE`',
    statement:
      'MERGE INTO orders o USING customers c ON o.id = c.id WHEN MATCHED THEN UPDATE SET note = c.email',
    since: 15,
  },
  {
    id: 'copy-to',
    title: '`COPY … TO STDOUT`',
    statement: 'COPY (SELECT id FROM orders WHERE id < 0) TO STDOUT',
  },
  {
    id: 'truncate',
    title: '`TRUNCATE`',
    statement: 'TRUNCATE orders',
  },
  {
    id: 'truncate-cascade',
    title: '`TRUNCATE … CASCADE` of a table that foreign keys refer to',
    setUp: foreignKey,
    statement: 'TRUNCATE customers CASCADE',
  },
  {
    id: 'lock-table',
    title: '`LOCK TABLE … IN SHARE ROW EXCLUSIVE MODE`',
    statement: 'LOCK TABLE orders IN SHARE ROW EXCLUSIVE MODE',
  },
  { id: 'lock-table-plain', title: '`LOCK TABLE` without a mode', statement: 'LOCK TABLE orders' },
  { id: 'analyze', title: '`ANALYZE`', statement: 'ANALYZE orders' },
  {
    id: 'vacuum',
    title: '`VACUUM`',
    statement: 'VACUUM orders',
    documented: { locks: [table('orders', 'ShareUpdateExclusiveLock')], source: `${docs}sql-vacuum.html` },
  },
  {
    id: 'vacuum-full',
    title: '`VACUUM FULL`',
    statement: 'VACUUM FULL orders',
    documented: { locks: [table('orders', 'AccessExclusiveLock')], source: `${docs}sql-vacuum.html` },
  },
  { id: 'cluster', title: '`CLUSTER … USING`', statement: 'CLUSTER orders USING orders_total' },
  {
    id: 'run-code',
    title: '`DO` with an `UPDATE` in it',
    statement: `DO 'BEGIN UPDATE orders SET total = 0; END'`,
  },
  { id: 'set-lock-timeout', title: '`SET lock_timeout`', statement: "SET lock_timeout TO '2s'" },
];
