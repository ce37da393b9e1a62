import type { Sql } from './database.ts';
import { type Place, placeValues } from './place.ts';

/** The plan is carried out; its text is code of the pull request and goes away. */
export async function closePlan(sql: Sql, place: Place, attempt: number): Promise<void> {
  await sql.query(
    `UPDATE backend_engineer.outbox SET state = 'done', plan = 'null', steps = '{}'
     WHERE installation = $1 AND repository = $2 AND pull_request = $3 AND attempt = $4`,
    [...placeValues(place), attempt],
  );
}
