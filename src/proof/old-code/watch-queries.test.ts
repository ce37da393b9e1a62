import { afterAll, describe, expect, it } from 'vitest';
import { createParser } from '../../sql/parse.ts';
import { rowsOf } from '../database.ts';
import { openPglite } from '../pglite-database.ts';
import type { BrokenQuery } from '../proof.ts';
import { watchQueries } from './watch-queries.ts';

const database = await openPglite(null);
const parser = await createParser('postgres');
afterAll(() => database.close());

const base = `
  CREATE TYPE state AS ENUM ('open', 'closed');
  CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL UNIQUE, name text);
  CREATE TABLE orders (id bigserial PRIMARY KEY, user_id bigint NOT NULL REFERENCES users, state state NOT NULL DEFAULT 'open',
    note varchar(20), total int NOT NULL DEFAULT 0, at timestamptz NOT NULL DEFAULT now(), data jsonb, tags text[]);
  CREATE VIEW open_orders AS SELECT id, note FROM orders WHERE state = 'open';
  CREATE FUNCTION tax(amount int) RETURNS int LANGUAGE sql AS 'SELECT amount / 5';`;

/** Queries after a migration's statements, each run by itself. */
async function brokenBy(
  migration: string,
  queries: readonly string[],
  ran = true,
  more = '',
): Promise<readonly BrokenQuery[]> {
  await rowsOf(database, `DROP SCHEMA public CASCADE; CREATE SCHEMA public; ${base} ${more}`);
  const watch = await watchQueries(
    database,
    queries.map((sql, line) => ({ path: 'a.ts', line, range: { start: 0, end: 1 }, sql, changed: false })),
    parser,
  );
  const up = parser.parse(migration).map((statement) => ({ ...statement, transaction: null }));
  for (const { text } of up) await rowsOf(database, text);
  await watch.afterMigration({ path: '2.sql', up }, ran);
  return watch.broken();
}

describe('a query that PostgreSQL refuses after a migration', () => {
  it.each([
    ['SELECT note FROM orders', 'ALTER TABLE orders DROP COLUMN note CASCADE', '42703'],
    [
      'SELECT o.note FROM orders o WHERE o.id = $1',
      'ALTER TABLE orders RENAME COLUMN note TO remark',
      '42703',
    ],
    ['SELECT * FROM orders', 'ALTER TABLE orders RENAME TO purchases', '42P01'],
    ['SELECT * FROM orders', 'DROP TABLE orders CASCADE', '42P01'],
    ['SELECT * FROM open_orders', 'DROP VIEW open_orders', '42P01'],
    ['SELECT * FROM orders', 'CREATE SCHEMA s; ALTER TABLE orders SET SCHEMA s', '42P01'],
    ['SELECT tax(total) FROM orders', 'DROP FUNCTION tax(int)', '42883'],
    [
      "SELECT * FROM orders WHERE lower(note) = 'a'",
      'DROP VIEW open_orders; ALTER TABLE orders ALTER note TYPE int USING 0',
      '42883',
    ],
    ["SELECT * FROM orders WHERE state = 'open'", "ALTER TYPE state RENAME VALUE 'open' TO 'new'", '22P02'],
    [
      'SELECT id FROM orders JOIN users ON users.id = orders.user_id WHERE name = $1'.replace(
        'SELECT id',
        'SELECT orders.id',
      ),
      'ALTER TABLE orders ADD COLUMN name text',
      '42702',
    ],
    [
      'INSERT INTO users (id, email) VALUES ($1, $2) ON CONFLICT (email) DO NOTHING',
      'ALTER TABLE users DROP CONSTRAINT users_email_key',
      '42P10',
    ],
    ['INSERT INTO users VALUES ($1, $2, $3)', 'ALTER TABLE users DROP COLUMN name', '42601'],
    ['INSERT INTO users (id, email) VALUES ($1, $2)', 'ALTER TABLE users ALTER name SET NOT NULL', '23502'],
    [
      'INSERT INTO users (id, email) VALUES ($1, $2) RETURNING *',
      'ALTER TABLE users ADD COLUMN age int NOT NULL',
      '23502',
    ],
    [
      "INSERT INTO users (id, email) VALUES (7, 'a')",
      'ALTER TABLE users ADD COLUMN age int NOT NULL',
      '23502',
    ],
    ['INSERT INTO orders (user_id) VALUES ($1)', 'ALTER TABLE orders ALTER total DROP DEFAULT', '23502'],
    [
      'INSERT INTO orders (user_id, data, tags, at, state) VALUES ($1, $2, $3, $4, $5)',
      'ALTER TABLE orders ALTER id DROP DEFAULT',
      '23502',
    ],
    ['UPDATE orders SET note = $1 WHERE id = $2', 'ALTER TABLE orders RENAME COLUMN note TO remark', '42703'],
  ])('%s: %s', async (query, migration, code) => {
    const broken = await brokenBy(`${migration};\nCOMMENT ON SCHEMA public IS 'x'`, [query]);
    const last = parser.parse(migration).at(-1);
    expect(broken.map(({ error, brokenBy: by }) => [error.code, by])).toEqual([
      [code, { path: '2.sql', range: last?.range }],
    ]);
  });

  it('comes with what PostgreSQL says', async () => {
    expect(
      await brokenBy('ALTER TABLE users DROP COLUMN name', ['SELECT 1', 'SELECT name FROM users']),
    ).toEqual([
      {
        path: 'a.ts',
        line: 1,
        sql: 'SELECT name FROM users',
        error: {
          code: '42703',
          message: 'column "name" does not exist',
          detail: null,
          hint: null,
          position: null,
          schema: null,
          table: null,
          column: null,
          constraint: null,
        },
        brokenBy: { path: '2.sql', range: { start: 0, end: 34 } },
      },
    ]);
  });

  it('is of the statement that names the column', async () => {
    const migration =
      'ALTER TABLE users ADD COLUMN a int;\nALTER TABLE users DROP COLUMN name;\nALTER TABLE users ADD COLUMN b int';
    const [broken] = await brokenBy(migration, ['SELECT name FROM users']);
    expect(broken?.brokenBy?.range).toEqual({ start: 36, end: 70 });
  });

  it('is of the index that is dropped, not of another that is added', async () => {
    const migration =
      'ALTER TABLE users ADD UNIQUE (name);\nALTER TABLE users DROP CONSTRAINT users_email_key';
    const [broken] = await brokenBy(migration, [
      'INSERT INTO users (id, email) VALUES ($1, $2) ON CONFLICT (email) DO NOTHING',
    ]);
    expect(broken?.brokenBy?.range.start).toBe(37);
  });

  it('may fail in a trigger', async () => {
    const trigger = `CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN new.name := 1; RETURN new; END';
      CREATE TRIGGER fill BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION fill();`;
    const insert = 'INSERT INTO users (id, email) VALUES ($1, $2)';
    const broken = await brokenBy('ALTER TABLE users RENAME COLUMN name TO label', [insert], true, trigger);
    expect(broken.map(({ error }) => error.code)).toEqual(['42703']);
    const refuses = trigger.replace('new.name := 1', 'RAISE no_data_found');
    expect(await brokenBy('ALTER TABLE users RENAME COLUMN name TO label', [insert], true, refuses)).toEqual(
      [],
    );
    const [gone] = await brokenBy('ALTER TABLE users RENAME COLUMN email TO mail', [insert], true, refuses);
    expect(gone?.error.code).toBe('42703');
  });

  it('is of none where a DO did it', async () => {
    const [broken] = await brokenBy("DO $$ BEGIN EXECUTE 'ALTER TABLE users DROP COLUMN name'; END $$", [
      'SELECT name FROM users',
    ]);
    expect(broken?.brokenBy).toBeNull();
  });
});

describe('no broken query', () => {
  it.each([
    ['SELECT id FROM orders', 'ALTER TABLE orders DROP COLUMN data'],
    ['SELECT * FROM orders', 'ALTER TABLE orders DROP COLUMN data'],
    ['SELECT nothing FROM orders', 'ALTER TABLE orders DROP COLUMN data'],
    ['SELECT $1', 'ALTER TABLE orders DROP COLUMN data'],
    ['SELECT * FROM elsewhere', 'ALTER TABLE orders DROP COLUMN data'],
    ['SELECT * FROM orders WHERE total = $1', 'ALTER TABLE orders ALTER total TYPE bigint'],
    ['INSERT INTO users (id, email) VALUES ($1, $2)', 'ALTER TABLE users ADD COLUMN age int'],
    [
      'INSERT INTO users (id, email) VALUES ($1, $2)',
      'ALTER TABLE users ADD COLUMN age int NOT NULL DEFAULT 0',
    ],
    ['INSERT INTO users (id, email, name) VALUES ($1, $2, $3)', 'ALTER TABLE users ALTER name SET NOT NULL'],
    [
      'INSERT INTO users (id, email, name) VALUES ($1, $2, NULL)',
      'ALTER TABLE users ALTER name SET NOT NULL',
    ],
    ['INSERT INTO users (id) VALUES ($1)', 'ALTER TABLE users ADD COLUMN age int NOT NULL'],
    ['INSERT INTO orders (user_id) VALUES ($1)', 'ALTER TABLE orders ADD CHECK (total > 5)'],
    [
      'INSERT INTO users (id, email) SELECT 1, $1 WHERE false',
      'ALTER TABLE users ADD COLUMN age int NOT NULL',
    ],
    ['SELECT note FROM orders', 'CREATE TABLE others (id int)'],
    [
      'SELECT note FROM orders',
      'DROP VIEW open_orders; ALTER TABLE orders ALTER note TYPE text; CREATE VIEW open_orders AS SELECT id, note FROM orders',
    ],
    ['UPDATE orders SET total = $1', 'ALTER TABLE orders ALTER total DROP NOT NULL'],
    [
      'INSERT INTO users (id, email) VALUES ($1, $2)',
      `ALTER TABLE users ADD COLUMN age int NOT NULL;
       CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN new.age := 1; RETURN new; END';
       CREATE TRIGGER fill BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION fill()`,
    ],
  ])('%s: %s', async (query, migration) => {
    expect(await brokenBy(migration, [query])).toEqual([]);
  });

  it('where the migration did not run whole', async () => {
    expect(await brokenBy('ALTER TABLE users DROP COLUMN name', ['SELECT name FROM users'], false)).toEqual(
      [],
    );
  });

  it('where a migration only set the search_path', async () => {
    await rowsOf(database, `DROP SCHEMA public CASCADE; CREATE SCHEMA public; ${base}`);
    const query = {
      path: 'a.ts',
      line: 1,
      range: { start: 0, end: 1 },
      sql: 'SELECT name FROM users',
      changed: false,
    };
    const watch = await watchQueries(database, [query], parser);
    const up = parser.parse("ALTER TABLE orders DROP COLUMN data; SET search_path = ''");
    for (const { text } of up) await rowsOf(database, text);
    await watch.afterMigration(
      { path: '2.sql', up: up.map((each) => ({ ...each, transaction: null })) },
      true,
    );
    await rowsOf(database, 'RESET search_path');
    expect(watch.broken()).toEqual([]);
  });
});

it('tries 500 queries at once, and leaves nothing behind', async () => {
  const queries = Array.from(
    { length: 500 },
    (_, at) => `SELECT note, ${at} FROM orders WHERE id = $1 AND total > $2`,
  );
  const broken = await brokenBy('ALTER TABLE orders RENAME COLUMN note TO remark', queries);
  expect(broken).toHaveLength(500);
  const left = await rowsOf(
    database,
    `SELECT (SELECT count(*) FROM pg_prepared_statements) AS prepared, (SELECT count(*) FROM pg_proc WHERE proname ~ 'backend_engineer') AS functions`,
  );
  expect(left).toEqual([{ prepared: '0', functions: '0' }]);
});
