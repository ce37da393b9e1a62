import { index, type LockForm } from '../lock-form.ts';

const foreignKey =
  'ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customers';
const check = 'ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0)';
const partitioned = `
  CREATE TABLE events (id bigint, customer_id bigint) PARTITION BY RANGE (id);
  CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (1) TO (1000);
  INSERT INTO events SELECT g, g FROM generate_series(1, 50) g;`;

export const constraintForms: readonly LockForm[] = [
  { id: 'add-check', title: '`ADD CHECK`', statement: check },
  { id: 'add-check-not-valid', title: '`ADD CHECK … NOT VALID`', statement: `${check} NOT VALID` },
  {
    id: 'validate-check',
    title: '`VALIDATE CONSTRAINT` of a check',
    setUp: `${check} NOT VALID`,
    statement: 'ALTER TABLE orders VALIDATE CONSTRAINT positive',
  },
  {
    id: 'validate-valid',
    title: '`VALIDATE CONSTRAINT` of a valid one',
    setUp: check,
    statement: 'ALTER TABLE orders VALIDATE CONSTRAINT positive',
  },
  {
    id: 'drop-check',
    title: '`DROP CONSTRAINT` of a check',
    setUp: check,
    statement: 'ALTER TABLE orders DROP CONSTRAINT positive',
  },
  {
    id: 'add-not-null-constraint',
    title: '`ADD CONSTRAINT … NOT NULL`',
    statement: 'ALTER TABLE orders ADD CONSTRAINT total_given NOT NULL total',
    since: 18,
  },
  {
    id: 'add-not-null-constraint-not-valid',
    title: '`ADD CONSTRAINT … NOT NULL … NOT VALID`',
    statement: 'ALTER TABLE orders ADD CONSTRAINT total_given NOT NULL total NOT VALID',
    since: 18,
  },
  {
    id: 'validate-not-null-constraint',
    title: '`VALIDATE CONSTRAINT` of a not-null constraint',
    setUp: 'ALTER TABLE orders ADD CONSTRAINT total_given NOT NULL total NOT VALID',
    statement: 'ALTER TABLE orders VALIDATE CONSTRAINT total_given',
    since: 18,
  },
  { id: 'add-foreign-key', title: '`ADD FOREIGN KEY`', statement: foreignKey },
  {
    id: 'add-foreign-key-not-valid',
    title: '`ADD FOREIGN KEY … NOT VALID`',
    onlyEmbedded: [index('customers_pkey', 'AccessShareLock')],
    statement: `${foreignKey} NOT VALID`,
  },
  {
    id: 'validate-foreign-key',
    title: '`VALIDATE CONSTRAINT` of a foreign key',
    setUp: `${foreignKey} NOT VALID`,
    statement: 'ALTER TABLE orders VALIDATE CONSTRAINT orders_customer',
  },
  {
    id: 'add-foreign-key-partitioned',
    title: '`ADD FOREIGN KEY` on a partitioned table',
    setUp: partitioned,
    statement: 'ALTER TABLE events ADD FOREIGN KEY (customer_id) REFERENCES customers',
    since: 11,
  },
  {
    id: 'add-foreign-key-partitioned-not-valid',
    title: '`ADD FOREIGN KEY … NOT VALID` on a partitioned table',
    setUp: partitioned,
    onlyEmbedded: [index('customers_pkey', 'AccessShareLock')],
    statement: 'ALTER TABLE events ADD FOREIGN KEY (customer_id) REFERENCES customers NOT VALID',
    since: 18,
  },
  {
    id: 'drop-foreign-key',
    title: '`DROP CONSTRAINT` of a foreign key',
    setUp: foreignKey,
    statement: 'ALTER TABLE orders DROP CONSTRAINT orders_customer',
  },
  {
    id: 'alter-foreign-key',
    title: '`ALTER CONSTRAINT … DEFERRABLE`',
    setUp: foreignKey,
    statement: 'ALTER TABLE orders ALTER CONSTRAINT orders_customer DEFERRABLE',
  },
  {
    id: 'add-unique',
    title: '`ADD UNIQUE`',
    statement: 'ALTER TABLE orders ADD CONSTRAINT orders_note_key UNIQUE (note)',
  },
  {
    id: 'add-unique-nulls-not-distinct',
    title: '`ADD UNIQUE NULLS NOT DISTINCT`',
    statement: 'ALTER TABLE orders ADD CONSTRAINT orders_note_key UNIQUE NULLS NOT DISTINCT (note)',
    since: 15,
  },
  {
    id: 'add-unique-using-index',
    title: '`ADD UNIQUE USING INDEX`',
    setUp: 'CREATE UNIQUE INDEX orders_note_key ON orders (note)',
    statement: 'ALTER TABLE orders ADD CONSTRAINT orders_note_key UNIQUE USING INDEX orders_note_key',
  },
  {
    id: 'drop-unique',
    title: '`DROP CONSTRAINT` of a unique one',
    setUp: 'ALTER TABLE orders ADD CONSTRAINT orders_note_key UNIQUE (note)',
    statement: 'ALTER TABLE orders DROP CONSTRAINT orders_note_key',
  },
  {
    id: 'drop-unique-cascade',
    title: '`DROP CONSTRAINT … CASCADE`, where a foreign key refers to it',
    setUp: foreignKey,
    statement: 'ALTER TABLE customers DROP CONSTRAINT customers_pkey CASCADE',
  },
  {
    id: 'add-primary-key',
    title: '`ADD PRIMARY KEY` on nullable columns',
    setUp: 'ALTER TABLE orders DROP CONSTRAINT orders_pkey; ALTER TABLE orders ALTER id DROP NOT NULL',
    statement: 'ALTER TABLE orders ADD PRIMARY KEY (id)',
  },
  {
    id: 'add-primary-key-not-null',
    title: '`ADD PRIMARY KEY` on columns that are `NOT NULL`',
    setUp: 'ALTER TABLE orders DROP CONSTRAINT orders_pkey; ALTER TABLE orders ALTER id SET NOT NULL',
    statement: 'ALTER TABLE orders ADD PRIMARY KEY (id)',
  },
  {
    id: 'add-primary-key-using-index',
    title: '`ADD PRIMARY KEY USING INDEX`, columns `NOT NULL`',
    setUp: `ALTER TABLE orders DROP CONSTRAINT orders_pkey; ALTER TABLE orders ALTER id SET NOT NULL;
      CREATE UNIQUE INDEX orders_id ON orders (id)`,
    statement: 'ALTER TABLE orders ADD PRIMARY KEY USING INDEX orders_id',
  },
  {
    id: 'add-primary-key-using-index-nullable',
    title: '`ADD PRIMARY KEY USING INDEX`, columns nullable',
    setUp: `ALTER TABLE orders DROP CONSTRAINT orders_pkey; ALTER TABLE orders ALTER id DROP NOT NULL;
      CREATE UNIQUE INDEX orders_id ON orders (id)`,
    statement: 'ALTER TABLE orders ADD PRIMARY KEY USING INDEX orders_id',
  },
  {
    id: 'drop-primary-key',
    title: '`DROP CONSTRAINT` of a primary key',
    statement: 'ALTER TABLE orders DROP CONSTRAINT orders_pkey',
  },
  {
    id: 'add-exclusion',
    title: '`ADD EXCLUDE`',
    statement: 'ALTER TABLE orders ADD EXCLUDE USING btree (note WITH =)',
  },
  {
    id: 'rename-constraint',
    title: '`RENAME CONSTRAINT`',
    setUp: check,
    statement: 'ALTER TABLE orders RENAME CONSTRAINT positive TO above_zero',
  },
];
