import { afterAll, beforeAll, expect, test } from 'vitest';
import { rowsOf } from '../database.ts';
import { type OpenedDatabase, openPglite } from '../pglite-database.ts';
import { rolledBack } from '../rolled-back.ts';
import { fillTables } from './fill-tables.ts';

let database: OpenedDatabase;
beforeAll(async () => {
  database = await openPglite(null);
});
afterAll(() => database.close());

/** What filling the tables named says, and how many rows each then has. */
async function filled(schema: string, names: readonly string[], count = 200) {
  return await rolledBack(database, async () => {
    const made = await database.exec(schema);
    expect(made).toMatchObject({ ok: true });
    const tables = names.map((name) => ({ schema: null, name }));
    const { tables: outcome } = await fillTables(database, tables, count, 7);
    const counts: Record<string, number | string> = {};
    for (const { table, reason } of outcome) {
      const [row] = await rowsOf(database, `SELECT count(*) AS n FROM ${table}`);
      counts[table] = reason ?? Number(row?.n);
    }
    return counts;
  });
}

test('tables that are referred to are filled before those that refer to them', async () => {
  const schema = `
    CREATE TABLE tenants (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, slug text NOT NULL UNIQUE);
    CREATE TABLE users (tenant_id int NOT NULL REFERENCES tenants, id int NOT NULL, email varchar(20) NOT NULL UNIQUE,
      PRIMARY KEY (tenant_id, id));
    CREATE TABLE orders (id bigserial PRIMARY KEY, tenant_id int NOT NULL REFERENCES tenants, user_id int NOT NULL,
      total numeric(6,2) NOT NULL, note text, FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id))`;
  expect(await filled(schema, ['orders'])).toEqual({ orders: 200, tenants: 200, users: 200 });
});

test('every type of the catalog that rows are usually made of', async () => {
  const types =
    `smallint, integer, bigint, numeric(10,2), real, double precision, boolean, text, varchar(8), char(4),
    date, time, timestamp, timestamptz, interval, uuid, json, jsonb, bytea, inet, cidr, money, point, text[], int[],
    int4range, daterange, tstzrange, tsvector, colour, price, mood`.split(/,\s*(?!2\))/);
  const columns = types.map((type, index) => `c${index} ${type} NOT NULL`);
  const schema = `CREATE TYPE colour AS ENUM ('red', 'green'); CREATE DOMAIN price AS numeric CHECK (VALUE > 0);
    CREATE DOMAIN mood AS text NOT NULL CHECK (VALUE IN ('happy', 'sad')); CREATE TABLE t (${columns.join(', ')})`;
  expect(await filled(schema, ['t'], 100)).toEqual({ t: 100 });
});

test.each([
  ['a comparison', 'a int NOT NULL, b int NOT NULL, CHECK (a > b)'],
  ['a list', "a text NOT NULL CHECK (a IN ('new', 'paid'))"],
  ['a length', 'a text NOT NULL CHECK (length(a) BETWEEN 5 AND 6)'],
  ['a regular expression', "a text NOT NULL CHECK (a ~ '^[A-Z]{3}-\\d{2}$')"],
  ['LIKE', "a text NOT NULL CHECK (a LIKE '%@%')"],
  ['one of two', 'a int, b int, CHECK (num_nonnulls(a, b) = 1)'],
  ['dates in order', 'a date NOT NULL, b date NOT NULL, CHECK (a < b)'],
])('a CHECK with %s', async (_, columns) => {
  expect(await filled(`CREATE TABLE t (${columns})`, ['t'], 50)).toEqual({ t: 50 });
});

test('partitions, a table that refers to itself, an exclusion', async () => {
  const schema = `
    CREATE TABLE p (at date NOT NULL, v int) PARTITION BY RANGE (at);
    CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2020-01-01') TO ('2020-02-01');
    CREATE TABLE l (kind text NOT NULL) PARTITION BY LIST (kind);
    CREATE TABLE l1 PARTITION OF l FOR VALUES IN ('a1', 'b1');
    CREATE TABLE node (id int PRIMARY KEY, parent int NOT NULL REFERENCES node);
    CREATE TABLE free (id int PRIMARY KEY, parent int REFERENCES free);
    CREATE TABLE booking (during int4range NOT NULL, EXCLUDE USING gist (during WITH &&))`;
  expect(await filled(schema, ['p', 'l', 'node', 'free', 'booking'], 30)).toEqual({
    p: 30,
    l: 30,
    node: 30,
    free: 30,
    booking: 30,
  });
});

test('what cannot be filled says why', async () => {
  const schema = `
    CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'never'; END $$;
    CREATE TABLE refusing (id int); CREATE TRIGGER no BEFORE INSERT ON refusing FOR EACH ROW EXECUTE FUNCTION no();
    CREATE TABLE below (id int PRIMARY KEY); CREATE TABLE above (id int PRIMARY KEY);
    CREATE TRIGGER no BEFORE INSERT ON below FOR EACH ROW EXECUTE FUNCTION no();
    ALTER TABLE above ADD below_id int NOT NULL REFERENCES below;
    CREATE TABLE never (a int NOT NULL CHECK (a > 0 AND a < 0))`;
  expect(await filled(schema, ['refusing', 'above', 'never'], 5)).toEqual({
    refusing: 'PostgreSQL refuses its rows: never',
    below: 'PostgreSQL refuses its rows: never',
    above: 'below, which it refers to, has no rows',
    never:
      'PostgreSQL refuses its rows: new row for relation "never" violates check constraint "never_a_check"',
  });
});

test('unique columns are full where the type has no more values', async () => {
  expect(await filled('CREATE TABLE t (a boolean NOT NULL UNIQUE)', ['t'])).toEqual({ t: 2 });
});
