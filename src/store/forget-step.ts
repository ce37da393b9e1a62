import type { Sql } from './database.ts';
import { type Place, placeValues } from './place.ts';

/** Takes back that a write was begun: it was looked for and did not happen. */
export async function forgetStep(sql: Sql, place: Place, attempt: number, step: string): Promise<void> {
  await sql.query(
    `UPDATE backend_engineer.outbox SET steps = steps - $5::text
     WHERE installation = $1 AND repository = $2 AND pull_request = $3 AND attempt = $4`,
    [...placeValues(place), attempt, step],
  );
}
