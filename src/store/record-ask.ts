import type { Sql } from './database.ts';
import { type Place, placeValues } from './place.ts';

/** Somebody with write access asked the model about this head. An ask for an earlier one is over. */
export async function recordAsk(sql: Sql, place: Place, head: string): Promise<void> {
  await sql.query(
    `INSERT INTO backend_engineer.model_asks (installation, repository, pull_request, head)
     VALUES ($1, $2, $3, $4)
     ON CONFLICT (installation, repository, pull_request)
       DO UPDATE SET head = excluded.head, asked_at = now()`,
    [...placeValues(place), head],
  );
}
