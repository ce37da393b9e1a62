import type { LockForm } from '../lock-form.ts';

const view = 'CREATE VIEW big_orders AS SELECT * FROM orders WHERE total > 100';
const matview = 'CREATE MATERIALIZED VIEW totals AS SELECT id, total FROM orders';
const trigger = `CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TRIGGER touched BEFORE UPDATE ON orders FOR EACH ROW EXECUTE PROCEDURE touch()`;
const mood = `CREATE TYPE mood AS ENUM ('sad', 'glad'); CREATE TABLE people (mood mood); INSERT INTO people VALUES ('sad')`;
const domain = 'CREATE DOMAIN cents AS integer; ALTER TABLE orders ALTER total TYPE cents';
const policy = 'CREATE POLICY own_rows ON orders USING (customer_id = 1)';

export const objectForms: readonly LockForm[] = [
  {
    id: 'create-trigger',
    title: '`CREATE TRIGGER`',
    setUp: `CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
    statement: 'CREATE TRIGGER touched BEFORE UPDATE ON orders FOR EACH ROW EXECUTE PROCEDURE touch()',
  },
  {
    id: 'replace-trigger',
    title: '`CREATE OR REPLACE TRIGGER`',
    setUp: trigger,
    statement:
      'CREATE OR REPLACE TRIGGER touched BEFORE INSERT ON orders FOR EACH ROW EXECUTE PROCEDURE touch()',
    since: 14,
  },
  {
    id: 'drop-trigger',
    title: '`DROP TRIGGER`',
    setUp: trigger,
    statement: 'DROP TRIGGER touched ON orders',
  },
  {
    id: 'rename-trigger',
    title: '`ALTER TRIGGER … RENAME TO`',
    setUp: trigger,
    statement: 'ALTER TRIGGER touched ON orders RENAME TO seen',
  },
  {
    id: 'create-rule',
    title: '`CREATE RULE`',
    statement: 'CREATE RULE quiet AS ON DELETE TO orders DO INSTEAD NOTHING',
  },
  { id: 'create-policy', title: '`CREATE POLICY`', statement: policy },
  {
    id: 'alter-policy',
    title: '`ALTER POLICY`',
    setUp: policy,
    statement: 'ALTER POLICY own_rows ON orders USING (customer_id = 2)',
  },
  { id: 'drop-policy', title: '`DROP POLICY`', setUp: policy, statement: 'DROP POLICY own_rows ON orders' },
  { id: 'create-view', title: '`CREATE VIEW`', statement: view },
  {
    id: 'replace-view',
    title: '`CREATE OR REPLACE VIEW`',
    setUp: view,
    statement: 'CREATE OR REPLACE VIEW big_orders AS SELECT * FROM orders WHERE total > 200',
  },
  {
    id: 'rename-view',
    title: '`ALTER VIEW … RENAME TO`',
    setUp: view,
    statement: 'ALTER VIEW big_orders RENAME TO large_orders',
  },
  { id: 'drop-view', title: '`DROP VIEW`', setUp: view, statement: 'DROP VIEW big_orders' },
  { id: 'create-materialized-view', title: '`CREATE MATERIALIZED VIEW`', statement: matview },
  {
    id: 'refresh-materialized-view',
    title: '`REFRESH MATERIALIZED VIEW`',
    setUp: matview,
    statement: 'REFRESH MATERIALIZED VIEW totals',
  },
  {
    id: 'refresh-materialized-view-concurrently',
    title: '`REFRESH MATERIALIZED VIEW CONCURRENTLY`',
    setUp: `${matview}; CREATE UNIQUE INDEX totals_id ON totals (id)`,
    statement: 'REFRESH MATERIALIZED VIEW CONCURRENTLY totals',
  },
  {
    id: 'drop-materialized-view',
    title: '`DROP MATERIALIZED VIEW`',
    setUp: matview,
    statement: 'DROP MATERIALIZED VIEW totals',
  },
  {
    id: 'create-enum',
    title: '`CREATE TYPE … AS ENUM`',
    statement: "CREATE TYPE state AS ENUM ('open', 'paid')",
  },
  {
    id: 'add-enum-value',
    title: '`ALTER TYPE … ADD VALUE`',
    setUp: mood,
    older: [{ upTo: 11, refused: '25001' }],
    statement: "ALTER TYPE mood ADD VALUE 'calm'",
  },
  {
    id: 'rename-enum-value',
    title: '`ALTER TYPE … RENAME VALUE`',
    setUp: mood,
    statement: "ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'",
  },
  {
    id: 'rename-type',
    title: '`ALTER TYPE … RENAME TO`',
    setUp: mood,
    statement: 'ALTER TYPE mood RENAME TO feeling',
  },
  {
    id: 'drop-type-cascade',
    title: '`DROP TYPE … CASCADE`',
    setUp: mood,
    statement: 'DROP TYPE mood CASCADE',
  },
  {
    id: 'alter-composite-type',
    title: '`ALTER TYPE … ADD ATTRIBUTE … CASCADE` of a typed table',
    setUp: 'CREATE TYPE point_of_sale AS (id bigint); CREATE TABLE shops OF point_of_sale',
    statement: 'ALTER TYPE point_of_sale ADD ATTRIBUTE city text CASCADE',
  },
  {
    id: 'add-domain-check',
    title: '`ALTER DOMAIN … ADD CHECK`',
    setUp: domain,
    statement: 'ALTER DOMAIN cents ADD CONSTRAINT above_zero CHECK (value > 0)',
  },
  {
    id: 'add-domain-check-not-valid',
    title: '`ALTER DOMAIN … ADD CHECK … NOT VALID`',
    setUp: domain,
    statement: 'ALTER DOMAIN cents ADD CONSTRAINT above_zero CHECK (value > 0) NOT VALID',
  },
  {
    id: 'validate-domain-check',
    title: '`ALTER DOMAIN … VALIDATE CONSTRAINT`',
    setUp: `${domain}; ALTER DOMAIN cents ADD CONSTRAINT above_zero CHECK (value > 0) NOT VALID`,
    statement: 'ALTER DOMAIN cents VALIDATE CONSTRAINT above_zero',
  },
  {
    id: 'set-domain-not-null',
    title: '`ALTER DOMAIN … SET NOT NULL`',
    setUp: domain,
    statement: 'ALTER DOMAIN cents SET NOT NULL',
  },
  { id: 'create-sequence', title: '`CREATE SEQUENCE`', statement: 'CREATE SEQUENCE numbers' },
  {
    id: 'alter-sequence',
    title: '`ALTER SEQUENCE … INCREMENT`',
    setUp: 'CREATE SEQUENCE numbers',
    statement: 'ALTER SEQUENCE numbers INCREMENT 10',
  },
  {
    id: 'alter-sequence-restart',
    title: '`ALTER SEQUENCE … RESTART`',
    setUp: 'CREATE SEQUENCE numbers',
    statement: 'ALTER SEQUENCE numbers RESTART',
  },
  {
    id: 'alter-sequence-owned-by',
    title: '`ALTER SEQUENCE … OWNED BY`',
    setUp: 'CREATE SEQUENCE numbers',
    statement: 'ALTER SEQUENCE numbers OWNED BY orders.id',
  },
  {
    id: 'drop-sequence-cascade',
    title: '`DROP SEQUENCE … CASCADE`, where a default uses it',
    setUp: "CREATE SEQUENCE numbers; ALTER TABLE orders ALTER id SET DEFAULT nextval('numbers')",
    statement: 'DROP SEQUENCE numbers CASCADE',
  },
  {
    id: 'create-function',
    title: '`CREATE FUNCTION`',
    statement: "CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
  },
  {
    id: 'create-schema',
    title: '`CREATE SCHEMA`',
    statement: 'CREATE SCHEMA archive',
    tearDown: 'DROP SCHEMA archive',
  },
  {
    id: 'drop-schema-cascade',
    title: '`DROP SCHEMA … CASCADE`',
    setUp: 'CREATE SCHEMA archive; CREATE TABLE archive.old_orders (id bigint)',
    statement: 'DROP SCHEMA archive CASCADE',
  },
  { id: 'create-role', title: '`CREATE ROLE`', statement: 'CREATE ROLE clerk', tearDown: 'DROP ROLE clerk' },
  {
    id: 'create-extension',
    title: '`CREATE EXTENSION`',
    statement: 'CREATE EXTENSION IF NOT EXISTS plpgsql',
  },
  {
    id: 'create-statistics',
    title: '`CREATE STATISTICS`',
    statement: 'CREATE STATISTICS orders_status_total ON status, total FROM orders',
  },
  {
    id: 'drop-statistics',
    title: '`DROP STATISTICS`',
    setUp: 'CREATE STATISTICS orders_status_total ON status, total FROM orders',
    older: [{ upTo: 11, locks: [] }],
    statement: 'DROP STATISTICS orders_status_total',
  },
  {
    id: 'create-publication',
    title: '`CREATE PUBLICATION … FOR TABLE`',
    statement: 'CREATE PUBLICATION sales FOR TABLE orders',
    tearDown: 'DROP PUBLICATION sales',
  },
  {
    id: 'alter-publication',
    title: '`ALTER PUBLICATION … ADD TABLE`',
    setUp: 'CREATE PUBLICATION sales FOR TABLE orders',
    statement: 'ALTER PUBLICATION sales ADD TABLE customers',
    tearDown: 'DROP PUBLICATION sales',
  },
  {
    id: 'drop-publication',
    title: '`DROP PUBLICATION`',
    setUp: 'CREATE PUBLICATION sales FOR TABLE orders',
    statement: 'DROP PUBLICATION sales',
  },
];
