import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { Logger } from 'pino';
import type { Database, Sql } from './database.ts';
import { takeLock } from './lock-file.ts';

/**
 * PostgreSQL clears its buffers when it starts: its usual 128 MB would be the larger part of an idle service's memory.
 * Our rows are few, and what is read again comes from the system's cache.
 */
const startParams = [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB'];

/**
 * PGlite in `dataDir/database`, held by a lock file; in memory where `dataDir` is null.
 * A directory that PGlite cannot open is moved aside: GitHub holds all that matters, and the log says so.
 * Throws DatabaseError `DATABASE_LOCKED`.
 */
export async function openEmbedded(dataDir: string | null, log: Pick<Logger, 'error'>): Promise<Database> {
  if (dataDir === null) return wrap(await PGlite.create({ startParams }), () => {});
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = takeLock(dataDir);
  try {
    return wrap(await openOrReplace(join(dataDir, 'database'), log), lock.release);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openOrReplace(path: string, log: Pick<Logger, 'error'>): Promise<PGlite> {
  const existed = existsSync(path);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  try {
    return await open(path);
  } catch (error) {
    if (!existed) throw error;
    const aside = freeName(`${path}.damaged`);
    renameSync(path, aside);
    mkdirSync(path, { mode: 0o700 });
    log.error(
      { movedTo: aside, reason: error instanceof Error ? error.message : String(error) },
      'The embedded database cannot be opened: it was moved aside and is rebuilt from GitHub',
    );
    return open(path);
  }
}

async function open(path: string): Promise<PGlite> {
  const pglite = await PGlite.create({ dataDir: path, startParams });
  // It starts on damaged files; what is wrong shows when the catalogue is read.
  await pglite.query('SELECT count(*) FROM pg_class');
  return pglite;
}

function freeName(path: string): string {
  let number = 1;
  while (existsSync(`${path}-${number}`)) number += 1;
  return `${path}-${number}`;
}

function wrap(pglite: PGlite, onClose: () => void): Database {
  return {
    ...sqlOf(pglite),
    transaction: (run) => pglite.transaction((transaction) => run(sqlOf(transaction))),
    engine: { kind: 'pglite', pglite },
    async close() {
      try {
        await pglite.close();
      } finally {
        onClose();
      }
    },
  };
}

function sqlOf(runner: Pick<PGlite, 'query' | 'exec'>): Sql {
  return {
    query: async <Row>(text: string, values: readonly unknown[] = []) =>
      (await runner.query<Row>(text, [...values])).rows,
    script: async (text) => {
      await runner.exec(text);
    },
  };
}
