import type { Sql } from './database.ts';
import { type Place, placeValues } from './place.ts';

/** The review of a head has ended, well or not: the next one is counted anew. */
export async function endTurn(sql: Sql, place: Place, head: string): Promise<void> {
  await sql.query(
    `DELETE FROM backend_engineer.turns
     WHERE installation = $1 AND repository = $2 AND pull_request = $3 AND head = $4`,
    [...placeValues(place), head],
  );
}
