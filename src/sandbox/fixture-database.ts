import type { Database } from '../store/database.ts';
import { openDatabase } from '../store/open-database.ts';

/** A database in memory with its tables, for one test file. */
export function openTestDatabase(): Promise<Database> {
  return openDatabase({ dataDir: null, databaseUrl: null, log: { warn: () => {}, error: () => {} } });
}
