import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { createLock } from '../keyed-lock.ts';
import type { Database, Sql } from '../store/database.ts';
import { markDeliveries } from '../store/mark-deliveries.ts';
import { openArrivalJournal } from './arrival-journal.ts';
import { openArrivalTable } from './arrival-table.ts';
import type { Arrival } from './arrivals.ts';
import { createGroupCommit } from './group-commit.ts';
import { queueSettings } from './queue-settings.ts';
import { type JobStore, storeJobs } from './store-jobs.ts';

/**
 * Where deliveries are stored before they are answered. pg-boss's insert costs 500 µs a job (16 indexes), the inbox 20 µs
 * a delivery: so the answer waits for the inbox only, and the jobs go on to pg-boss right after it, in batches. A crash in
 * between leaves them for the next look; one that was moved already is known by its delivery.
 */
export interface Inbox {
  /** Resolves when the delivery is committed, with those that came at the same time. */
  put(arrival: Arrival): Promise<void>;
  /** Resolves when all that was stored before is in the queue. */
  settled(): Promise<void>;
  /** Stores what is under way. What is not in the queue by then stays in the inbox. */
  stop(): Promise<void>;
}

/** Deliveries of one commit. */
const maximumGroup = 200;

/** Deliveries moved at once: what is longer holds up what else wants the database. */
const maximumMoved = 50;

/**
 * While more come, moving takes an eighth of the time: somebody waits for an answer, nobody for a place in the queue. What
 * comes in a pause is moved together: a move costs 5 ms, each of its deliveries 200 µs more.
 */
const pauses = 7;
const longestPauseMs = 1_000;

/** How often what another process left is looked for, and what failed is tried again. */
const lookMs = 2_000;

export async function openInbox(
  database: Database,
  boss: JobStore,
  log: Pick<Logger, 'warn' | 'error'>,
): Promise<Inbox> {
  const { engine } = database;
  const store =
    engine.kind === 'pglite'
      ? await openArrivalJournal(database, engine.directory, log)
      : openArrivalTable(database);
  const commit = createGroupCommit<Arrival>(async (arrivals) => {
    await store.add(arrivals);
    wake();
  }, maximumGroup);
  const stopping = new AbortController();
  let failing = false;
  let again = false;
  let running: Promise<void> | null = null;
  /** One moves at a time. */
  const inTurn = createLock();
  const timer = setInterval(wake, lookMs);
  timer.unref();
  wake();

  function wake(): void {
    again = true;
    running ??= run();
  }

  async function run(): Promise<void> {
    try {
      while (again && !stopping.signal.aborted) {
        again = false;
        const started = performance.now();
        const moved = await move();
        failing = false;
        if (moved === maximumMoved) again = true;
        if (moved > 0) await pause(Math.min(pauses * (performance.now() - started), longestPauseMs));
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!failing) log.warn({ reason }, 'The queue takes no deliveries; they wait in the inbox');
      failing = true;
    }
    running = null;
  }

  /** @returns how many were moved */
  function move(): Promise<number> {
    return inTurn(() => store.move(maximumMoved, (sql, arrivals) => storeArrivals(sql, boss, arrivals, log)));
  }

  /** Ends early where the queue stops. */
  async function pause(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
  }

  return {
    put: (arrival) => commit.add(arrival),
    async settled() {
      await commit.idle();
      while ((await move()) > 0);
    },
    async stop() {
      clearInterval(timer);
      await commit.idle();
      stopping.abort();
      await running;
      await inTurn(() => store.close());
    },
  };
}

/** In one transaction: deliveries are marked, and the jobs of the new ones stored. */
async function storeArrivals(
  sql: Sql,
  boss: JobStore,
  arrivals: readonly Arrival[],
  log: Pick<Logger, 'error'>,
): Promise<void> {
  const fresh = await markDeliveries(
    sql,
    arrivals.map(({ delivery }) => delivery),
  );
  // A delivery that comes twice in one batch is new only once.
  const jobs = arrivals.flatMap((arrival) => (fresh.delete(arrival.delivery.id) ? arrival.jobs : []));
  // Stored by a version with other queues: they must not hold up what comes after them.
  const unknown = jobs.filter(({ name }) => !Object.hasOwn(queueSettings, name));
  if (unknown.length > 0)
    log.error({ queues: unknown.map(({ name }) => name) }, 'Jobs for unknown queues are dropped');
  await storeJobs(
    boss,
    sql,
    jobs.filter((job) => !unknown.includes(job)),
  );
}
