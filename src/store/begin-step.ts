import type { Sql } from './database.ts';
import { type Place, placeValues } from './place.ts';

/**
 * Notes that a write is about to be sent, so that after a crash one looks for it first. Asks the fence in the same
 * statement and locks it meanwhile: were it asked before, a later attempt could claim it in between, find nothing noted,
 * and both would write.
 * @returns false where a later attempt has claimed the pull request, or the plan is another's by now
 */
export async function beginStep(sql: Sql, place: Place, attempt: number, step: string): Promise<boolean> {
  const rows = await sql.query(
    `WITH fence AS (
       SELECT 1 FROM backend_engineer.fences
       WHERE installation = $1 AND repository = $2 AND pull_request = $3 AND number = $4
       FOR UPDATE
     )
     UPDATE backend_engineer.outbox
     SET steps = jsonb_set(steps, ARRAY[$5::text], jsonb_build_object('begun', extract(epoch FROM clock_timestamp())))
     WHERE installation = $1 AND repository = $2 AND pull_request = $3 AND attempt = $4 AND state = 'pending'
       AND EXISTS (SELECT FROM fence)
     RETURNING 1`,
    [...placeValues(place), attempt, step],
  );
  return rows.length === 1;
}
