import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase } from '../sandbox/fixture-database.ts';
import { beginCheck } from './begin-check.ts';
import { beginStep } from './begin-step.ts';
import { cachedConfig } from './cached-config.ts';
import { claimFence } from './claim-fence.ts';
import { claimTurn } from './claim-turn.ts';
import { closePlan } from './close-plan.ts';
import { completeStep } from './complete-step.ts';
import { type Counter, countWithin } from './count-within.ts';
import type { Database } from './database.ts';
import { endTurn } from './end-turn.ts';
import { forgetInstallation, forgetPullRequest, forgetRepository } from './forget.ts';
import { forgetCheck } from './forget-check.ts';
import { forgetStep } from './forget-step.ts';
import { markDeliveries } from './mark-deliveries.ts';
import { migrate } from './migrate.ts';
import { pendingPlan } from './pending-plan.ts';
import type { Place } from './place.ts';
import { prune } from './prune.ts';
import { recentReviews } from './recent-reviews.ts';
import { recordAsk } from './record-ask.ts';
import { recordCheck } from './record-check.ts';
import { recordReview } from './record-review.ts';
import { recordWaiting } from './record-waiting.ts';
import { renewCheck } from './renew-check.ts';
import { saveConfig } from './save-config.ts';
import { storePlan } from './store-plan.ts';
import { wasAsked } from './was-asked.ts';

/** Set by the tests' project on PostgreSQL. */
const databaseUrl = process.env.TEST_DATABASE_URL ?? null;

/** Whether an attempt may still write to a pull request: it stores a plan and begins a step of it. */
async function mayWrite(database: Database, pull: Place, attempt: number): Promise<boolean> {
  return (
    (await storePlan(database, pull, attempt, 'abc', {})) && beginStep(database, pull, attempt, 'review')
  );
}

describe(`the store on ${databaseUrl === null ? 'PGlite' : 'PostgreSQL'}`, () => {
  let database: Database;
  let next = 0;
  /** Each test has its own installation: rows of the others are never in the way. */
  const place = (): Place => {
    next += 1;
    return { installation: 1_000_000 + next, owner: 'Acme', name: 'Shop', number: 7 };
  };

  beforeAll(async () => {
    database = await openTestDatabase(databaseUrl);
  });
  afterAll(() => database.close());

  test('migrations run once and may be asked for again', async () => {
    await Promise.all([migrate(database), migrate(database)]);
    const names = await database.query<{ name: string }>('SELECT name FROM backend_engineer.migrations');
    expect(names).toEqual([
      { name: '0001_tables.sql' },
      { name: '0002_turns.sql' },
      { name: '0003_inbox.sql' },
      { name: '0004_forgotten.sql' },
    ]);
  });

  test('a database of a newer version is refused', async () => {
    await database.query("INSERT INTO backend_engineer.migrations (name) VALUES ('9999_future.sql')");
    await expect(migrate(database)).rejects.toMatchObject({ code: 'DATABASE_TOO_NEW' });
    await database.query("DELETE FROM backend_engineer.migrations WHERE name = '9999_future.sql'");
  });

  test('a fence holds until the next is claimed, whatever the case of the name', async () => {
    const pull = place();
    const first = await claimFence(database, pull);
    expect(await mayWrite(database, pull, first)).toBe(true);
    const second = await claimFence(database, { ...pull, owner: 'ACME', name: 'shop' });
    expect(second).toBeGreaterThan(first);
    expect(await mayWrite(database, pull, first)).toBe(false);
    expect(await mayWrite(database, pull, second)).toBe(true);
    expect(await mayWrite(database, { ...pull, number: 8 }, second)).toBe(false);
  });

  test('claims at the same time get different numbers and the highest holds', async () => {
    for (let round = 0; round < 10; round++) {
      const pull = place();
      const numbers = await Promise.all(Array.from({ length: 8 }, () => claimFence(database, pull)));
      expect(new Set(numbers).size).toBe(8);
      const holding = [];
      for (const number of numbers.toSorted((a, b) => a - b))
        holding.push(await mayWrite(database, pull, number));
      expect(holding).toEqual([...Array.from({ length: 7 }, () => false), true]);
    }
  });

  test('a fence is no one’s after its pull request was forgotten, and its number does not come again', async () => {
    const pull = place();
    const first = await claimFence(database, pull);
    await forgetPullRequest(database, pull);
    expect(await mayWrite(database, pull, first)).toBe(false);
    expect(await claimFence(database, pull)).toBeGreaterThan(first);
  });

  test('the outbox keeps a plan with its steps until it is closed', async () => {
    const pull = place();
    expect(await pendingPlan(database, pull)).toBe(null);
    const attempt = await claimFence(database, pull);
    const plan = { report: 'it’s "quoted"', comments: [] };
    expect(await storePlan(database, pull, attempt, 'abc', plan)).toBe(true);
    expect(await beginStep(database, pull, attempt, 'review')).toBe(true);
    await completeStep(database, pull, attempt, 'review', { id: 9, url: 'u' });
    expect(await beginStep(database, pull, attempt, 'check')).toBe(true);
    expect(await beginStep(database, pull, attempt, 'edit 5')).toBe(true);
    await forgetStep(database, pull, attempt, 'edit 5');
    const pending = await pendingPlan(database, pull);
    expect(pending).toEqual({
      head: 'abc',
      attempt,
      plan,
      steps: new Map([
        ['check', { begunSeconds: expect.any(Number), done: null }],
        ['review', { begunSeconds: expect.any(Number), done: { id: 9, url: 'u' } }],
      ]),
    });
    await closePlan(database, pull, attempt);
    expect(await pendingPlan(database, pull)).toBe(null);
  });

  test('an older attempt neither replaces a plan nor begins a step of it', async () => {
    const pull = place();
    const older = await claimFence(database, pull);
    const newer = await claimFence(database, pull);
    await storePlan(database, pull, newer, 'new', {});
    expect(await storePlan(database, pull, older, 'old', {})).toBe(false);
    expect(await beginStep(database, pull, older, 'review')).toBe(false);
    expect(await storePlan(database, pull, newer, 'newer', {})).toBe(true);
    expect(await pendingPlan(database, pull)).toMatchObject({
      head: 'newer',
      attempt: newer,
      steps: new Map(),
    });
  });

  test('an attempt that is overtaken after it stored its plan begins no further step', async () => {
    const pull = place();
    const attempt = await claimFence(database, pull);
    expect(await mayWrite(database, pull, attempt)).toBe(true);
    await claimFence(database, pull);
    expect(await beginStep(database, pull, attempt, 'check')).toBe(false);
    expect((await pendingPlan(database, pull))?.steps.has('check')).toBe(false);
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

  test('a check run that is made once more is unknown from then on', async () => {
    const pull = place();
    await beginCheck(database, pull, 'abc');
    await recordCheck(database, pull, 'abc', 9);
    await database.query(
      "UPDATE backend_engineer.checks SET begun_at = begun_at - interval '1 hour' WHERE installation = $1",
      [pull.installation],
    );
    await renewCheck(database, pull, 'abc');
    const known = await beginCheck(database, pull, 'abc');
    expect(known).toEqual({ kind: 'unknown', begunSeconds: expect.any(Number) });
    expect(known.kind === 'unknown' && known.begunSeconds < 600).toBe(true);
  });

  const counter = (what: string, limit: number, beginsAt = Date.UTC(2100, 0, 7, 9)): Counter => ({
    what,
    subject: what === 'reviews' ? '' : 'mallory',
    beginsAt,
    limit,
  });

  test('a counter takes as many as its limit, also at the same time, and is empty in the next window', async () => {
    const pull = place();
    const reviews = counter('reviews', 3);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => countWithin(database, pull, [reviews])),
    );
    expect(answers.filter((full) => full === null)).toHaveLength(3);
    expect(answers.filter((full) => full === reviews)).toHaveLength(5);
    const next = counter('reviews', 3, reviews.beginsAt + 3_600_000);
    expect(await countWithin(database, { ...pull, owner: 'ACME' }, [next])).toBe(null);
    expect(await countWithin(database, { ...pull, name: 'other' }, [reviews])).toBe(null);
  });

  test('what does not fit into all counters is counted in none', async () => {
    const pull = place();
    const [author, repository] = [counter('of-author', 2), counter('reviews', 1)];
    expect(await countWithin(database, pull, [author, repository])).toBe(null);
    expect(await countWithin(database, pull, [author, repository])).toBe(repository);
    expect(await countWithin(database, pull, [author])).toBe(null);
    expect(await countWithin(database, pull, [author])).toBe(author);
  });

  test('a review that did not end goes on with its turn, and one that ended needs another', async () => {
    const pull = place();
    const limits = [counter('reviews', 2)] as const;
    expect(await claimTurn(database, pull, 'abc', limits)).toEqual({ kind: 'begin', left: null });
    expect(await claimTurn(database, pull, 'abc', limits)).toEqual({ kind: 'begin', left: null });
    await endTurn(database, pull, 'abc');
    expect(await claimTurn(database, pull, 'abc', limits)).toEqual({ kind: 'begin', left: null });
    expect(await claimTurn(database, pull, 'abc', limits)).toEqual({ kind: 'begin', left: null });
    expect(await claimTurn(database, pull, 'def', limits)).toEqual({
      kind: 'wait',
      full: limits[0],
      told: false,
      left: null,
    });
  });

  test('that a head waits is told once for each limit', async () => {
    const pull = place();
    const [author, repository] = [counter('of-author', 1), counter('reviews', 1)];
    await countWithin(database, pull, [author, repository]);
    const wait = (full: Counter, told: boolean, left: string | null = null) => ({
      kind: 'wait',
      full,
      told,
      left,
    });
    expect(await claimTurn(database, pull, 'abc', [author])).toEqual(wait(author, false));
    await recordWaiting(database, pull, 'abc', author.what);
    expect(await claimTurn(database, pull, 'abc', [author])).toEqual(wait(author, true));
    expect(await claimTurn(database, pull, 'abc', [repository])).toEqual(wait(repository, false));
    expect(await claimTurn(database, pull, 'def', [author])).toEqual(wait(author, false, 'abc'));
    expect(await claimTurn(database, pull, 'def', [])).toEqual({ kind: 'begin', left: 'abc' });
    expect(await claimTurn(database, pull, 'ghi', [author])).toEqual(wait(author, false));
  });

  test('the model is asked about one head of a pull request at a time', async () => {
    const pull = place();
    expect(await wasAsked(database, pull, 'abc')).toBe(false);
    await recordAsk(database, pull, 'abc');
    await recordAsk(database, pull, 'abc');
    expect(await wasAsked(database, pull, 'abc')).toBe(true);
    expect(await wasAsked(database, { ...pull, number: 8 }, 'abc')).toBe(false);
    await recordAsk(database, pull, 'def');
    expect(await wasAsked(database, pull, 'abc')).toBe(false);
    await forgetPullRequest(database, pull);
    expect(await wasAsked(database, pull, 'def')).toBe(false);
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
    const [mine, other, former] = [place(), { ...place(), name: 'Third' }, place()];
    for (const pull of [mine, { ...mine, name: 'second' }, other, former]) await claimFence(database, pull);
    await saveConfig(database, mine.installation, 'acme', { text: null, etag: null });
    await countWithin(database, mine, [counter('reviews', 1)]);
    await forgetRepository(database, mine);
    expect(await count('fences', mine.installation)).toBe(1);
    expect(await count('counts', mine.installation)).toBe(0);
    // The same name with another installation is what a transfer has left behind.
    expect(await count('fences', former.installation)).toBe(0);
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
