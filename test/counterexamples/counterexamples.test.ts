import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findCounterexamples } from '../../src/proof/counterexample/find-counterexamples.ts';
import { isBlocking } from '../../src/proof/counterexample/is-blocking.ts';
import { type OpenedDatabase, openPglite } from '../../src/proof/pglite-database.ts';
import {
  type PostgresServer,
  postgresAvailable,
  postgresNeeded,
  startPostgres,
} from '../support/postgres.ts';
import { blocking } from './blocking.ts';
import { type FailingCase, shop } from './case.ts';
import { failing } from './failing.ts';
import { harmless } from './harmless.ts';
import { migrationsOf, runCase } from './run-case.ts';
import { safe } from './safe.ts';

let database: OpenedDatabase;
beforeAll(async () => {
  database = await openPglite(null);
});
afterAll(() => database.close());

const hasPostgres = postgresAvailable();
let server: PostgresServer | null = null;
beforeAll(async () => {
  if (hasPostgres) server = await startPostgres();
});
afterAll(() => server?.close());

test('there are as many as the numbers say', () => {
  expect(failing.length).toBeGreaterThanOrEqual(40);
  expect(safe.length).toBeGreaterThanOrEqual(40);
  expect(harmless.length).toBeGreaterThanOrEqual(40);
});

describe(`a migration that fails only on data${hasPostgres ? '' : ` (on a server: ${postgresNeeded})`}`, () => {
  test.each(failing)('$name', async (one) => {
    const { last } = await runCase(database, one);
    expect(last.map(({ counterexample }) => counterexample.error.code)).toEqual([one.code]);
    const [found] = last;
    expect(found?.statement).toContain(one.at);
    expect(found && isBlocking(found.counterexample)).toBe(one.anyRow === true);
    expect(await replayed(one, found?.counterexample.inserts ?? [])).toBe(hasPostgres ? one.code : null);
  });
});

test('the same input gives the same counterexamples, and the database is left as it was', async () => {
  for (const one of failing.slice(0, 3)) {
    const first = await runCase(database, one);
    const migrations = migrationsOf(one);
    const again = await findCounterexamples(database, migrations);
    expect([...(again.at(-1)?.values() ?? [])]).toEqual(
      first.last.map(({ counterexample }) => counterexample),
    );
    expect((await runCase(database, one)).last).toEqual(first.last);
  }
});

test('nothing is said of a table whose schema is not known whole', async () => {
  const [one] = failing;
  if (one === undefined) throw new Error('there is none');
  await runCase(database, one);
  const doubtful = [{ schema: null, name: 'customers' }];
  expect(await findCounterexamples(database, migrationsOf(one), { doubtful })).toEqual([new Map()]);
});

test.each([
  [
    'what a target requires',
    "INSERT INTO owners (name, contact) SELECT name, email FROM customers WHERE name LIKE 'a%'",
    "SELECT count(*) FROM (SELECT name, email FROM customers WHERE name LIKE 'a%') AS copied (name, contact) WHERE contact IS NULL",
  ],
  [
    'what a target has once',
    "INSERT INTO labels SELECT email FROM customers WHERE email <> ''",
    "SELECT label, count(*) FROM (SELECT email FROM customers WHERE email <> '') AS copied (label) GROUP BY label HAVING count(*) > 1",
  ],
  [
    'a text that is none of a type',
    'UPDATE customers SET name = (email::json)::text',
    "SELECT count(*) FROM customers WHERE NOT pg_input_is_valid(email, 'json')",
  ],
])('production is asked for exactly %s', async (name, statement, question) => {
  const base = `${shop} CREATE TABLE owners (name text, contact text NOT NULL); CREATE TABLE labels (label text UNIQUE)`;
  const { last } = await runCase(database, { name, base, migration: statement });
  expect(last.map(({ counterexample }) => counterexample.question)).toEqual([question]);
});

test('a row that breaks a check refers to nothing that it does not have to', async () => {
  const base = `${shop} CREATE TABLE claims (id int PRIMARY KEY, customer_id bigint REFERENCES customers, order_id bigint REFERENCES orders)`;
  const migration = 'ALTER TABLE claims ADD CONSTRAINT one CHECK (num_nonnulls(customer_id, order_id) = 1)';
  const { last } = await runCase(database, { name: 'one of two', base, migration });
  expect(last[0]?.counterexample).toMatchObject({
    parents: [],
    inserts: [expect.stringContaining('NULL, NULL')],
  });
});

test('a NULL that makes a copy fail is told, and asked for', async () => {
  const base = `CREATE TYPE kind AS ENUM ('a', 'b'); CREATE TABLE old (id int PRIMARY KEY, kind kind NOT NULL, one int, two int);
    CREATE TABLE new (id int PRIMARY KEY, one int, two int, CHECK (num_nonnulls(one, two) = 1))`;
  const migration = `CREATE TEMP TABLE few AS SELECT id FROM old;
    INSERT INTO new (id, two) SELECT id, two FROM old WHERE id IN (SELECT id FROM few) AND kind = 'b'::kind`;
  const { last } = await runCase(database, { name: 'a copy', base, migration });
  expect(last[0]?.counterexample).toMatchObject({
    rows: ["INSERT INTO old (id, kind, two) VALUES (1, 'b', NULL)"],
    question: "SELECT count(*) FROM old WHERE kind = 'b' AND two IS NULL",
  });
});

test('of rows that others refer to the tables are told', async () => {
  const migration = 'ALTER TABLE orders ALTER COLUMN note SET NOT NULL';
  const { last } = await runCase(database, { name: 'parents', base: shop, migration });
  expect(last[0]?.counterexample).toMatchObject({
    rows: [expect.stringMatching(/^INSERT INTO orders/)],
    parents: ['customers'],
  });
});

describe('a look-alike that is safe', () => {
  test.each(safe)('$name', async (one) => {
    expect(await runCase(database, one)).toEqual({ last: [], before: [] });
  });
});

describe('one that could fail, and of which the repository shows that it will not', () => {
  test.each(harmless)('$name', async (one) => {
    const { last, before } = await runCase(database, one);
    const blockers = [...last, ...before].filter(({ counterexample }) => isBlocking(counterexample));
    expect(blockers).toEqual([]);
    // What a backfill repairs is no finding at all; what the code does not show to happen is a warning.
    const repaired =
      one.writers === undefined && one.later === undefined && !one.name.startsWith('seeds that have');
    if (repaired) expect(last).toEqual([]);
  });
});

describe('one whose breaking rows the repository itself makes', () => {
  test.each(blocking)('$name', async (one) => {
    const { last } = await runCase(database, one);
    expect(last.map(({ counterexample }) => counterexample.madeBy)).toEqual([one.madeBy]);
    expect(last.every(({ counterexample }) => isBlocking(counterexample))).toBe(true);
  });
});

/** The SQLSTATE with which the last of the statements fails on a real server; null where none does, or there is none. */
async function replayed(one: FailingCase, inserts: readonly string[]): Promise<string | null> {
  if (server === null) return null;
  const client = new pg.Client({ connectionString: await server.createDatabase() });
  await client.connect();
  try {
    for (const text of [one.base, one.later ?? '', ...inserts]) await client.query(text);
    for (const { up } of migrationsOf(one))
      for (const { text } of up) {
        const code = await client.query(text).then(
          () => null,
          (error: { readonly code?: string }) => error.code ?? 'none',
        );
        if (code !== null) return code;
      }
    return null;
  } finally {
    await client.end();
  }
}
