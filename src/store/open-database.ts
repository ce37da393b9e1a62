import type { Logger } from 'pino';
import type { Database } from './database.ts';
import { openEmbedded } from './embedded-database.ts';
import { migrate } from './migrate.ts';
import { openPostgres } from './postgres-database.ts';

export interface DatabaseOptions {
  /** Where the embedded database lives; null keeps it in memory (tests). Not used with `databaseUrl`. */
  readonly dataDir: string | null;
  /** A `postgres://` address, null for the embedded database. */
  readonly databaseUrl: string | null;
  readonly log: Pick<Logger, 'warn' | 'error'>;
}

/**
 * Opens the database, embedded or a server, with its tables up to date.
 * Throws DatabaseError: locked by another process, unreachable, or of a newer version.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const database =
    options.databaseUrl === null
      ? await openEmbedded(options.dataDir, options.log)
      : await openPostgres(options.databaseUrl, options.log);
  try {
    await migrate(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}
