import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beginCheck } from './begin-check.ts';
import { beginStep } from './begin-step.ts';
import { cachedConfig } from './cached-config.ts';
import { claimFence } from './claim-fence.ts';
import { closePlan } from './close-plan.ts';
import { completeStep } from './complete-step.ts';
import type { Database } from './database.ts';
import { fenceHolds } from './fence-holds.ts';
import { forgetInstallation, forgetPullRequest, forgetRepository } from './forget.ts';
import { forgetCheck } from './forget-check.ts';
import { forgetStep } from './forget-step.ts';
import { markDeliveries } from './mark-deliveries.ts';
import { migrate } from './migrate.ts';
import { openDatabase } from './open-database.ts';
import { pendingPlan } from './pending-plan.ts';
import type { Place } from './place.ts';
import { prune } from './prune.ts';
import { recentReviews } from './recent-reviews.ts';
import { recordCheck } from './record-check.ts';
import { recordReview } from './record-review.ts';
import { saveConfig } from './save-config.ts';
import { storePlan } from './store-plan.ts';

/** Set to a `postgres://` address to hold the store to a server, too. */
const serverUrl = process.env.TEST_DATABASE_URL ?? null;
const quiet = { warn: () => {}, error: () => {} };

describe.each([
  { engine: 'PGlite', databaseUrl: null },
  ...(serverUrl === null ? [] : [{ engine: 'PostgreSQL', databaseUrl: serverUrl }]),
])('the store on $engine', ({ databaseUrl }) => {
  let database: Database;
  let next = 0;
  /** Each test has its own installation: rows of the others are never in the way. */
  const place = (): Place => {
    next += 1;
    return { installation: 1_000_000 + next, owner: 'Acme', name: 'Shop', number: 7 };
  };

  beforeAll(async () => {
    database = await openDatabase({ dataDir: null, databaseUrl, log: quiet });
  });
  afterAll(() => database.close());

  test('migrations run once and may be asked for again', async () => {
    await Promise.all([migrate(database), migrate(database)]);
    const names = await database.query<{ name: string }>('SELECT name FROM backend_engineer.migrations');
    expect(names).toEqual([{ name: '0001_tables.sql' }]);
  });

  test('a database of a newer version is refused', async () => {
    await database.query("INSERT INTO backend_engineer.migrations (name) VALUES ('9999_future.sql')");
    await expect(migrate(database)).rejects.toMatchObject({ code: 'DATABASE_TOO_NEW' });
    await database.query("DELETE FROM backend_engineer.migrations WHERE name = '9999_future.sql'");
  });

  test('a fence holds until the next is claimed, whatever the case of the name', async () => {
    const pull = place();
    const first = await claimFence(database, pull);
    expect(await fenceHolds(database, pull, first)).toBe(true);
    const second = await claimFence(database, { ...pull, owner: 'ACME', name: 'shop' });
    expect(second).toBeGreaterThan(first);
    expect(await fenceHolds(database, pull, first)).toBe(false);
    expect(await fenceHolds(database, pull, second)).toBe(true);
    expect(await fenceHolds(database, { ...pull, number: 8 }, second)).toBe(false);
  });

  test('claims at the same time get different numbers and the highest holds', async () => {
    const pull = place();
    const numbers = await Promise.all(Array.from({ length: 8 }, () => claimFence(database, pull)));
    expect(new Set(numbers).size).toBe(8);
    const holding = await Promise.all(numbers.map((number) => fenceHolds(database, pull, number)));
    expect(holding.filter(Boolean)).toHaveLength(1);
  });

  test('a fence is no one’s after its pull request was forgotten, and its number does not come again', async () => {
    const pull = place();
    const first = await claimFence(database, pull);
    await forgetPullRequest(database, pull);
    expect(await fenceHolds(database, pull, first)).toBe(false);
    expect(await claimFence(database, pull)).toBeGreaterThan(first);
  });

  test('the outbox keeps a plan with its steps until it is closed', async () => {
    const pull = place();
    expect(await pendingPlan(database, pull)).toBe(null);
    expect(await storePlan(database, pull, 3, 'abc', { report: 'it’s "quoted"', comments: [] })).toBe(true);
    expect(await beginStep(database, pull, 3, 'review')).toBe(true);
    await completeStep(database, pull, 3, 'review', { id: 9, url: 'u' });
    expect(await beginStep(database, pull, 3, 'check')).toBe(true);
    expect(await beginStep(database, pull, 3, 'edit 5')).toBe(true);
    await forgetStep(database, pull, 3, 'edit 5');
    const pending = await pendingPlan(database, pull);
    expect(pending).toEqual({
      head: 'abc',
      attempt: 3,
      plan: { report: 'it’s "quoted"', comments: [] },
      steps: new Map([
        ['check', { begunSeconds: expect.any(Number), done: null }],
        ['review', { begunSeconds: expect.any(Number), done: { id: 9, url: 'u' } }],
      ]),
    });
    await closePlan(database, pull, 3);
    expect(await pendingPlan(database, pull)).toBe(null);
  });

  test('an older attempt neither replaces a plan nor begins a step of it', async () => {
    const pull = place();
    await storePlan(database, pull, 5, 'new', {});
    expect(await storePlan(database, pull, 4, 'old', {})).toBe(false);
    expect(await beginStep(database, pull, 4, 'review')).toBe(false);
    expect(await storePlan(database, pull, 6, 'newer', {})).toBe(true);
    expect(await pendingPlan(database, pull)).toMatchObject({ head: 'newer', attempt: 6, steps: new Map() });
  });

  test('reviews of the last seconds are remembered once each', async () => {
    const pull = place();
    const review = { review: 5_000_000_000, head: 'abc', report: true, identities: ['a | b'] };
    await recordReview(database, pull, review);
    await recordReview(database, pull, review);
    expect(await recentReviews(database, pull, 60)).toEqual([review]);
    await database.query(
      "UPDATE backend_engineer.reviews SET posted_at = now() - interval '2 minutes' WHERE installation = $1",
      [pull.installation],
    );
    expect(await recentReviews(database, pull, 60)).toEqual([]);
  });

  test('a check run is new once, then unknown, then known by its id', async () => {
    const pull = place();
    expect(await beginCheck(database, pull, 'abc')).toEqual({ kind: 'new' });
    expect(await beginCheck(database, pull, 'abc')).toEqual({
      kind: 'unknown',
      begunSeconds: expect.any(Number),
    });
    await recordCheck(database, pull, 'abc', 4_294_967_297);
    expect(await beginCheck(database, pull, 'abc')).toEqual({ kind: 'known', id: 4_294_967_297 });
    expect(await beginCheck(database, pull, 'def')).toEqual({ kind: 'new' });
    await forgetCheck(database, pull, 'abc');
    expect(await beginCheck(database, pull, 'abc')).toEqual({ kind: 'new' });
  });

  test('an organisation’s settings are cached with their age, also where there are none', async () => {
    const { installation } = place();
    expect(await cachedConfig(database, installation, 'Acme')).toBe(null);
    await saveConfig(database, installation, 'Acme', { text: null, etag: null });
    await saveConfig(database, installation, 'acme', { text: 'a: 1\n', etag: 'W/"1"' });
    expect(await cachedConfig(database, installation, 'ACME')).toEqual({
      text: 'a: 1\n',
      etag: 'W/"1"',
      ageSeconds: expect.any(Number),
    });
  });

  test('deliveries are new once', async () => {
    const { installation } = place();
    const delivery = (id: string) => ({ id: `${installation}-${id}`, installation });
    expect(await markDeliveries(database, [delivery('a'), delivery('b')])).toEqual(
      new Set([`${installation}-a`, `${installation}-b`]),
    );
    expect(await markDeliveries(database, [delivery('b'), delivery('c'), delivery('c')])).toEqual(
      new Set([`${installation}-c`]),
    );
  });

  test('a transaction that fails leaves nothing', async () => {
    const pull = place();
    await expect(
      database.transaction(async (sql) => {
        await claimFence(sql, pull);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await count('fences', pull.installation)).toBe(0);
  });

  test('forgetting a repository or an installation deletes its rows and no others', async () => {
    const [mine, other] = [place(), place()];
    for (const pull of [mine, { ...mine, name: 'second' }, other]) await claimFence(database, pull);
    await saveConfig(database, mine.installation, 'acme', { text: null, etag: null });
    await forgetRepository(database, mine);
    expect(await count('fences', mine.installation)).toBe(1);
    await forgetInstallation(database, mine.installation);
    expect(await count('fences', mine.installation)).toBe(0);
    expect(await count('configs', mine.installation)).toBe(0);
    expect(await count('fences', other.installation)).toBe(1);
  });

  test('old rows are pruned, young ones stay', async () => {
    const { installation } = place();
    await markDeliveries(database, [
      { id: `${installation}-old`, installation },
      { id: `${installation}-new`, installation },
    ]);
    await database.query(
      "UPDATE backend_engineer.deliveries SET processed_at = now() - interval '8 days' WHERE id = $1",
      [`${installation}-old`],
    );
    expect(await prune(database)).toBe(1);
    expect(await count('deliveries', installation)).toBe(1);
  });

  async function count(table: string, installation: number): Promise<number> {
    const rows = await database.query(`SELECT 1 FROM backend_engineer.${table} WHERE installation = $1`, [
      installation,
    ]);
    return rows.length;
  }
});
