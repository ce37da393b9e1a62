import type { Sql } from './database.ts';
import { type Place, placeValues } from './place.ts';

/** What is known of the check run of a head: `new` (nothing was asked for yet), its id, or `unknown` (asked for, no answer). */
export type KnownCheck =
  | { readonly kind: 'new' }
  | { readonly kind: 'unknown'; readonly begunSeconds: number }
  | { readonly kind: 'known'; readonly id: number };

/** Notes that a check run is about to be made for a head, and tells what an earlier attempt knew. */
export async function beginCheck(sql: Sql, place: Place, head: string): Promise<KnownCheck> {
  const inserted = await sql.query(
    `INSERT INTO backend_engineer.checks (installation, repository, pull_request, head)
     VALUES ($1, $2, $3, $4)
     ON CONFLICT (installation, repository, pull_request, head) DO NOTHING
     RETURNING 1`,
    [...placeValues(place), head],
  );
  if (inserted.length === 1) return { kind: 'new' };
  const [row] = await sql.query<{ id: string | null; age: number }>(
    `SELECT check_run::text AS id, extract(epoch FROM clock_timestamp() - begun_at)::float8 AS age
     FROM backend_engineer.checks
     WHERE installation = $1 AND repository = $2 AND pull_request = $3 AND head = $4`,
    [...placeValues(place), head],
  );
  // Pruned or forgotten in between.
  if (row === undefined) return { kind: 'new' };
  return row.id === null
    ? { kind: 'unknown', begunSeconds: Math.max(0, row.age) }
    : { kind: 'known', id: Number(row.id) };
}
