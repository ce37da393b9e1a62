import type { Db, PgBoss } from 'pg-boss';
import type { Sql } from '../store/database.ts';
import { type JobName, type NewJob, placeInQueue, singletonKey, waitingPriority } from './jobs.ts';

/** What of pg-boss stores jobs. */
export type JobStore = Pick<PgBoss, 'insert' | 'update'>;

/** Hands jobs to pg-boss in the transaction of `sql`. Those whose like waits already are not stored again. */
export async function storeJobs(boss: JobStore, sql: Sql, jobs: readonly NewJob[]): Promise<void> {
  for (const [name, group] of Map.groupBy(jobs, (job) => job.name)) {
    const rows = group.map((job) => ({ data: job.data, ...placeInQueue(job) }));
    const ids = await boss.insert(name, rows, { db: bossDb(sql), returnId: true });
    if ((ids?.length ?? 0) < group.length) await bringForward(boss, sql, name, group);
  }
}

/** Jobs that were not stored since their like waits for a limit of ours: that one is due now. */
async function bringForward(boss: JobStore, sql: Sql, name: JobName, jobs: readonly NewJob[]): Promise<void> {
  const rows = await sql.query<{ id: string }>(
    `SELECT id FROM pgboss.job
     WHERE name = $1 AND state = 'created' AND priority = $2 AND singleton_key = ANY($3::text[])`,
    [name, waitingPriority, jobs.map(singletonKey)],
  );
  for (const { id } of rows)
    await boss.update(name, undefined, { id, startAfter: 0, priority: 0, db: bossDb(sql) });
}

function bossDb(sql: Sql): Db {
  return {
    executeSql: async (text, values) => ({ rows: await sql.query(text, values) }),
  };
}
