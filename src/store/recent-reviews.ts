import type { Sql } from './database.ts';
import { type Place, placeValues } from './place.ts';
import type { RecordedReview } from './record-review.ts';

/** The reviews that GitHub took in the last seconds: those its lists may not show yet. Oldest first. */
export async function recentReviews(sql: Sql, place: Place, seconds: number): Promise<RecordedReview[]> {
  const rows = await sql.query<{ review: string; head: string; report: boolean; identities: string[] }>(
    `SELECT review::text AS review, head, report, identities FROM backend_engineer.reviews
     WHERE installation = $1 AND repository = $2 AND pull_request = $3
       AND posted_at > now() - make_interval(secs => $4)
     ORDER BY posted_at, review`,
    [...placeValues(place), seconds],
  );
  return rows.map((row) => ({ ...row, review: Number(row.review) }));
}
