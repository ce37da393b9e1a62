import type { Sql } from './database.ts';
import { type Place, placeValues } from './place.ts';

/**
 * Stores what is to be written before its first write, in place of an earlier plan of the pull request.
 * @param plan JSON
 * @returns false where a later attempt has stored its own: then nothing may be written
 */
export async function storePlan(
  sql: Sql,
  place: Place,
  attempt: number,
  head: string,
  plan: unknown,
): Promise<boolean> {
  const rows = await sql.query(
    `INSERT INTO backend_engineer.outbox AS stored (installation, repository, pull_request, head, attempt, plan)
     VALUES ($1, $2, $3, $4, $5, $6::text::jsonb)
     ON CONFLICT (installation, repository, pull_request)
       DO UPDATE SET head = excluded.head, attempt = excluded.attempt, plan = excluded.plan,
                     steps = '{}', state = 'pending', stored_at = now()
       WHERE stored.attempt <= excluded.attempt
     RETURNING 1`,
    [...placeValues(place), head, attempt, JSON.stringify(plan)],
  );
  return rows.length === 1;
}
