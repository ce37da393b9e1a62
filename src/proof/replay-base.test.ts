import { afterAll, afterEach, expect, test } from 'vitest';
import { createParser } from '../sql/parse.ts';
import { rowsOf } from './database.ts';
import { openPglite } from './pglite-database.ts';
import { replayBase } from './replay-base.ts';
import type { PastStatement } from './subject.ts';

const database = await openPglite(null);
const parser = await createParser('postgres');
afterAll(() => database.close());
afterEach(async () => {
  await database.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
});

const past = (sql: string, transaction: number | null): PastStatement[] =>
  parser.parse(sql).map((statement) => ({ ...statement, transaction }));

async function tables(): Promise<string> {
  const rows = await rowsOf(
    database,
    "SELECT string_agg(relname, ',' ORDER BY relname) AS names FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
  );
  return rows[0]?.names ?? '';
}

test('what ran in one transaction runs in one', async () => {
  const statements = [
    ...past(
      'CREATE TEMP TABLE few (id int) ON COMMIT DROP; INSERT INTO few VALUES (1); CREATE TABLE a AS SELECT * FROM few',
      1,
    ),
    ...past('CREATE TEMP TABLE few (id int) ON COMMIT DROP; CREATE TABLE b AS SELECT * FROM few;', 2),
  ];
  expect(await replayBase(database, statements)).toEqual({
    statements: 5,
    failed: 0,
    firstFailure: null,
    schemaIsWhole: true,
    doubtful: [],
  });
  expect(await tables()).toBe('a,b');
});

test('so does what stands between BEGIN and COMMIT', async () => {
  const statements = past(
    'CREATE TABLE a (id int); BEGIN; CREATE TEMP TABLE few (id int) ON COMMIT DROP; CREATE TABLE b AS SELECT * FROM few; COMMIT; CREATE TABLE c (id int)',
    null,
  );
  expect(await replayBase(database, statements)).toMatchObject({ failed: 0 });
  expect(await tables()).toBe('a,b,c');
});

test('a statement that fails does not take the others with it', async () => {
  const statements = past(
    'CREATE TABLE a (id int); CREATE TABLE b (place geography); CREATE TABLE c (id int)',
    1,
  );
  expect(await replayBase(database, statements)).toEqual({
    statements: 3,
    failed: 1,
    firstFailure: 'type "geography" does not exist',
    schemaIsWhole: false,
    doubtful: [],
  });
  expect(await tables()).toBe('a,c');
});

test('an index that is made outside of transactions', async () => {
  const statements = past('CREATE TABLE a (id int); CREATE INDEX CONCURRENTLY a_id ON a (id)', null);
  expect(await replayBase(database, statements)).toMatchObject({ failed: 0 });
});

test('beside one that fails, the others still run in their transaction', async () => {
  const statements = past(
    'CREATE TABLE a (id int); LOCK TABLE a IN ACCESS EXCLUSIVE MODE; CREATE TABLE b (place geography); CREATE TEMP TABLE few (id int) ON COMMIT DROP; CREATE TABLE c AS SELECT * FROM few',
    1,
  );
  expect(await replayBase(database, statements)).toMatchObject({ failed: 1, schemaIsWhole: false });
  expect(await tables()).toBe('a,c');
});

test('a new value of an enum is used after its transaction where one of the others fails', async () => {
  const statements = [
    ...past("CREATE TYPE state AS ENUM ('a')", null),
    ...past("ALTER TYPE state ADD VALUE 'b'; CREATE TABLE a (id int, state state DEFAULT 'b')", 1),
  ];
  expect(await replayBase(database, statements)).toMatchObject({ failed: 0 });
  await database.exec('DROP TYPE state CASCADE');
});

test.each([
  ['a table that a column is missing of', 'ALTER TABLE a ADD COLUMN place geography', ['a'], false],
  ['a table that nobody knows of which is meant', 'DO $$ BEGIN PERFORM 1 / 0 FROM a; END $$', ['a'], false],
  [
    'a table whose trigger is missing',
    'CREATE TRIGGER t BEFORE INSERT ON a EXECUTE FUNCTION nothing()',
    ['a'],
    false,
  ],
  [
    'not the other one that is named',
    'ALTER TABLE a ADD CONSTRAINT f FOREIGN KEY (none) REFERENCES b',
    ['a'],
    false,
  ],
  ['none for rows', 'INSERT INTO a VALUES (1, 2, 3)', [], true],
  ['none for triggers of foreign keys', 'ALTER TABLE b DISABLE TRIGGER ALL', [], true],
  ['none for a view', 'CREATE VIEW v AS SELECT nothing FROM a', [], false],
])('in doubt is %s', async (_, sql, names, schemaIsWhole) => {
  const made = 'CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int REFERENCES a);';
  const outcome = await replayBase(database, past(`${made} ${sql}`, null));
  expect(outcome).toMatchObject({ failed: 1, schemaIsWhole });
  expect(outcome.doubtful.map(({ name }) => name)).toEqual(names);
});
