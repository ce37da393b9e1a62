import { index, type LockForm, table } from '../lock-form.ts';

const partitioned = `
  CREATE TABLE events (id bigint NOT NULL, kind text) PARTITION BY RANGE (id);
  CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (1) TO (1000);
  CREATE TABLE events_2 (id bigint NOT NULL, kind text);
  INSERT INTO events SELECT g, g::text FROM generate_series(1, 50) g;
  INSERT INTO events_2 SELECT g, g::text FROM generate_series(1000, 1049) g;`;
const attach = 'ALTER TABLE events ATTACH PARTITION events_2 FOR VALUES FROM (1000) TO (2000)';
const defaultPartition = `${partitioned}
  CREATE TABLE events_rest PARTITION OF events DEFAULT; INSERT INTO events VALUES (5000, 'x');`;

export const tableForms: readonly LockForm[] = [
  { id: 'create-table', title: '`CREATE TABLE`', statement: 'CREATE TABLE invoices (id bigint PRIMARY KEY)' },
  {
    id: 'create-table-references',
    title: '`CREATE TABLE` with a foreign key',
    onlyEmbedded: [index('orders_pkey', 'AccessShareLock')],
    statement: 'CREATE TABLE invoices (id bigint PRIMARY KEY, order_id bigint REFERENCES orders)',
  },
  {
    id: 'create-table-like',
    title: '`CREATE TABLE … (LIKE …)`',
    statement: 'CREATE TABLE old_orders (LIKE orders INCLUDING ALL)',
  },
  {
    id: 'create-table-hash',
    title: '`CREATE TABLE … PARTITION BY HASH`',
    statement: 'CREATE TABLE spread (id bigint) PARTITION BY HASH (id)',
    since: 11,
  },
  {
    id: 'create-table-generated',
    title: '`CREATE TABLE` with a generated column',
    statement: 'CREATE TABLE squares (side integer, area integer GENERATED ALWAYS AS (side * side) STORED)',
    since: 12,
  },
  {
    id: 'create-table-inherits',
    title: '`CREATE TABLE … INHERITS`',
    statement: 'CREATE TABLE returns () INHERITS (orders)',
  },
  {
    id: 'create-table-as',
    title: '`CREATE TABLE … AS SELECT`',
    statement: 'CREATE TABLE old_orders AS SELECT * FROM orders',
  },
  {
    id: 'create-partition',
    title: '`CREATE TABLE … PARTITION OF`',
    setUp: partitioned,
    statement: 'CREATE TABLE events_3 PARTITION OF events FOR VALUES FROM (2000) TO (3000)',
  },
  {
    id: 'create-partition-with-default',
    title: '`CREATE TABLE … PARTITION OF`, where there is a default partition',
    setUp: defaultPartition,
    statement: 'CREATE TABLE events_3 PARTITION OF events FOR VALUES FROM (2000) TO (3000)',
    since: 11,
  },
  {
    id: 'attach-partition',
    title: '`ATTACH PARTITION`',
    setUp: partitioned,
    older: [
      { upTo: 11, locks: [table('events', 'AccessExclusiveLock'), table('events_2', 'AccessExclusiveLock')] },
    ],
    statement: attach,
  },
  {
    id: 'attach-partition-with-check',
    title: '`ATTACH PARTITION`, where a valid `CHECK` proves the bounds',
    setUp: `${partitioned} ALTER TABLE events_2 ADD CHECK (id >= 1000 AND id < 2000)`,
    older: [
      { upTo: 11, locks: [table('events', 'AccessExclusiveLock'), table('events_2', 'AccessExclusiveLock')] },
    ],
    statement: attach,
  },
  {
    id: 'attach-partition-with-default',
    title: '`ATTACH PARTITION`, where there is a default partition',
    setUp: defaultPartition,
    older: [
      {
        upTo: 11,
        locks: [
          table('events', 'AccessExclusiveLock'),
          table('events_2', 'AccessExclusiveLock'),
          table('events_rest', 'AccessExclusiveLock'),
        ],
      },
    ],
    statement: attach,
    since: 11,
  },
  {
    id: 'detach-partition',
    title: '`DETACH PARTITION`',
    setUp: partitioned,
    older: [
      {
        upTo: 13,
        locks: [table('events', 'AccessExclusiveLock'), table('events_1', 'ShareUpdateExclusiveLock')],
      },
    ],
    statement: 'ALTER TABLE events DETACH PARTITION events_1',
  },
  {
    id: 'detach-partition-concurrently',
    title: '`DETACH PARTITION … CONCURRENTLY`',
    setUp: partitioned,
    statement: 'ALTER TABLE events DETACH PARTITION events_1 CONCURRENTLY',
    since: 14,
    documented: {
      locks: [table('events', 'ShareUpdateExclusiveLock'), table('events_1', 'AccessExclusiveLock')],
      source: 'https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DETACH-PARTITION',
    },
  },
  { id: 'drop-table', title: '`DROP TABLE`', statement: 'DROP TABLE orders' },
  {
    id: 'drop-table-cascade',
    title: '`DROP TABLE … CASCADE` of one that foreign keys refer to',
    setUp: 'ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers',
    statement: 'DROP TABLE customers CASCADE',
  },
  {
    id: 'drop-table-referencing',
    title: '`DROP TABLE` of one that has a foreign key',
    setUp: 'ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers',
    statement: 'DROP TABLE orders',
  },
  {
    id: 'drop-partition',
    title: '`DROP TABLE` of a partition',
    setUp: partitioned,
    statement: 'DROP TABLE events_1',
  },
  { id: 'rename-table', title: '`RENAME TO`', statement: 'ALTER TABLE orders RENAME TO purchases' },
  {
    id: 'set-schema',
    title: '`SET SCHEMA`',
    setUp: 'CREATE SCHEMA archive',
    tearDown: 'DROP SCHEMA archive CASCADE',
    statement: 'ALTER TABLE orders SET SCHEMA archive',
  },
  {
    id: 'owner-to',
    title: '`OWNER TO`',
    setUp: 'CREATE ROLE clerk; GRANT CREATE ON SCHEMA public TO clerk',
    tearDown: 'DROP OWNED BY clerk CASCADE; DROP ROLE clerk',
    statement: 'ALTER TABLE orders OWNER TO clerk',
  },
  {
    id: 'set-storage-parameter',
    title: '`SET (fillfactor = …)`, `SET (autovacuum_… = …)`',
    statement: 'ALTER TABLE orders SET (fillfactor = 70, autovacuum_enabled = false)',
  },
  { id: 'set-unlogged', title: '`SET UNLOGGED`', statement: 'ALTER TABLE orders SET UNLOGGED' },
  {
    id: 'set-logged',
    title: '`SET LOGGED`',
    setUp: 'ALTER TABLE orders SET UNLOGGED',
    statement: 'ALTER TABLE orders SET LOGGED',
  },
  {
    id: 'set-tablespace-same',
    title: '`SET TABLESPACE`, where it is there already',
    statement: 'ALTER TABLE orders SET TABLESPACE pg_default',
  },
  {
    id: 'set-access-method-same',
    title: '`SET ACCESS METHOD`, where it is of it already',
    statement: 'ALTER TABLE orders SET ACCESS METHOD heap',
    since: 15,
  },
  { id: 'cluster-on', title: '`CLUSTER ON`', statement: 'ALTER TABLE orders CLUSTER ON orders_total' },
  {
    id: 'replica-identity',
    title: '`REPLICA IDENTITY`',
    statement: 'ALTER TABLE orders REPLICA IDENTITY FULL',
  },
  {
    id: 'enable-row-security',
    title: '`ENABLE ROW LEVEL SECURITY`',
    statement: 'ALTER TABLE orders ENABLE ROW LEVEL SECURITY',
  },
  {
    id: 'disable-triggers',
    title: '`DISABLE TRIGGER ALL`',
    statement: 'ALTER TABLE orders DISABLE TRIGGER ALL',
  },
  {
    id: 'inherit',
    title: '`INHERIT`',
    setUp: 'CREATE TABLE returns (LIKE orders INCLUDING ALL)',
    statement: 'ALTER TABLE returns INHERIT orders',
  },
  {
    id: 'no-inherit',
    title: '`NO INHERIT`',
    setUp: 'CREATE TABLE returns () INHERITS (orders)',
    statement: 'ALTER TABLE returns NO INHERIT orders',
  },
  {
    id: 'comment-on-table',
    title: '`COMMENT ON TABLE`',
    statement: "COMMENT ON TABLE orders IS 'What was sold'",
  },
  {
    id: 'comment-on-column',
    title: '`COMMENT ON COLUMN`',
    statement: "COMMENT ON COLUMN orders.total IS 'In cents'",
  },
  {
    id: 'grant-on-table',
    title: '`GRANT` on a table',
    older: [{ upTo: 17, locks: [] }],
    statement: 'GRANT SELECT ON orders TO PUBLIC',
  },
  {
    id: 'revoke-on-table',
    title: '`REVOKE` on a table',
    older: [{ upTo: 17, locks: [] }],
    statement: 'REVOKE SELECT ON orders FROM PUBLIC',
  },
];
