import type { Sql } from './database.ts';
import { type Place, placeValues } from './place.ts';

/** True where somebody with write access asked the model about this very head. */
export async function wasAsked(sql: Sql, place: Place, head: string): Promise<boolean> {
  const rows = await sql.query(
    `SELECT 1 FROM backend_engineer.model_asks
     WHERE installation = $1 AND repository = $2 AND pull_request = $3 AND head = $4`,
    [...placeValues(place), head],
  );
  return rows.length === 1;
}
