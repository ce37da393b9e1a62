import type { Sql } from './database.ts';
import { type Place, placeValues } from './place.ts';

/** True while no later attempt has claimed the pull request (nor its rows were deleted with the installation). */
export async function fenceHolds(sql: Sql, place: Place, number: number): Promise<boolean> {
  const rows = await sql.query(
    `SELECT 1 FROM backend_engineer.fences
     WHERE installation = $1 AND repository = $2 AND pull_request = $3 AND number = $4`,
    [...placeValues(place), number],
  );
  return rows.length === 1;
}
