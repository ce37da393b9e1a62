import { type Clock, type ConstructorOptions, type Db, fromPglite, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Database, Sql } from '../store/database.ts';
import { type Delivery, markDeliveries } from '../store/mark-deliveries.ts';
import { createGroupCommit } from './group-commit.ts';
import {
  groupOf,
  type JobName,
  type Jobs,
  maximumJobBytes,
  type NewJob,
  singletonKey,
  waitingPriority,
} from './jobs.ts';
import { deadLetterSettings, queueSettings } from './queue-settings.ts';
import { type Failure, type JobHandler, startFailureWork, startWork, type WorkOptions } from './work.ts';

export interface Queue {
  /**
   * Stores jobs durably; those that arrive while others are being stored share the next transaction.
   * @param delivery where the jobs come from, null where nobody delivered them
   * @returns `known` where the delivery was processed before: then nothing was stored
   */
  enqueue(delivery: Delivery | null, jobs: readonly NewJob[]): Promise<'stored' | 'known'>;
  /** Those of these jobs whose like waits or runs. */
  underWay<Job extends NewJob>(jobs: readonly Job[]): Promise<readonly Job[]>;
  work<Name extends JobName>(name: Name, options: WorkOptions, handler: JobHandler<Name>): Promise<void>;
  /** Hears of the jobs that failed for the last time. */
  workFailures<Name extends 'review' | 'command'>(
    name: Name,
    handler: (data: Jobs[Name], failure: Failure, signal: AbortSignal) => Promise<void>,
  ): Promise<void>;
  /** Stores a `reconcile` job by the clock. @param cron five fields, UTC */
  schedule(cron: string): Promise<void>;
  /** Takes no more jobs, waits for those that run, and gives back what is not done at the deadline (its signal aborts). */
  stop(options: { readonly deadlineMs: number }): Promise<void>;
}

export interface QueueOptions {
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** pg-boss's clock, for tests that do not sleep. */
  readonly clock?: Clock;
}

/** Jobs of one transaction: more would keep the first of them waiting for its answer. */
const maximumGroup = 200;

/** Lost heartbeats and expired jobs are looked for at this pace. */
const superviseSeconds = 10;

/** Connections of the queue in each process, apart from the one that listens. */
const maximumConnections = 8;

export async function openQueue(database: Database, options: QueueOptions): Promise<Queue> {
  const { log } = options;
  const boss = new PgBoss({
    ...engineOptions(database),
    useListenNotify: true,
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
    registerInstance: false,
    openTelemetry: { enabled: false },
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  });
  // Unheard, a killed connection (57P01) ends the process.
  boss.on('error', (error) => log.error({ reason: error.message }, 'The queue reports an error'));
  boss.on('warning', (warning) => log.warn({ reason: warning.message }, 'The queue reports a warning'));
  await boss.start();
  await createQueues(boss);
  if (database.engine.kind === 'pglite') await returnAbandoned(boss, database);

  const commit = createGroupCommit<Batch, 'stored' | 'known'>(
    (batches) => storeBatches(database, boss, batches),
    maximumGroup,
  );
  return {
    enqueue(delivery, jobs) {
      const long = jobs.find((job) => Buffer.byteLength(JSON.stringify(job.data)) > maximumJobBytes);
      if (long !== undefined)
        throw new RangeError(`A ${long.name} job is longer than ${maximumJobBytes} bytes`);
      return commit.add({ delivery, jobs });
    },
    underWay: (jobs) => underWay(database, jobs),
    work: (name, workOptions, handler) => startWork(boss, name, workOptions, handler, log),
    workFailures: (name, handler) => startFailureWork(boss, name, handler, log),
    schedule: (cron) => boss.schedule('reconcile', cron, {}, { singletonKey: 'all' }),
    async stop({ deadlineMs }) {
      await commit.idle();
      await boss.stop({ graceful: true, timeout: deadlineMs });
    },
  };
}

function engineOptions({ engine }: Database): ConstructorOptions {
  return engine.kind === 'pglite'
    ? { db: fromPglite(engine.pglite), backend: 'pglite' }
    : { connectionString: engine.url, max: maximumConnections };
}

async function createQueues(boss: PgBoss): Promise<void> {
  const letters = Object.values(queueSettings).flatMap(({ deadLetter }) => deadLetter ?? []);
  for (const name of letters) {
    await boss.createQueue(name, { ...deadLetterSettings, notify: true });
    await boss.updateQueue(name, { ...deadLetterSettings, notify: true });
  }
  for (const [name, { policy, deadLetter, ...settings }] of Object.entries(queueSettings)) {
    const all = { ...settings, notify: true, ...(deadLetter === null ? {} : { deadLetter }) };
    await boss.createQueue(name, { ...all, policy });
    await boss.updateQueue(name, all);
  }
}

/**
 * The embedded database has one process: whatever runs at its start was left by one that was killed. A server's jobs
 * come back when their heartbeat is missed.
 */
async function returnAbandoned(boss: PgBoss, sql: Sql): Promise<void> {
  const rows = await sql.query<{ name: string; id: string }>(
    "SELECT name, id FROM pgboss.job WHERE state = 'active'",
  );
  for (const [name, group] of Map.groupBy(rows, (row) => row.name)) {
    if (!(name in queueSettings) && !name.endsWith('-failed')) continue;
    await boss.fail(
      name,
      group.map((row) => row.id),
      { name: 'Error', message: 'The process ended while it was working' },
    );
    for (const { id } of group) await boss.update(name, undefined, { id, startAfter: 0 });
  }
}

/** By the key that pg-boss holds them apart with; those without one stand for themselves. */
async function underWay<Job extends NewJob>(sql: Sql, jobs: readonly Job[]): Promise<readonly Job[]> {
  const keys = jobs.flatMap((job) => singletonKey(job) ?? []);
  const rows = await sql.query<{ name: string; key: string }>(
    `SELECT name, singleton_key AS key FROM pgboss.job
     WHERE singleton_key = ANY ($1) AND state IN ('created', 'retry', 'active')`,
    [keys],
  );
  const found = new Set(rows.map(({ name, key }) => `${name} ${key}`));
  return jobs.filter((job) => found.has(`${job.name} ${singletonKey(job)}`));
}

interface Batch {
  readonly delivery: Delivery | null;
  readonly jobs: readonly NewJob[];
}

/** One transaction: the deliveries are marked and the jobs of the new ones stored, or nothing is. */
async function storeBatches(
  database: Database,
  boss: PgBoss,
  batches: readonly Batch[],
): Promise<('stored' | 'known')[]> {
  return database.transaction(async (sql) => {
    const deliveries = batches.flatMap(({ delivery }) => delivery ?? []);
    const fresh = deliveries.length === 0 ? new Set<string>() : await markDeliveries(sql, deliveries);
    // A delivery that comes twice in one group is new only once.
    const isNew = batches.map(({ delivery }) => delivery === null || fresh.delete(delivery.id));
    const jobs = batches.flatMap((batch, index) => (isNew[index] ? batch.jobs : []));
    for (const [name, group] of Map.groupBy(jobs, (job) => job.name)) {
      const ids = await boss.insert(name, group.map(toInsert), { db: bossDb(sql), returnId: true });
      if ((ids?.length ?? 0) < group.length) await bringForward(boss, sql, name, group);
    }
    return isNew.map((stored) => (stored ? 'stored' : 'known'));
  });
}

/** Jobs that were not stored since their like waits for a limit of ours: that one is due now. */
async function bringForward(boss: PgBoss, sql: Sql, name: JobName, jobs: readonly NewJob[]): Promise<void> {
  const rows = await sql.query<{ id: string }>(
    `SELECT id FROM pgboss.job
     WHERE name = $1 AND state = 'created' AND priority = $2 AND singleton_key = ANY($3::text[])`,
    [name, waitingPriority, jobs.map(singletonKey)],
  );
  for (const { id } of rows)
    await boss.update(name, undefined, { id, startAfter: 0, priority: 0, db: bossDb(sql) });
}

function toInsert(job: NewJob) {
  const key = singletonKey(job);
  const group = groupOf(job);
  return {
    data: job.data,
    ...(key === null ? {} : { singletonKey: key }),
    ...(group === null ? {} : { group: { id: group } }),
  };
}

function bossDb(sql: Sql): Db {
  return {
    executeSql: async (text, values) => ({ rows: await sql.query(text, values) }),
  };
}
