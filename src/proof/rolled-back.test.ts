import { afterAll, beforeAll, expect, test } from 'vitest';
import { ProofEnded, rowsOf } from './database.ts';
import { type OpenedDatabase, openPglite } from './pglite-database.ts';
import { ask, mustRun, rolledBack, tryAsk } from './rolled-back.ts';

let database: OpenedDatabase;
beforeAll(async () => {
  database = await openPglite(null);
  await mustRun(
    database,
    'CREATE TABLE t (id serial, n int); INSERT INTO t (n) VALUES (1); CREATE SEQUENCE never; CREATE ROLE nobody',
  );
});
afterAll(() => database.close());

const state = `SELECT (SELECT count(*) FROM t) AS rows, (SELECT last_value FROM t_id_seq) AS last,
  (SELECT is_called FROM never) AS called`;

test('rows and sequences are where they were', async () => {
  const before = await rowsOf(database, state);
  const inside = await rolledBack(database, async () => {
    await mustRun(database, "INSERT INTO t (n) VALUES (2), (3); SELECT nextval('never')");
    return await rowsOf(database, state);
  });
  expect(inside).toEqual([{ rows: '3', last: '3', called: 't' }]);
  expect(await rowsOf(database, state)).toEqual(before);
  expect(await rowsOf(database, "SELECT nextval('never') AS next")).toEqual([{ next: '1' }]);
});

test('what goes wrong inside is told, and undone', async () => {
  const failing = rolledBack(database, async () => {
    await mustRun(database, 'DELETE FROM t');
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await rowsOf(database, 'SELECT count(*) AS n FROM t')).toEqual([{ n: '1' }]);
});

test('a question does not depend on what a migration has set, and leaves it set', async () => {
  await rolledBack(database, async () => {
    await mustRun(database, 'CREATE SCHEMA other; SET LOCAL search_path TO other; SET LOCAL ROLE nobody');
    expect(await ask(database, "SELECT 't'::regclass::text AS name, current_schema() AS schema")).toEqual([
      { name: 't', schema: 'pg_catalog' },
    ]);
    expect(await rowsOf(database, 'SELECT current_user AS role, current_schema() AS schema')).toEqual([
      { role: 'nobody', schema: null },
    ]);
  });
});

test('a question that is refused leaves the transaction usable', async () => {
  await rolledBack(database, async () => {
    expect(await tryAsk(database, 'SELECT nothing')).toBeNull();
    await expect(ask(database, 'SELECT nothing')).rejects.toBeInstanceOf(ProofEnded);
    expect(await ask(database, 'SELECT 1 AS one')).toEqual([{ one: '1' }]);
  });
});
