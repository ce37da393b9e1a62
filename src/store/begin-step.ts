import type { Sql } from './database.ts';
import { type Place, placeValues } from './place.ts';

/**
 * Notes that a write is about to be sent, so that after a crash one looks for it first.
 * @returns false where the plan is of another attempt by now
 */
export async function beginStep(sql: Sql, place: Place, attempt: number, step: string): Promise<boolean> {
  const rows = await sql.query(
    `UPDATE backend_engineer.outbox
     SET steps = jsonb_set(steps, ARRAY[$5::text], jsonb_build_object('begun', extract(epoch FROM clock_timestamp())))
     WHERE installation = $1 AND repository = $2 AND pull_request = $3 AND attempt = $4 AND state = 'pending'
     RETURNING 1`,
    [...placeValues(place), attempt, step],
  );
  return rows.length === 1;
}
