import type { Sql } from './database.ts';

/** Stores what came together, committed when this resolves. @param rows the JSON of each row, in order */
export async function putInbox(sql: Sql, rows: readonly string[]): Promise<void> {
  await sql.query(
    `INSERT INTO backend_engineer.inbox (deliveries)
     SELECT deliveries::json FROM unnest($1::text[]) WITH ORDINALITY AS given (deliveries, place) ORDER BY place`,
    [rows],
  );
}
