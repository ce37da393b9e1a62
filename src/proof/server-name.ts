import { type ProofDatabase, rowsOf } from './database.ts';

/** What a proof ran on, as `PostgreSQL 18.6 (PGlite 0.5.16)`. */
export async function serverName(database: ProofDatabase): Promise<string> {
  const [row] = await rowsOf(database, 'SELECT pg_catalog.version() AS version');
  // What follows tells of the compiler and the machine.
  return (row?.version ?? '').replace(/ on .*$/s, '');
}
