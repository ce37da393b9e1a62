import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../store/database.ts';
import { openDatabase } from '../store/open-database.ts';
import { copyBlankDatabase } from './blank-database.ts';

const log = { warn: () => {}, error: () => {} };

/** A database of its own with its tables, for one test file: embedded, or on this server. `close` deletes an embedded one. */
export async function openTestDatabase(databaseUrl: string | null = null): Promise<Database> {
  if (databaseUrl !== null) return openDatabase({ dataDir: null, databaseUrl, log });
  const dataDir = await mkdtemp(join(tmpdir(), 'test-database-'));
  await copyBlankDatabase(dataDir);
  const database = await openDatabase({ dataDir, databaseUrl, log });
  return {
    ...database,
    async close() {
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
