import type { Sql } from './database.ts';
import { type Place, placeValues } from './place.ts';

/** The check run of the head says that its review waits, and for which limit: it need not be said again. */
export async function recordWaiting(sql: Sql, place: Place, head: string, waitsFor: string): Promise<void> {
  await sql.query(
    `INSERT INTO backend_engineer.turns (installation, repository, pull_request, head, waits_for, counted)
     VALUES ($1, $2, $3, $4, $5, false)
     ON CONFLICT (installation, repository, pull_request)
       DO UPDATE SET head = excluded.head, waits_for = excluded.waits_for, counted = false, changed_at = now()`,
    [...placeValues(place), head, waitsFor],
  );
}
