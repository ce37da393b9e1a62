import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { createParser } from '../../sql/parse.ts';
import { openPglite } from '../pglite-database.ts';
import type { ProvenMigration, ProvenStatement } from '../subject.ts';
import { catalogOf, reverseMigration, runsTwice } from './reverse.ts';

const database = await openPglite(null);
const parser = await createParser('postgres');
afterAll(() => database.close());

const schema = `
CREATE TABLE customers (id bigint PRIMARY KEY, email text NOT NULL DEFAULT '');
CREATE INDEX customers_email_idx ON customers (email);
CREATE TYPE state AS ENUM ('new', 'old');
CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE VIEW addresses AS SELECT email FROM customers;
`;

beforeEach(async () => {
  expect(await database.exec(schema)).toMatchObject({ ok: true });
});

afterEach(async () => {
  await database.exec('RESET ALL; DROP SCHEMA public CASCADE; CREATE SCHEMA public');
});

function statements(sql: string): ProvenStatement[] {
  return parser.parse(sql).map((statement) => ({ ...statement, transaction: 1 }));
}

async function upAndDown(up: string, down: string | null): ReturnType<typeof reverseMigration> {
  const before = await catalogOf(database);
  const migration: ProvenMigration = {
    path: 'migrations/1.sql',
    text: up,
    up: statements(up),
    down: down === null ? null : { path: 'migrations/1.sql', statements: statements(down) },
  };
  expect(await database.exec(up)).toMatchObject({ ok: true });
  const after = await catalogOf(database);
  const reversal = await reverseMigration(database, migration, { before, baseComplete: true });
  expect(await catalogOf(database), 'the way down is rolled back').toEqual(after);
  return reversal;
}

const undone = [
  ['a column', 'ALTER TABLE customers ADD COLUMN name text', 'ALTER TABLE customers DROP COLUMN name'],
  ['an index', 'CREATE INDEX a ON customers (email, id)', 'DROP INDEX a'],
  [
    'a dropped column, which comes back last',
    'ALTER TABLE customers DROP COLUMN email CASCADE',
    "ALTER TABLE customers ADD COLUMN email text NOT NULL DEFAULT ''; CREATE INDEX customers_email_idx ON customers (email); CREATE VIEW addresses AS SELECT email FROM customers",
  ],
  ['nothing but a setting', 'SET search_path = public', 'SET search_path = nowhere'],
  [
    'a concurrent drop, run in its plain form',
    'CREATE INDEX a ON customers (email, id)',
    'DROP INDEX CONCURRENTLY a',
  ],
  ['a type', "CREATE TYPE b AS ENUM ('x')", 'DROP TYPE b'],
] as const;

test.each(undone)('undone: %s', async (_, up, down) => {
  expect(await upAndDown(up, down)).toMatchObject({ outcome: 'ran', differences: [] });
});

test('a function in other lines and with other comments is the same', async () => {
  const one = (body: string): string =>
    `CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$${body}$$`;
  await database.exec(
    one('BEGIN\n  -- kept\n  IF (NEW.id = 1) THEN RETURN OLD; END IF;\n  RETURN NEW;\nEND'),
  );
  const down = one('\nBEGIN IF (\n NEW.id=1 ) THEN RETURN OLD; END IF; /* as before */ RETURN NEW;\nEND');
  expect(await upAndDown(one('BEGIN RETURN OLD; END'), down)).toMatchObject({ differences: [] });
  expect(
    (await upAndDown(one('BEGIN RETURN OLD; END'), one('BEGIN RETURN NULL; END'))).differences,
  ).toMatchObject([{ object: 'function touch()' }]);
});

test('a table that is left is told without its parts', async () => {
  const up =
    "CREATE TABLE more (id serial PRIMARY KEY, note text CHECK (note <> '')); CREATE INDEX ON more (note)";
  const { differences } = await upAndDown(up, 'DROP TABLE IF EXISTS others');
  expect(differences.map(({ object }) => object)).toEqual(['sequence more_id_seq', 'table more']);
});

test('a partition of today is nobody’s difference', async () => {
  const logs = 'CREATE TABLE log (day date PRIMARY KEY) PARTITION BY RANGE (day)';
  const part = "CREATE TABLE log_20240131 PARTITION OF log FOR VALUES FROM ('2024-01-31') TO ('2024-02-01')";
  await database.exec(`${logs}; ${part}`);
  const { differences } = await upAndDown('DROP TABLE log', 'SELECT 1');
  expect(differences.map(({ object }) => object)).toEqual(['table log']);
  await database.exec(`${logs}; ${part}`);
  expect(await upAndDown('DROP TABLE log', logs)).toMatchObject({ outcome: 'ran', differences: [] });
});

test('what the way up did not find to drop was made by hand', async () => {
  const before = await catalogOf(database);
  const up = 'ALTER TABLE customers DROP CONSTRAINT IF EXISTS by_hand';
  const down =
    'ALTER TABLE customers ADD CONSTRAINT by_hand CHECK (id > 0), ADD CONSTRAINT other CHECK (id > 1)';
  const outcome = await database.exec(up);
  const notices = outcome.ok ? outcome.notices : [];
  const migration = {
    path: 'm.sql',
    text: up,
    up: statements(up),
    down: { path: 'm.sql', statements: statements(down) },
  };
  const { differences } = await reverseMigration(database, migration, {
    before,
    baseComplete: true,
    notices,
  });
  expect(differences.map(({ object }) => object)).toEqual(['constraint other on customers']);
});

const leaves = [
  [
    'ALTER TABLE customers ADD COLUMN name text, ADD COLUMN age int',
    'ALTER TABLE customers DROP COLUMN name',
    'column customers.age',
  ],
  ['ALTER TABLE customers ALTER COLUMN email DROP NOT NULL', 'SELECT 1', 'column customers.email'],
  [
    'ALTER TABLE customers ALTER COLUMN email DROP DEFAULT',
    "ALTER TABLE customers ALTER COLUMN email SET DEFAULT 'x'",
    'column customers.email',
  ],
  ["ALTER TYPE state ADD VALUE 'gone'", 'SELECT 1', 'enum state'],
  ["CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 2'", 'SELECT 1', 'function one()'],
  [
    'DROP INDEX customers_email_idx',
    'CREATE INDEX customers_email_idx ON customers (lower(email))',
    'index customers_email_idx',
  ],
  ['ALTER TABLE customers ENABLE ROW LEVEL SECURITY', 'SELECT 1', 'table customers'],
  ['CREATE POLICY p ON customers USING (true)', 'SELECT 1', 'policy p on customers'],
  ['ALTER TABLE customers ADD CONSTRAINT c CHECK (id > 0)', 'SELECT 1', 'constraint c on customers'],
  [
    'CREATE OR REPLACE VIEW addresses AS SELECT lower(email) AS email FROM customers',
    'SELECT 1',
    'view addresses',
  ],
  ['CREATE SCHEMA more', 'SELECT 1', 'schema more'],
  ['CREATE SEQUENCE numbers', 'SELECT 1', 'sequence numbers'],
  ['GRANT SELECT ON customers TO PUBLIC', 'SELECT 1', 'table customers'],
] as const;

test.each(leaves)('left by %s', async (up, down, object) => {
  const { outcome, differences } = await upAndDown(up, down);
  expect({ outcome, objects: differences.map((difference) => difference.object) }).toEqual({
    outcome: 'ran',
    objects: [object],
  });
});

test('a way down that PostgreSQL refuses', async () => {
  const down = 'SELECT 1; DROP INDEX nowhere';
  expect(await upAndDown('CREATE INDEX a ON customers (id, email)', down)).toMatchObject({
    outcome: 'failed',
    error: { code: '42704' },
    range: { start: down.indexOf('DROP') },
  });
});

test('no way down', async () => {
  expect(await upAndDown('CREATE INDEX a ON customers (id, email)', null)).toMatchObject({
    outcome: 'absent',
  });
});

test('what is missing in a base that is not whole says nothing', async () => {
  const [up, down] = [statements('SELECT 1'), statements('DROP INDEX nowhere')];
  const migration = { path: '1.sql', text: '', up, down: { path: '1.sql', statements: down } };
  const options = { before: await catalogOf(database), baseComplete: false };
  expect(await reverseMigration(database, migration, options)).toMatchObject({ outcome: 'not-run' });
});

test('whether the way up runs again', async () => {
  const twice = async (sql: string): Promise<boolean | null> => {
    await database.exec(sql);
    return await runsTwice(database, { path: '1.sql', text: sql, up: statements(sql), down: null });
  };
  expect(await twice('ALTER TABLE customers ADD COLUMN IF NOT EXISTS a int')).toBe(true);
  expect(await twice('CREATE INDEX CONCURRENTLY b ON customers (id, email)')).toBe(false);
});
