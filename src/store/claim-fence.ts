import type { Sql } from './database.ts';
import { type Place, placeValues } from './place.ts';

/**
 * Takes the next number of a pull request. From now on only this attempt may write to it. The number of a place that is
 * there is taken under its lock: taken before, a lower one could come after a higher one, and then neither may write.
 */
export async function claimFence(sql: Sql, place: Place): Promise<number> {
  const [row] = await sql.query<{ number: number }>(
    `INSERT INTO backend_engineer.fences (installation, repository, pull_request, number)
     VALUES ($1, $2, $3, nextval('backend_engineer.fence_numbers'))
     ON CONFLICT (installation, repository, pull_request)
       DO UPDATE SET number = nextval('backend_engineer.fence_numbers'), claimed_at = now()
     RETURNING number`,
    placeValues(place),
  );
  return row?.number ?? 0;
}
