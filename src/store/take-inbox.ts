import type { Sql } from './database.ts';

/**
 * Takes the oldest out of the inbox, to be used inside a transaction that stores elsewhere what they hold.
 * What another process is taking is left to it.
 * @returns what `putInbox` was given, parsed
 */
export async function takeInbox<Stored>(sql: Sql, maximum: number): Promise<Stored[]> {
  const rows = await sql.query<{ arrival: Stored }>(
    `WITH taken AS (
       DELETE FROM backend_engineer.inbox
       WHERE id IN (SELECT id FROM backend_engineer.inbox ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING id, arrival
     )
     SELECT arrival FROM taken ORDER BY id`,
    [maximum],
  );
  return rows.map((row) => row.arrival);
}
