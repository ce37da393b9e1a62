import type { Sql } from './database.ts';
import { type Place, placeValues } from './place.ts';

/** The check run of a head was refused, or GitHub does not know it any more. */
export async function forgetCheck(sql: Sql, place: Place, head: string): Promise<void> {
  await sql.query(
    `DELETE FROM backend_engineer.checks
     WHERE installation = $1 AND repository = $2 AND pull_request = $3 AND head = $4`,
    [...placeValues(place), head],
  );
}
