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
  expect(await replayBase(database, statements)).toEqual({ statements: 5, failed: 0, firstFailure: null });
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
  });
  expect(await tables()).toBe('a,c');
});

test('an index that is made outside of transactions', async () => {
  const statements = past('CREATE TABLE a (id int); CREATE INDEX CONCURRENTLY a_id ON a (id)', null);
  expect(await replayBase(database, statements)).toMatchObject({ failed: 0 });
});
