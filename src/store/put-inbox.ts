import type { Sql } from './database.ts';

/** Stores what came together, committed when this resolves. @param arrivals the JSON of each, in order */
export async function putInbox(sql: Sql, arrivals: readonly string[]): Promise<void> {
  await sql.query(
    `INSERT INTO backend_engineer.inbox (arrival)
     SELECT arrival::json FROM unnest($1::text[]) WITH ORDINALITY AS given (arrival, place) ORDER BY place`,
    [arrivals],
  );
}
