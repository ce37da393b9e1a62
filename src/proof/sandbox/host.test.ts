import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type ProofDatabase, rowsOf } from '../database.ts';
import type { OpenProof, OpenProofOptions } from '../subject.ts';
import { createProofHost, defaultProofLimits } from './host.ts';
import { keepInFolder } from './image-folder.ts';
import { type ImageStore, keepInMemory } from './image-store.ts';

vi.setConfig({ testTimeout: 120_000 });
const folder = mkdtempSync(join(tmpdir(), 'proof-'));
const images = keepInFolder(folder, { bytes: 1024 ** 3, ageMs: 1024 ** 3 }, { now: () => Date.now() });
const nothing = async (): Promise<void> => {};
const limits = { ...defaultProofLimits, execMs: 2_000 };
const host = createProofHost({ limits, images });
// A new cluster takes seconds, on a busy machine many of them.
beforeAll(async () => (await host.open('', nothing)).close(), 240_000);
afterAll(() => {
  host.close();
  rmSync(folder, { recursive: true });
});

const shop = async (database: ProofDatabase): Promise<void> => {
  await database.exec('CREATE TABLE orders (id int); INSERT INTO orders VALUES (1), (2)');
};

// One that a failing test left open would keep the next from its turn.
const opened: OpenProof[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((database) => database.close()));
});

async function open(
  key: string,
  prepare: (database: ProofDatabase) => Promise<void>,
  options: OpenProofOptions = {},
): Promise<OpenProof> {
  const database = await host.open(key, prepare, options);
  opened.push(database);
  return database;
}

test('what prepare leaves is there, and made once', async () => {
  let prepared = 0;
  for (let proof = 0; proof < 2; proof++) {
    const database = await open('shop', async (empty) => {
      prepared++;
      await shop(empty);
    });
    expect(await rowsOf(database, 'SELECT count(*) AS n FROM orders')).toEqual([{ n: '2' }]);
    await database.exec('DROP TABLE orders');
    await database.close();
  }
  expect(prepared).toBe(1);
});

test('what a preparation set is not set in the proof', async () => {
  const prepare = (database: ProofDatabase) =>
    database.exec("BEGIN; SET work_mem = '1MB'; CREATE TEMP TABLE t ()").then(nothing);
  const database = await open('settings', prepare);
  expect(await rowsOf(database, "SELECT current_setting('work_mem') AS m, to_regclass('t') AS t")).toEqual([
    { m: '4MB', t: null },
  ]);
  await database.close();
});

test('extensions that are named can be created, and are in the image', async () => {
  const prepare = async (database: ProofDatabase): Promise<void> => {
    await database.exec("CREATE EXTENSION citext; CREATE TABLE u (a citext); INSERT INTO u VALUES ('A')");
  };
  const options = { extensions: ['citext', 'file_fdw', 'hstore'] };
  for (let proof = 0; proof < 2; proof++) {
    const database = await open('extensions', prepare, options);
    expect(await rowsOf(database, "SELECT a FROM u WHERE a = 'a'")).toEqual([{ a: 'A' }]);
    expect(await database.exec('BEGIN; CREATE EXTENSION hstore; ROLLBACK')).toMatchObject({ ok: true });
    expect(await database.exec('CREATE EXTENSION file_fdw')).toMatchObject({ ok: false });
    await database.close();
  }
});

test('a statement that does not end is ended, the next proof is right', async () => {
  const database = await open('shop', shop);
  const reason = 'a statement took longer than 2 s';
  await expect(database.exec('SELECT count(*) FROM generate_series(1, 100000000000)')).rejects.toMatchObject({
    code: 'PROOF_ENDED',
    reason,
  });
  await expect(database.exec('SELECT 1')).rejects.toMatchObject({ reason });
  await database.close();
  const next = await open('shop', shop);
  expect(await rowsOf(next, 'SELECT count(*) AS n FROM orders')).toEqual([{ n: '2' }]);
  await next.close();
});

test('a proof waits for its turn, or gives up', async () => {
  const first = await open('shop', shop);
  const given = AbortSignal.abort(new Error('no longer'));
  await expect(open('shop', shop, { signal: given })).rejects.toThrow('no longer');
  const giveUp = new AbortController();
  const never = open('shop', shop, { signal: giveUp.signal });
  const second = open('shop', shop);
  giveUp.abort(new Error('enough'));
  await expect(never).rejects.toThrow('enough');
  await first.close();
  await expect(first.exec('SELECT 1')).rejects.toMatchObject({ code: 'PROOF_ENDED' });
  const database = await second;
  expect((await database.exec('SELECT 1')).ok).toBe(true);
  await database.close();
});

test('whoever gives up in the middle ends the database', async () => {
  const giveUp = new AbortController();
  const database = await open('shop', shop, { signal: giveUp.signal });
  const running = database.exec('SELECT count(*) FROM generate_series(1, 100000000000)');
  giveUp.abort();
  await expect(running).rejects.toMatchObject({ reason: 'nobody waits for it any more' });
  await database.close();
});

test('an image that is not what was written is made anew', async () => {
  for (const name of readdirSync(folder)) {
    const content = readFileSync(join(folder, name));
    content[content.length - 1] = (content.at(-1) ?? 0) ^ 1;
    writeFileSync(join(folder, name), content);
  }
  const database = await open('shop', shop);
  expect(await rowsOf(database, 'SELECT count(*) AS n FROM orders')).toEqual([{ n: '2' }]);
  await database.close();
});

test('an image that nothing starts from is made anew', async () => {
  const memory = keepInMemory(1024 ** 3);
  const broken: ImageStore = {
    ...memory,
    get: async (key) => ((await memory.get(key)) === null ? null : new Uint8Array(9)),
  };
  const other = createProofHost({ limits, images: memory });
  await (await other.open('shop', shop)).close();
  other.close();
  const poisoned = createProofHost({ limits, images: { ...broken, get: onlyFirst(broken.get) } });
  const database = await poisoned.open('shop', shop);
  expect(await rowsOf(database, 'SELECT count(*) AS n FROM orders')).toEqual([{ n: '2' }]);
  poisoned.close();
});

function onlyFirst(get: ImageStore['get']): ImageStore['get'] {
  let asked = 0;
  return async (key) => (asked++ === 0 ? await get(key) : null);
}

test('a preparation that fails leaves nothing behind', async () => {
  await expect(
    open('failing', async () => {
      throw new Error('no such file');
    }),
  ).rejects.toThrow('no such file');
  const database = await open('failing', nothing);
  expect((await database.exec('SELECT 1')).ok).toBe(true);
  await database.close();
});

test('a host that is closed ends what it opened', async () => {
  const other = createProofHost({ limits, images });
  const database = await other.open('shop', shop);
  other.close();
  await expect(database.exec('SELECT 1')).rejects.toMatchObject({ reason: 'the service stops' });
  await database.close();
  await expect(other.open('shop', shop)).rejects.toMatchObject({ code: 'PROOF_ENDED' });
});
