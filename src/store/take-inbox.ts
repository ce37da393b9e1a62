import type { Sql } from './database.ts';

/**
 * Takes the oldest rows out of the inbox, to be used inside a transaction that stores what they hold elsewhere.
 * Rows that another process is taking are left to it.
 * @returns what `putInbox` was given, parsed
 */
export async function takeInbox<Stored>(sql: Sql, maximum: number): Promise<Stored[]> {
  const rows = await sql.query<{ id: string; deliveries: Stored }>(
    `WITH taken AS (
       DELETE FROM backend_engineer.inbox
       WHERE id IN (SELECT id FROM backend_engineer.inbox ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING id, deliveries
     )
     SELECT id, deliveries FROM taken ORDER BY id`,
    [maximum],
  );
  return rows.map((row) => row.deliveries);
}
