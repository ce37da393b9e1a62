import type { Sql } from './database.ts';
import { type Place, placeValues } from './place.ts';

export interface RecordedReview {
  readonly review: number;
  readonly head: string;
  /** True for the review that carries the report. */
  readonly report: boolean;
  /** Identities of the comments posted with it. */
  readonly identities: readonly string[];
}

/** Remembers a review that GitHub took. */
export async function recordReview(sql: Sql, place: Place, review: RecordedReview): Promise<void> {
  await sql.query(
    `INSERT INTO backend_engineer.reviews (installation, repository, pull_request, review, head, report, identities)
     VALUES ($1, $2, $3, $4, $5, $6, $7::text::jsonb)
     ON CONFLICT (installation, repository, pull_request, review) DO NOTHING`,
    [...placeValues(place), review.review, review.head, review.report, JSON.stringify(review.identities)],
  );
}
