import { afterAll, expect, test } from 'vitest';
import { rowsOf } from './database.ts';
import { openPglite } from './pglite-database.ts';

const database = await openPglite(null);
afterAll(() => database.close());

test('values are as PostgreSQL writes them', async () => {
  expect(
    await rowsOf(
      database,
      "SELECT 1 AS a, NULL AS b, true AS c, 12.340 AS d, '{1,2}'::int[] AS e, '[1]'::json AS f",
    ),
  ).toEqual([{ a: '1', b: null, c: 't', d: '12.340', e: '{1,2}', f: '[1]' }]);
});

test('what is refused is an outcome, with its place in UTF-16', async () => {
  const sql = "SELECT '🐘', x FROM nowhere";
  const outcome = await database.exec(sql);
  expect(outcome).toMatchObject({ ok: false, error: { code: '42P01', position: sql.indexOf('nowhere') } });
});

test('notices are kept, written rows are counted', async () => {
  expect(
    await database.exec('CREATE TABLE IF NOT EXISTS t (a int); CREATE TABLE IF NOT EXISTS t (a int)'),
  ).toMatchObject({ ok: true, notices: ['relation "t" already exists, skipping'] });
  expect(await database.exec('INSERT INTO t VALUES (1), (2)')).toMatchObject({
    ok: true,
    results: [{ command: 'INSERT', affected: 2 }],
  });
});

test('an image holds all of it', async () => {
  const copy = await openPglite(await database.image());
  expect(await rowsOf(copy, 'SELECT count(*) AS n FROM t')).toEqual([{ n: '2' }]);
  await copy.close();
});

test('a question of ours that is refused ends the proof', async () => {
  await expect(rowsOf(database, 'SELECT nothing')).rejects.toMatchObject({ code: 'PROOF_ENDED' });
});
