import { type Counter, countWithin } from './count-within.ts';
import type { Database } from './database.ts';
import { type Place, placeValues } from './place.ts';

/**
 * Whether a review may begin. `told`: the check run of this head gives the same limit as the reason already. `left`: an
 * earlier head whose check run says that it waits, null where there is none.
 */
export type Turn<C extends Counter> = { readonly left: string | null } & (
  | { readonly kind: 'begin' }
  | { readonly kind: 'wait'; readonly full: C; readonly told: boolean }
);

/**
 * Counts the review of a head, unless one of the counters is full. A review that was counted and has not ended
 * (`endTurn`) goes on: what fails or is put back meanwhile costs its place once.
 */
export async function claimTurn<C extends Counter>(
  database: Database,
  place: Place,
  head: string,
  counters: readonly C[],
): Promise<Turn<C>> {
  return database.transaction(async (sql): Promise<Turn<C>> => {
    const [row] = await sql.query<{ head: string; waitsFor: string | null; counted: boolean }>(
      `SELECT head, waits_for AS "waitsFor", counted FROM backend_engineer.turns
       WHERE installation = $1 AND repository = $2 AND pull_request = $3`,
      placeValues(place),
    );
    const own = row?.head === head ? row : undefined;
    if (own?.counted === true) return { kind: 'begin', left: null };
    const left = own === undefined && row?.waitsFor != null ? row.head : null;
    const full = await countWithin(sql, place, counters);
    if (full !== null) return { kind: 'wait', full, told: own?.waitsFor === full.what, left };
    await sql.query(
      `INSERT INTO backend_engineer.turns (installation, repository, pull_request, head, waits_for, counted)
       VALUES ($1, $2, $3, $4, NULL, true)
       ON CONFLICT (installation, repository, pull_request)
         DO UPDATE SET head = excluded.head, waits_for = NULL, counted = true, changed_at = now()`,
      [...placeValues(place), head],
    );
    return { kind: 'begin', left };
  });
}
