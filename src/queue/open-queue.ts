import { type Clock, type ConstructorOptions, fromPglite, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Database, Sql } from '../store/database.ts';
import type { Gone } from '../store/forgotten.ts';
import type { Delivery } from '../store/mark-deliveries.ts';
import { openInbox } from './inbox.ts';
import { type JobName, type Jobs, maximumJobBytes, type NewJob, singletonKey } from './jobs.ts';
import { deadLetterSettings, queueSettings } from './queue-settings.ts';
import { storeJobs } from './store-jobs.ts';
import { type Failure, type JobHandler, startFailureWork, startWork, type WorkOptions } from './work.ts';

export interface Queue {
  /**
   * Stores jobs durably. What is not delivered is in the queue when this resolves. What is delivered gets there right
   * after it, whatever happens to this process, and once for a delivery. Throws RangeError for a job that is too long.
   * @param delivery where the jobs come from, null where nobody delivered them
   */
  enqueue(delivery: Delivery | null, jobs: readonly NewJob[]): Promise<void>;
  /** Resolves when the jobs of all deliveries that were stored before are in the queue. */
  settled(): Promise<void>;
  /** Those of these jobs whose like waits or runs. */
  underWay<Job extends NewJob>(jobs: readonly Job[]): Promise<readonly Job[]>;
  /** Deletes the jobs of an installation or of a repository (`owner/name`, lower case) that do not run just now. */
  forget(gone: Gone): Promise<void>;
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

  const inbox = await openInbox(database, boss, log);
  return {
    enqueue(delivery, jobs) {
      const long = jobs.find((job) => Buffer.byteLength(JSON.stringify(job.data)) > maximumJobBytes);
      if (long !== undefined)
        throw new RangeError(`A ${long.name} job is longer than ${maximumJobBytes} bytes`);
      if (delivery !== null) return inbox.put({ delivery, jobs });
      return database.transaction((sql) => storeJobs(boss, sql, jobs));
    },
    settled: () => inbox.settled(),
    async underWay(jobs) {
      await inbox.settled();
      return underWay(database, jobs);
    },
    async forget(gone) {
      // What the inbox holds of it is a job in a moment.
      await inbox.settled();
      await deleteJobs(database, gone);
    },
    work: (name, workOptions, handler) => startWork(boss, name, workOptions, handler, log),
    workFailures: (name, handler) => startFailureWork(boss, name, handler, log),
    schedule: (cron) => boss.schedule('reconcile', cron, {}, { singletonKey: 'all' }),
    async stop({ deadlineMs }) {
      await inbox.stop();
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

/** Those that run go on: what they were begun for tells them that it is gone. */
async function deleteJobs(sql: Sql, gone: Gone): Promise<void> {
  const [field, value] =
    'installation' in gone
      ? ["data->>'i'", String(gone.installation)]
      : ["lower(data->>'r')", gone.repository];
  await sql.query(`DELETE FROM pgboss.job WHERE state <> 'active' AND ${field} = $1`, [value]);
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
