import type { Database } from './database.ts';

/** Days after which rows go: GitHub redelivers for 3 days, and everything else is rebuilt from its word. */
const keptDays = {
  'deliveries.processed_at': 7,
  'outbox.stored_at': 7,
  'reviews.posted_at': 7,
  'checks.begun_at': 30,
  'configs.fetched_at': 7,
  'fences.claimed_at': 90,
  'counts.begins_at': 2,
  'turns.changed_at': 7,
  'model_asks.asked_at': 90,
  'forgotten.forgotten_at': 2,
} as const;

/** Deletes what is older than it is needed. @returns rows deleted */
export async function prune(database: Database): Promise<number> {
  return database.transaction(async (sql) => {
    let deleted = 0;
    for (const [place, days] of Object.entries(keptDays)) {
      const [table, column] = place.split('.');
      const rows = await sql.query(
        `DELETE FROM backend_engineer.${table} WHERE ${column} < now() - make_interval(days => $1) RETURNING 1`,
        [days],
      );
      deleted += rows.length;
    }
    return deleted;
  });
}
