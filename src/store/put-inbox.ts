import type { Sql } from './database.ts';

/** Stores what came together as one row, committed when this resolves. @param deliveries JSON */
export async function putInbox(sql: Sql, deliveries: string): Promise<void> {
  await sql.query('INSERT INTO backend_engineer.inbox (deliveries) VALUES ($1)', [deliveries]);
}
