import type { Sql } from './database.ts';
import { type Place, placeValues } from './place.ts';

/** Notes what became of a write. @param result JSON, not null */
export async function completeStep(
  sql: Sql,
  place: Place,
  attempt: number,
  step: string,
  result: unknown,
): Promise<void> {
  await sql.query(
    `UPDATE backend_engineer.outbox
     SET steps = jsonb_set(steps, ARRAY[$5::text], coalesce(steps -> $5::text, '{}') || jsonb_build_object('done', $6::text::jsonb))
     WHERE installation = $1 AND repository = $2 AND pull_request = $3 AND attempt = $4`,
    [...placeValues(place), attempt, step, JSON.stringify(result)],
  );
}
