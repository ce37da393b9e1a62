import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database } from '../store/database.ts';
import { type Delivery, markDeliveries } from '../store/mark-deliveries.ts';
import { putInbox } from '../store/put-inbox.ts';
import { takeInbox } from '../store/take-inbox.ts';
import { createGroupCommit } from './group-commit.ts';
import type { NewJob } from './jobs.ts';
import { queueSettings } from './queue-settings.ts';
import { type JobStore, storeJobs } from './store-jobs.ts';

/** A delivery and what it asks for. */
export interface Arrival {
  readonly delivery: Delivery;
  readonly jobs: readonly NewJob[];
}

/**
 * Where deliveries are stored before they are answered. pg-boss's insert costs 500 µs a job (16 indexes), a row of the
 * inbox 20 µs a delivery: so the answer waits for the inbox only, and the jobs go on to pg-boss right after it, each
 * batch in the transaction that takes it out of the inbox. A crash in between leaves it for the next look.
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

/** Deliveries of one row, the least that is moved at once. */
const maximumRow = 2;

/** Rows moved at once: longer, and a delivery would wait for it (the embedded database holds the event loop up). */
const batchRows = 6;

/**
 * While more come, moving takes an eighth of the time: somebody waits for an answer, nobody for a place in the queue. What
 * comes in a pause is moved together, which costs less.
 */
const pauses = 7;
const longestPauseMs = 1_000;

/** How often what another process left is looked for, and what failed is tried again. */
const lookMs = 2_000;

export function openInbox(database: Database, boss: JobStore, log: Pick<Logger, 'warn' | 'error'>): Inbox {
  const commit = createGroupCommit<Arrival>(async (arrivals) => {
    await putInbox(database, rowsOf(arrivals));
    wake();
  }, maximumGroup);
  let arrived = 0;
  let seen = 0;
  let stopped = false;
  let failing = false;
  let again = false;
  let running: Promise<void> | null = null;
  let moving: Promise<number> = Promise.resolve(0);
  const timer = setInterval(wake, lookMs);
  timer.unref();
  wake();

  function wake(): void {
    again = true;
    running ??= run();
  }

  async function run(): Promise<void> {
    try {
      // The answers of those that were just stored go first.
      await nextTurn();
      while (again && !stopped) {
        again = false;
        const started = performance.now();
        if ((await move()) > 0) again = true;
        failing = false;
        const took = performance.now() - started;
        if (arrived > seen) await wait(Math.min(pauses * took, longestPauseMs));
        seen = arrived;
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!failing) log.warn({ reason }, 'The queue takes no deliveries; they wait in the inbox');
      failing = true;
    }
    running = null;
  }

  /** One at a time. @returns rows that were moved */
  function move(): Promise<number> {
    moving = moving
      .catch(() => 0)
      .then(nextTurn)
      .then(() => moveBatch(database, boss, log));
    return moving;
  }

  return {
    put(arrival) {
      arrived += 1;
      return commit.add(arrival);
    },
    async settled() {
      await commit.idle();
      while ((await move()) > 0);
    },
    async stop() {
      clearInterval(timer);
      await commit.idle();
      stopped = true;
      await running;
      await moving.catch(() => 0);
    },
  };
}

function rowsOf(arrivals: readonly Arrival[]): string[] {
  const rows: string[] = [];
  for (let at = 0; at < arrivals.length; at += maximumRow)
    rows.push(JSON.stringify(arrivals.slice(at, at + maximumRow)));
  return rows;
}

/** One transaction: rows leave the inbox, deliveries are marked, the jobs of the new ones stored; or nothing happens. */
function moveBatch(database: Database, boss: JobStore, log: Pick<Logger, 'error'>): Promise<number> {
  return database.transaction(async (sql) => {
    const rows = await takeInbox<readonly Arrival[]>(sql, batchRows);
    if (rows.length === 0) return 0;
    const arrivals = rows.flat();
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
    return rows.length;
  });
}
