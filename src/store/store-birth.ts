import type { Sql } from './database.ts';

/** When these tables were made, in milliseconds since 1970, and how long ago that is. What was before they cannot know. */
export async function storeBirth(sql: Sql): Promise<{ readonly at: number; readonly ageSeconds: number }> {
  const [row] = await sql.query<{ at: number; age: number }>(
    `SELECT extract(epoch FROM min(run_at))::float8 * 1000 AS at,
            extract(epoch FROM clock_timestamp() - min(run_at))::float8 AS age
     FROM backend_engineer.migrations`,
  );
  return { at: row?.at ?? 0, ageSeconds: Math.max(0, row?.age ?? 0) };
}
