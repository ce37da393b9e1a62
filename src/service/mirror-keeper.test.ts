import { afterEach, expect, test } from 'vitest';
import type { MirrorCache } from '../change/mirror.ts';
import { openTestDatabase } from '../sandbox/fixture-database.ts';
import type { Database } from '../store/database.ts';
import { recordForgotten } from '../store/forgotten.ts';
import { type MirrorKeeper, startMirrorKeeper } from './mirror-keeper.ts';

let database: Database | null = null;
let keeper: MirrorKeeper | null = null;
afterEach(async () => {
  keeper?.stop();
  await database?.close();
});

const quiet = { warn: () => {}, error: () => {} };

test('what another process was told to forget goes from this one’s disk, and so does what is old', async () => {
  database = await openTestDatabase();
  await recordForgotten(database, { installation: 7 });
  await recordForgotten(database, { repository: 'acme/shop' });
  const done: unknown[] = [];
  const mirrors: MirrorCache = {
    open: () => Promise.reject(new Error('not asked for')),
    removeInstallation: async (installation) => void done.push(installation),
    removeRepository: async (repository) => void done.push(repository),
    prune: async (before) => void done.push(new Date(before)),
  };
  const clock = { now: () => Date.UTC(2026, 1, 1) };
  keeper = await startMirrorKeeper({ database, mirrors, clock, log: quiet });
  expect(done).toEqual([7, 'acme/shop', new Date(Date.UTC(2026, 0, 2))]);
});
