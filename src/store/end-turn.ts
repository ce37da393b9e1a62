import type { Sql } from './database.ts';
import { type Place, placeValues } from './place.ts';

/** The review of a head (null: of whichever) has ended, well or not: the next one is counted anew. */
export async function endTurn(sql: Sql, place: Place, head: string | null): Promise<void> {
  await sql.query(
    `DELETE FROM backend_engineer.turns
     WHERE installation = $1 AND repository = $2 AND pull_request = $3
       AND ($4::text IS NULL OR head = $4)`,
    [...placeValues(place), head],
  );
}
