import type { Sql } from './database.ts';
import { type Place, placeValues } from './place.ts';

/** Remembers the check run of a head. */
export async function recordCheck(sql: Sql, place: Place, head: string, checkRun: number): Promise<void> {
  await sql.query(
    `UPDATE backend_engineer.checks SET check_run = $5
     WHERE installation = $1 AND repository = $2 AND pull_request = $3 AND head = $4`,
    [...placeValues(place), head, checkRun],
  );
}
