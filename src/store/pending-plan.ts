import type { Sql } from './database.ts';
import { type Place, placeValues } from './place.ts';

export interface StoredPlan {
  readonly head: string;
  readonly attempt: number;
  /** As it was stored: JSON. */
  readonly plan: unknown;
  /** By step: seconds since it was begun, and its result once it is known. */
  readonly steps: ReadonlyMap<string, { readonly begunSeconds: number; readonly done: unknown }>;
}

interface PlanRow {
  head: string;
  attempt: number;
  plan: unknown;
  steps: Record<string, { begun?: number; done?: unknown }>;
  now: number;
}

/** The plan of a pull request that was not carried out to its end, null where there is none. */
export async function pendingPlan(sql: Sql, place: Place): Promise<StoredPlan | null> {
  const [row] = await sql.query<PlanRow>(
    `SELECT head, attempt, plan, steps, extract(epoch FROM clock_timestamp())::float8 AS now
     FROM backend_engineer.outbox
     WHERE installation = $1 AND repository = $2 AND pull_request = $3 AND state = 'pending'`,
    placeValues(place),
  );
  if (row === undefined) return null;
  const steps = Object.entries(row.steps).map(
    ([name, { begun = row.now, done }]) =>
      [name, { begunSeconds: Math.max(0, row.now - begun), done: done ?? null }] as const,
  );
  return { head: row.head, attempt: row.attempt, plan: row.plan, steps: new Map(steps) };
}
