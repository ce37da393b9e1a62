import { TestClock } from 'pg-boss';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { GitHubError, RetryLater } from '../errors.ts';
import { openTestDatabase } from '../sandbox/fixture-database.ts';
import type { Database } from '../store/database.ts';
import { type Jobs, maximumJobBytes, type NewJob } from './jobs.ts';
import { openQueue, type Queue } from './open-queue.ts';

/** Set by the tests' project on PostgreSQL. */
const databaseUrl = process.env.TEST_DATABASE_URL ?? null;
const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const one = { concurrency: 1, perInstallation: 1 };

const review = (n: number, i = 1): NewJob => ({ name: 'review', data: { i, r: 'acme/shop', n } });
const command = (c: number, i = 1): NewJob => ({
  name: 'command',
  data: { i, r: 'acme/shop', n: 1, c, k: 'issue', u: 'ann', t: 'review' },
});

describe(`the queue on ${databaseUrl === null ? 'PGlite' : 'PostgreSQL'}`, () => {
  let database: Database;
  let queue: Queue;

  beforeAll(async () => {
    database = await openTestDatabase(databaseUrl);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    queue = await openQueue(database, { log: quiet });
    await database.script('DELETE FROM pgboss.job; DELETE FROM backend_engineer.deliveries;');
  });
  afterEach(() => queue.stop({ deadlineMs: 1_000 }));

  test('a delivery is stored once with its jobs', async () => {
    const delivery = { id: 'd1', installation: 1 };
    await queue.enqueue(delivery, [command(1)]);
    await queue.enqueue(delivery, [command(1)]);
    await Promise.all([
      queue.enqueue({ id: 'd2', installation: 1 }, [command(2)]),
      queue.enqueue({ id: 'd2', installation: 1 }, [command(2)]),
    ]);
    await queue.settled();
    await queue.enqueue(delivery, [command(1)]);
    await queue.settled();
    expect(await waiting('command')).toEqual([
      { i: 1, r: 'acme/shop', n: 1, c: 1, k: 'issue', u: 'ann', t: 'review' },
      { i: 1, r: 'acme/shop', n: 1, c: 2, k: 'issue', u: 'ann', t: 'review' },
    ]);
  });

  test('one review waits for a pull request, whatever the case of its name, and commands are never swallowed', async () => {
    await queue.enqueue(null, [review(1), review(1), review(2), command(1), command(1)]);
    await queue.enqueue(null, [{ name: 'review', data: { i: 1, r: 'Acme/Shop', n: 1 } }, review(1, 2)]);
    expect(await waiting('review')).toEqual([
      { i: 1, r: 'acme/shop', n: 1 },
      { i: 1, r: 'acme/shop', n: 2 },
      { i: 2, r: 'acme/shop', n: 1 },
    ]);
    expect(await waiting('command')).toHaveLength(2);
  });

  test('jobs whose like waits or runs are under way, of their own queue and key only', async () => {
    await queue.enqueue(null, [review(1), command(1)]);
    const asked = [review(1), review(2), review(1, 2), { name: 'reconcile', data: {} } as const];
    expect(await queue.underWay(asked)).toEqual([review(1)]);
    const done = Promise.withResolvers<void>();
    let running: readonly NewJob[] = [];
    await queue.work('review', one, async () => {
      running = await queue.underWay([review(1)]);
      done.resolve();
    });
    await done.promise;
    expect(running).toEqual([review(1)]);
  });

  test('one review waits while one runs, and the second runs after it', async () => {
    const events: string[] = [];
    const gate = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const done = Promise.withResolvers<void>();
    await queue.work('review', { concurrency: 2, perInstallation: 2 }, async () => {
      events.push('begin');
      begun.resolve();
      if (events.length === 1) await gate.promise;
      events.push('end');
      if (events.length === 4) done.resolve();
    });
    await queue.enqueue(null, [review(1)]);
    await begun.promise;
    await queue.enqueue(null, [review(1)]);
    await queue.enqueue(null, [review(1)]);
    expect(await waiting('review')).toHaveLength(1);
    gate.resolve();
    await done.promise;
    expect(events).toEqual(['begin', 'end', 'begin', 'end']);
  });

  test('a job that is too long is refused, and the longest names fit', async () => {
    const longest = {
      i: 99_999_999_999,
      r: `${'o'.repeat(39)}/${'n'.repeat(100)}`,
      n: 999_999_999,
      c: 9_999_999_999,
      k: 'review',
      u: 'u'.repeat(39),
      t: 't'.repeat(20),
    } as const;
    expect(JSON.stringify(longest).length).toBeLessThanOrEqual(maximumJobBytes);
    await queue.enqueue(null, [{ name: 'command', data: longest }]);
    expect(() =>
      queue.enqueue(null, [{ name: 'command', data: { ...longest, t: 't'.repeat(200) } }]),
    ).toThrow(RangeError);
    expect(await waiting('command')).toEqual([longest]);
  });

  test('an installation with many jobs leaves room for the others', async () => {
    const begun: number[] = [];
    const gate = Promise.withResolvers<void>();
    const both = Promise.withResolvers<void>();
    await queue.enqueue(
      null,
      Array.from({ length: 20 }, (_, index) => review(index, 1)),
    );
    await queue.enqueue(null, [review(1, 2)]);
    await queue.work('review', { concurrency: 3, perInstallation: 1 }, async ({ data }) => {
      begun.push(data.i);
      if (begun.length === 2) both.resolve();
      await gate.promise;
    });
    await both.promise;
    expect(begun.toSorted()).toEqual([1, 2]);
    gate.resolve();
  });

  test('a stop gives running jobs their time, then aborts and returns them', async () => {
    const begun = Promise.withResolvers<void>();
    let aborted = false;
    await queue.work('review', one, async ({ signal }) => {
      begun.resolve();
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      aborted = true;
    });
    await queue.enqueue(null, [review(1)]);
    await begun.promise;
    await queue.stop({ deadlineMs: 1_000 });
    expect(aborted).toBe(true);
    expect(await waiting('review')).toEqual([{ i: 1, r: 'acme/shop', n: 1 }]);
  });

  async function waiting<Name extends keyof Jobs>(name: Name): Promise<Jobs[Name][]> {
    const rows = await database.query<{ data: Jobs[Name] }>(
      "SELECT data FROM pgboss.job WHERE name = $1 AND state IN ('created', 'retry') ORDER BY created_on, data",
      [name],
    );
    return rows.map(({ data }) => data);
  }
});

describe.runIf(databaseUrl === null)('failures, by a clock of their own', () => {
  let clock: TestClock;
  /** Each test on a day of its own: the database remembers when the schedule was last looked at. */
  let day = 0;
  let database: Database;
  let queue: Queue;

  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    day += 1;
    clock = new TestClock(Date.UTC(2026, 0, day));
    queue = await openQueue(database, { log: quiet, clock });
    await database.script('DELETE FROM pgboss.job');
  });
  afterEach(() => queue.stop({ deadlineMs: 1_000 }));

  test('a job is tried again with growing pauses, and the last failure is told in few words', async () => {
    const attempts: { at: number; last: boolean }[] = [];
    const told: unknown[] = [];
    await queue.workFailures('review', async (data, failure) => {
      told.push({ data, failure });
    });
    await queue.work('review', one, async ({ attempt, isFinal }) => {
      const error = new GitHubError('GITHUB_UNAVAILABLE', `No answer (attempt ${attempt})`, {
        status: 502,
        cause: new Error('code of the pull request'),
      });
      attempts.push({ at: clock.now(), last: isFinal(error) });
      throw error;
    });
    await queue.enqueue(null, [review(1)]);
    for (let second = 0; second < 2_400 && told.length === 0; second += 20) await pass(20_000);
    expect(attempts.map(({ last }) => last)).toEqual([...Array(8).fill(false), true]);
    const pauses = attempts.slice(1).map(({ at }, index) => at - (attempts[index]?.at ?? 0));
    expect(pauses.every((pause) => pause >= 5_000 && pause <= 330_000)).toBe(true);
    expect(told).toEqual([
      {
        data: { i: 1, r: 'acme/shop', n: 1 },
        failure: { name: 'GitHubError', code: 'GITHUB_UNAVAILABLE', message: 'No answer (attempt 8)' },
      },
    ]);
    const stored = await database.query<{ output: unknown }>(
      "SELECT output FROM pgboss.job WHERE name = 'review'",
    );
    expect(JSON.stringify(stored)).not.toMatch(/stack|code of the pull request/);
  });

  test('what GitHub refuses is asked for a second time, and then told', async () => {
    const refused = new GitHubError('GITHUB_FORBIDDEN', 'No permission', { status: 403 });
    const told: string[] = [];
    await queue.workFailures('review', async (_data, { code }) => {
      told.push(code ?? '');
      if (told.length === 1) throw new RetryLater(60, 'a limit');
      if (told.length === 2) throw refused;
    });
    const final: boolean[] = [];
    await queue.work('review', one, async ({ isFinal }) => {
      final.push(isFinal(refused));
      throw refused;
    });
    await queue.enqueue(null, [review(1)]);
    for (let second = 0; second < 60 && told.length === 0; second += 10) await pass(10_000);
    expect(final).toEqual([false, true]);
    const start = clock.now();
    for (let second = 0; second < 100 && told.length < 2; second += 10) await pass(10_000);
    expect(clock.now() - start).toBeGreaterThanOrEqual(60_000);
    for (let second = 0; second < 100; second += 10) await pass(10_000);
    // A refusal to tell it is the end.
    expect(told).toEqual(['GITHUB_FORBIDDEN', 'GITHUB_FORBIDDEN']);
  });

  test('being put back gives no attempt back, so that a failure in between is not tried for ever', async () => {
    let runs = 0;
    const told: string[] = [];
    await queue.workFailures('review', async (_data, { message }) => {
      told.push(message);
    });
    await queue.work('review', one, async () => {
      runs += 1;
      if (runs % 2 === 0) throw new RetryLater(10, 'not yet');
      throw new GitHubError('GITHUB_ANSWER_LOST', `Lost (run ${runs})`, { status: 502 });
    });
    await queue.enqueue(null, [review(1)]);
    for (let second = 0; second < 1_200 && told.length === 0; second += 10) await pass(10_000);
    expect(told).toEqual(['Lost (run 17)']);
  });

  test('a job that is put back runs after its delay and loses no attempt', async () => {
    const runs: { after: number; attempt: number }[] = [];
    const start = clock.now();
    await queue.work('review', one, async ({ attempt }) => {
      runs.push({ after: clock.now() - start, attempt });
      if (runs.length < 3) throw new RetryLater(60, 'a limit');
    });
    await queue.enqueue(null, [review(1)]);
    for (let second = 0; second < 200 && runs.length < 3; second += 10) await pass(10_000);
    expect(runs.map(({ attempt }) => attempt)).toEqual([0, 0, 0]);
    expect(runs.slice(1).map(({ after }, index) => after - (runs[index]?.after ?? 0) >= 60_000)).toEqual([
      true,
      true,
    ]);
  });

  test('a review that is put back puts off the one that waits already', async () => {
    const runs: number[] = [];
    const start = clock.now();
    await queue.work('review', one, async () => {
      runs.push(clock.now() - start);
      if (runs.length > 1) return;
      await queue.enqueue(null, [review(1)]);
      throw new RetryLater(60, 'a limit');
    });
    await queue.enqueue(null, [review(1)]);
    for (let second = 0; second < 120 && runs.length < 2; second += 10) await pass(10_000);
    expect(runs).toHaveLength(2);
    expect((runs[1] ?? 0) - (runs[0] ?? 0)).toBeGreaterThanOrEqual(60_000);
  });

  test('a review that waits for a limit of ours runs when it is due, or when something new asks for it', async () => {
    const runs: { after: number; n: number }[] = [];
    const start = clock.now();
    await queue.work('review', one, async ({ data }) => {
      runs.push({ after: clock.now() - start, n: data.n });
      // Pushed to while the first runs: the push is not put off with it.
      if (runs.length === 1) await queue.enqueue(null, [review(1)]);
      if (runs.length <= 3) throw new RetryLater(60, 'a limit', { interruptible: true });
    });
    await queue.enqueue(null, [review(1)]);
    await pass(10_000);
    expect(runs.map(({ n }) => n)).toEqual([1, 1]);
    await queue.enqueue({ id: `push-${day}`, installation: 1 }, [review(1)]);
    await pass(10_000);
    expect(runs.map(({ n }) => n)).toEqual([1, 1, 1]);
    for (let second = 0; second < 120 && runs.length < 4; second += 10) await pass(10_000);
    expect(runs.map(({ n }) => n)).toEqual([1, 1, 1, 1]);
    const [pushed, due] = [runs[2]?.after ?? 0, runs[3]?.after ?? 0];
    expect(due - pushed).toBeGreaterThanOrEqual(60_000);
  });

  test('those that wait come after those that do not', async () => {
    const order: number[] = [];
    const gate = Promise.withResolvers<void>();
    let waited = false;
    await queue.work('review', one, async ({ data }) => {
      if (data.n === 1 && !waited) {
        waited = true;
        throw new RetryLater(30, 'a limit', { interruptible: true });
      }
      order.push(data.n);
      if (data.n === 2) await gate.promise;
    });
    await queue.enqueue(null, [review(1)]);
    for (let second = 0; second < 10 && !waited; second += 2) await pass(2_000);
    await queue.enqueue(null, [review(2)]);
    for (let second = 0; second < 60; second += 2) await pass(2_000);
    await queue.enqueue(null, [review(3)]);
    gate.resolve();
    for (let second = 0; second < 60 && order.length < 3; second += 2) await pass(2_000);
    expect(order).toEqual([2, 3, 1]);
  });

  test('a command that is put back comes again', async () => {
    let runs = 0;
    await queue.work('command', one, async () => {
      runs += 1;
      if (runs === 1) throw new RetryLater(10, 'a limit');
    });
    await queue.enqueue(null, [command(1)]);
    for (let second = 0; second < 60 && runs < 2; second += 2) await pass(2_000);
    expect(runs).toBe(2);
  });

  test('reconciliation is stored by the clock, one at a time', async () => {
    await queue.schedule('*/3 * * * *');
    for (let minute = 0; minute < 8; minute += 1) await pass(60_000);
    const rows = await database.query(
      "SELECT 1 FROM pgboss.job WHERE name = 'reconcile' AND state = 'created'",
    );
    expect(rows).toHaveLength(1);
  });

  test('jobs that a killed process left are taken up at the next start', async () => {
    const gate = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    await queue.work('review', one, async () => {
      begun.resolve();
      await gate.promise;
    });
    await queue.enqueue(null, [review(1)]);
    await begun.promise;
    // A second queue on the same database is what a restart sees: an active job of nobody.
    const restarted = await openQueue(database, { log: quiet });
    const again = Promise.withResolvers<number>();
    await restarted.work('review', one, async ({ attempt }) => again.resolve(attempt));
    expect(await again.promise).toBe(1);
    await restarted.stop({ deadlineMs: 1_000 });
    gate.resolve();
  });

  /** Lets time pass, and the handlers that it woke run. */
  async function pass(milliseconds: number): Promise<void> {
    await clock.tick(milliseconds);
    await new Promise((resolve) => setImmediate(resolve));
  }
});
