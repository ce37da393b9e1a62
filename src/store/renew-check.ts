import type { Sql } from './database.ts';
import { type Place, placeValues } from './place.ts';

/**
 * Notes that a check run is about to be made for a head once more, the one of an earlier attempt not being there: from
 * now on its answer may be lost, and GitHub's list may lag.
 */
export async function renewCheck(sql: Sql, place: Place, head: string): Promise<void> {
  await sql.query(
    `INSERT INTO backend_engineer.checks (installation, repository, pull_request, head, begun_at)
     VALUES ($1, $2, $3, $4, clock_timestamp())
     ON CONFLICT (installation, repository, pull_request, head)
       DO UPDATE SET check_run = NULL, begun_at = clock_timestamp()`,
    [...placeValues(place), head],
  );
}
