import { readdirSync, readFileSync } from 'node:fs';
import { DatabaseError } from '../errors.ts';
import type { Database } from './database.ts';

const folder = new URL('./migrations/', import.meta.url);

/**
 * Brings the tables up to date: the numbered files of `migrations/` that were not yet run, in order, in one
 * transaction. Processes that start at the same time wait for each other.
 * Throws DatabaseError `DATABASE_TOO_NEW` where a newer version of this program was here.
 */
export async function migrate(database: Database): Promise<void> {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  await database.transaction(async (sql) => {
    await sql.query("SELECT pg_advisory_xact_lock(hashtext('backend_engineer.migrations'))");
    await sql.script(
      `CREATE SCHEMA IF NOT EXISTS backend_engineer;
       CREATE TABLE IF NOT EXISTS backend_engineer.migrations (name text PRIMARY KEY, run_at timestamptz NOT NULL DEFAULT now());`,
    );
    const rows = await sql.query<{ name: string }>('SELECT name FROM backend_engineer.migrations');
    const run = new Set(rows.map((row) => row.name));
    const unknown = [...run].find((name) => !files.includes(name));
    if (unknown !== undefined)
      throw new DatabaseError(
        'DATABASE_TOO_NEW',
        `The database was migrated by a newer version (${unknown}): start that version, or use another database`,
      );
    for (const name of files.filter((file) => !run.has(file))) {
      await sql.script(readFileSync(new URL(name, folder), 'utf8'));
      await sql.query('INSERT INTO backend_engineer.migrations (name) VALUES ($1)', [name]);
    }
  });
}
