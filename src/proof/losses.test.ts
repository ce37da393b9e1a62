import { afterAll, beforeAll, expect, test } from 'vitest';
import { createParser, type SqlParser } from '../sql/parse.ts';
import { rowsOf } from './database.ts';
import { findLosses } from './losses.ts';
import { type OpenedDatabase, openPglite } from './pglite-database.ts';
import type { ProvenMigration } from './subject.ts';

let parser: SqlParser;
let database: OpenedDatabase;
beforeAll(async () => {
  parser = await createParser('postgres');
  database = await openPglite(null);
});
afterAll(() => database.close());

function migrationOf(text: string): ProvenMigration {
  return {
    path: 'm.sql',
    text,
    up: parser.parse(text).map((statement) => ({ ...statement, transaction: 0 })),
    down: null,
  };
}

const base = `
  CREATE TYPE state AS ENUM ('new', 'paid', 'void');
  CREATE TABLE customers (id serial PRIMARY KEY, name varchar(50) NOT NULL, phone text, since timestamptz NOT NULL);
  CREATE TABLE orders (id serial PRIMARY KEY, customer_id int NOT NULL REFERENCES customers ON DELETE CASCADE,
    total numeric(10,2) NOT NULL, state state NOT NULL);
  CREATE TABLE notes (order_id int REFERENCES orders, note text);
  CREATE TABLE log (line text, weight double precision)`;

/** The losses as text: kind, what of, how many of how many, the example, the statement. */
async function losses(sql: string, earlier: readonly ProvenMigration[] = []): Promise<string[]> {
  const reset = await database.exec(`DROP SCHEMA public CASCADE; CREATE SCHEMA public; ${base}`);
  expect(reset).toMatchObject({ ok: true });
  for (const { text } of earlier) await database.exec(text);
  const found = await findLosses(database, migrationOf(sql), { earlier });
  expect(await rowsOf(database, 'SELECT count(*) AS n FROM customers')).toEqual([{ n: '0' }]);
  return found.map(
    ({ kind, table, column, lost, rows, example, range }) =>
      `${kind} ${table}${column === null ? '' : `.${column}`} ${lost}/${rows}` +
      `${example === null ? '' : ` ${example.before} -> ${example.after}`} by ${sql.slice(range.start, range.start + 11)}`,
  );
}

test.each([
  [
    'a column that is dropped',
    'ALTER TABLE customers DROP COLUMN phone',
    ['column-gone customers.phone 40/40 by ALTER TABLE'],
  ],
  ['a table that is dropped', 'DROP TABLE log', ['table-gone log 40/40 by DROP TABLE ']],
  ['all rows', 'TRUNCATE log', ['rows-removed log 40/40 by TRUNCATE lo']],
  [
    'rows that a TRUNCATE takes along',
    'TRUNCATE orders CASCADE',
    ['rows-removed notes 40/40 by TRUNCATE or', 'rows-removed orders 40/40 by TRUNCATE or'],
  ],
  [
    'rows that a cascade takes along',
    'DELETE FROM customers WHERE id <= 10',
    ['rows-removed customers 10/40 by DELETE FROM', 'rows-removed orders 10/40 by DELETE FROM'],
  ],
  [
    'texts that are cut',
    'ALTER TABLE customers ALTER name TYPE varchar(1) USING left(name, 1)',
    [expect.stringMatching(/^value-changed customers.name \d+\/\d+ '10' -> '1' by ALTER TABLE$/)],
  ],
  [
    'fractions that are rounded',
    'ALTER TABLE orders ALTER total TYPE integer',
    [expect.stringMatching(/^value-changed orders.total \d\/\d+ 1.50 -> 2 by ALTER TABLE$/)],
  ],
  [
    'times that become dates',
    'ALTER TABLE customers ALTER since TYPE date',
    [
      expect.stringMatching(
        /^value-changed customers.since \d+\/\d+ '2024-01-01 01:00:00\+00' -> '2024-01-01' by/,
      ),
    ],
  ],
  [
    'digits that a smaller float has not',
    'ALTER TABLE log ALTER weight TYPE real',
    [expect.stringMatching(/^value-changed log.weight 1\/\d+ '?0.123456789'? -> '?0.12345679'? by/)],
  ],
  [
    'values of an enum that become one',
    `CREATE TYPE state2 AS ENUM ('open', 'done');
     ALTER TABLE orders ALTER state TYPE state2 USING CASE WHEN state = 'new' THEN 'open'::state2 ELSE 'done'::state2 END`,
    [expect.stringMatching(/^value-changed orders.state \d+\/\d+ 'paid' -> 'done' by ALTER TABLE$/)],
  ],
])('%s', async (_, sql, expected) => {
  expect(await losses(sql)).toEqual(expected);
});

test.each([
  [
    'a wider type',
    'ALTER TABLE orders ALTER total TYPE numeric(14,4); ALTER TABLE orders ALTER id TYPE bigint',
  ],
  ['a list of it', "ALTER TABLE customers ALTER phone TYPE text[] USING string_to_array(phone, ',')"],
  ['a longer text', 'ALTER TABLE customers ALTER name TYPE text'],
  [
    'a date with a time',
    'ALTER TABLE customers ADD COLUMN day date; ALTER TABLE customers ALTER day TYPE timestamp',
  ],
  ['another time zone', "ALTER TABLE customers ALTER since TYPE timestamp USING since AT TIME ZONE 'UTC'"],
  [
    'an enum with other names',
    `CREATE TYPE state2 AS ENUM ('a', 'b', 'c');
     ALTER TABLE orders ALTER state TYPE state2 USING
       (CASE state WHEN 'new' THEN 'a' WHEN 'paid' THEN 'b' ELSE 'c' END)::state2`,
  ],
  [
    'a column copied before',
    'ALTER TABLE customers ADD COLUMN tel text; UPDATE customers SET tel = phone; ALTER TABLE customers DROP COLUMN phone',
  ],
  ['a table copied before', 'CREATE TABLE lines AS SELECT * FROM log; DROP TABLE log'],
  [
    'a new column',
    "ALTER TABLE customers ADD COLUMN x text DEFAULT 'x'; ALTER TABLE customers DROP COLUMN x",
  ],
  ['a table of the migration itself', 'CREATE TABLE t (a int); INSERT INTO t VALUES (1); DROP TABLE t'],
  ['new names', 'ALTER TABLE customers RENAME phone TO tel; ALTER TABLE customers RENAME TO clients'],
  ['an UPDATE', "UPDATE customers SET phone = '1'"],
  ['what follows a statement that does not run', 'ALTER TABLE nowhere DROP COLUMN a; DROP TABLE log'],
])('nothing is lost by %s', async (_, sql) => {
  expect(await losses(sql)).toEqual([]);
});

test('tables that an earlier migration of the pull request made are left out', async () => {
  const earlier = [migrationOf('CREATE TABLE tags (name text)')];
  expect(await losses('DROP TABLE tags', earlier)).toEqual([]);
});
