import type { Sql } from './database.ts';

/** An installation, or a repository (`owner/name`, lower case) whichever installation had it. */
export type Gone = { readonly installation: number } | { readonly repository: string };

/** Leaves word for other processes that something went away. */
export async function recordForgotten(sql: Sql, gone: Gone): Promise<void> {
  const values = 'installation' in gone ? [gone.installation, null] : [null, gone.repository];
  await sql.query(
    'INSERT INTO backend_engineer.forgotten (installation, repository) VALUES ($1, $2)',
    values,
  );
}

/** What went away after an entry, in order; all that is known after 0. */
export async function forgottenAfter(
  sql: Sql,
  entry: number,
): Promise<{ readonly entry: number; readonly gone: Gone }[]> {
  const rows = await sql.query<{ id: string; installation: string | null; repository: string | null }>(
    'SELECT id, installation, repository FROM backend_engineer.forgotten WHERE id > $1 ORDER BY id',
    [entry],
  );
  return rows.map(({ id, installation, repository }) => ({
    entry: Number(id),
    gone: installation === null ? { repository: repository ?? '' } : { installation: Number(installation) },
  }));
}
