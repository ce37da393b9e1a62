import { index, type LockForm, table } from '../lock-form.ts';

const onTable = [table('orders', 'ShareUpdateExclusiveLock')];
const onIndex = [...onTable, index('orders_total', 'ShareUpdateExclusiveLock')];
const docs = 'https://www.postgresql.org/docs/18/';
const partitioned = `
  CREATE TABLE events (id bigint, kind text) PARTITION BY RANGE (id);
  CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (1) TO (1000);
  INSERT INTO events SELECT g, g::text FROM generate_series(1, 50) g;`;

export const indexForms: readonly LockForm[] = [
  { id: 'create-index', title: '`CREATE INDEX`', statement: 'CREATE INDEX orders_note ON orders (note)' },
  {
    id: 'create-unique-index',
    title: '`CREATE UNIQUE INDEX`',
    statement: 'CREATE UNIQUE INDEX orders_note ON orders (note)',
  },
  {
    id: 'create-index-include',
    title: '`CREATE INDEX … INCLUDE`',
    statement: 'CREATE INDEX orders_note ON orders (note) INCLUDE (total)',
    since: 11,
  },
  {
    id: 'create-index-if-not-exists',
    title: '`CREATE INDEX IF NOT EXISTS` of one that exists',
    statement: 'CREATE INDEX IF NOT EXISTS orders_total ON orders (total)',
  },
  {
    id: 'create-index-partitioned',
    title: '`CREATE INDEX` on a partitioned table',
    setUp: partitioned,
    statement: 'CREATE INDEX events_kind ON events (kind)',
    since: 11,
  },
  {
    id: 'create-index-only',
    title: '`CREATE INDEX … ON ONLY` a partitioned table',
    setUp: partitioned,
    statement: 'CREATE INDEX events_kind ON ONLY events (kind)',
    since: 11,
  },
  {
    id: 'attach-index',
    title: '`ALTER INDEX … ATTACH PARTITION`',
    setUp: `${partitioned} CREATE INDEX events_kind ON ONLY events (kind); CREATE INDEX events_1_kind ON events_1 (kind)`,
    older: [
      {
        upTo: 11,
        locks: [
          table('events', 'AccessShareLock'),
          table('events_1', 'AccessShareLock'),
          index('events_1_kind', 'AccessExclusiveLock'),
          index('events_kind', 'AccessExclusiveLock'),
        ],
      },
    ],
    statement: 'ALTER INDEX events_kind ATTACH PARTITION events_1_kind',
    since: 11,
  },
  {
    id: 'create-index-concurrently',
    title: '`CREATE INDEX CONCURRENTLY`',
    statement: 'CREATE INDEX CONCURRENTLY orders_note ON orders (note)',
    documented: { locks: onTable, source: `${docs}sql-createindex.html` },
  },
  {
    id: 'create-unique-index-concurrently',
    title: '`CREATE UNIQUE INDEX CONCURRENTLY`',
    statement: 'CREATE UNIQUE INDEX CONCURRENTLY orders_note ON orders (note)',
    documented: { locks: onTable, source: `${docs}sql-createindex.html` },
  },
  { id: 'drop-index', title: '`DROP INDEX`', statement: 'DROP INDEX orders_total' },
  {
    id: 'drop-index-concurrently',
    title: '`DROP INDEX CONCURRENTLY`',
    statement: 'DROP INDEX CONCURRENTLY orders_total',
    documented: { locks: onIndex, source: `${docs}sql-dropindex.html` },
  },
  { id: 'reindex-index', title: '`REINDEX INDEX`', statement: 'REINDEX INDEX orders_total' },
  { id: 'reindex-table', title: '`REINDEX TABLE`', statement: 'REINDEX TABLE orders' },
  {
    id: 'reindex-index-concurrently',
    title: '`REINDEX INDEX CONCURRENTLY`',
    statement: 'REINDEX INDEX CONCURRENTLY orders_total',
    since: 12,
    documented: { locks: onIndex, source: `${docs}sql-reindex.html` },
  },
  {
    id: 'reindex-table-concurrently',
    title: '`REINDEX TABLE CONCURRENTLY`',
    statement: 'REINDEX TABLE CONCURRENTLY orders',
    since: 12,
    documented: {
      locks: [
        ...onTable,
        index('orders_pkey', 'ShareUpdateExclusiveLock'),
        index('orders_total', 'ShareUpdateExclusiveLock'),
      ],
      source: `${docs}sql-reindex.html`,
    },
  },
  {
    id: 'rename-index',
    title: '`ALTER INDEX … RENAME TO`',
    older: [{ upTo: 11, locks: [index('orders_total', 'AccessExclusiveLock')] }],
    statement: 'ALTER INDEX orders_total RENAME TO orders_by_total',
  },
  {
    id: 'set-index-option',
    title: '`ALTER INDEX … SET (fillfactor = …)`',
    statement: 'ALTER INDEX orders_total SET (fillfactor = 70)',
  },
];
