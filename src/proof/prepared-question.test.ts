import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenedDatabase, openPglite } from './pglite-database.ts';
import { askPrepared, rolledBack } from './rolled-back.ts';

let database: OpenedDatabase;
beforeAll(async () => {
  database = await openPglite(null);
});
afterAll(() => database.close());

const twice = { name: 'twice', type: 'pg_catalog.int4', query: (n: string) => `SELECT 2 * ${n} AS n` };

async function prepared(): Promise<number> {
  const outcome = await database.exec(
    "SELECT name FROM pg_prepared_statements WHERE name = 'backend_engineer_twice'",
  );
  return outcome.ok ? (outcome.results.at(-1)?.rows.length ?? 0) : -1;
}

test('is prepared once, and answers for each value', async () => {
  await rolledBack(database, async () => {
    expect(await askPrepared(database, twice, '1')).toEqual([{ n: '2' }]);
    expect(await askPrepared(database, twice, '21')).toEqual([{ n: '42' }]);
  });
  expect(await prepared()).toBe(1);
});

test('is asked as it is where a migration has thrown it away, and prepared again afterwards', async () => {
  await rolledBack(database, async () => {
    await database.exec('DEALLOCATE ALL');
    expect(await askPrepared(database, twice, '3')).toEqual([{ n: '6' }]);
    expect(await prepared()).toBe(0);
    expect(await askPrepared(database, twice, '4')).toEqual([{ n: '8' }]);
  });
  expect(await prepared()).toBe(1);
});

test('is asked as it is where somebody else has its name', async () => {
  await database.exec("DEALLOCATE ALL; PREPARE backend_engineer_twice (int) AS SELECT 'no' || $1 AS n");
  await rolledBack(database, async () => {
    await expect(askPrepared({ exec: (sql) => database.exec(sql) }, twice, '5')).resolves.toEqual([
      { n: '10' },
    ]);
  });
});

test('is not believed where somebody has put another in its place', async () => {
  await rolledBack(database, async () => {
    await database.exec('DEALLOCATE ALL');
    // The first finds it gone, the second prepares it.
    for (const _ of [1, 2]) expect(await askPrepared(database, twice, '1')).toEqual([{ n: '2' }]);
    const forged = await database.exec(
      "DEALLOCATE backend_engineer_twice; PREPARE backend_engineer_twice (int) AS SELECT 'forged' AS n",
    );
    expect(forged.ok).toBe(true);
    expect(await askPrepared(database, twice, '6')).toEqual([{ n: '12' }]);
    expect(await askPrepared(database, twice, '7')).toEqual([{ n: '14' }]);
  });
});
