import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Database, Sql } from './database.ts';
import { type EmbeddedEngine, type Statements, startEmbedded } from './embedded-engine.ts';
import { takeLock } from './lock-file.ts';

/**
 * PGlite in `dataDir/database`, held by a lock file; in memory where `dataDir` is null.
 * A directory that PGlite cannot open is moved aside: GitHub holds all that matters, and the log says so.
 * Throws DatabaseError `DATABASE_LOCKED`.
 */
export async function openEmbedded(dataDir: string | null, log: Pick<Logger, 'error'>): Promise<Database> {
  if (dataDir === null) return wrap(await startEmbedded(null), null, () => {});
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = takeLock(dataDir);
  try {
    return wrap(await openOrReplace(join(dataDir, 'database'), log), dataDir, lock.release);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openOrReplace(path: string, log: Pick<Logger, 'error'>): Promise<EmbeddedEngine> {
  const existed = existsSync(path);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  try {
    return await startEmbedded(path);
  } catch (error) {
    if (!existed) throw error;
    const aside = freeName(`${path}.damaged`);
    renameSync(path, aside);
    mkdirSync(path, { mode: 0o700 });
    log.error(
      { movedTo: aside, reason: error instanceof Error ? error.message : String(error) },
      'The embedded database cannot be opened: it was moved aside and is rebuilt from GitHub',
    );
    return startEmbedded(path);
  }
}

function freeName(path: string): string {
  let number = 1;
  while (existsSync(`${path}-${number}`)) number += 1;
  return `${path}-${number}`;
}

function wrap(engine: EmbeddedEngine, directory: string | null, onClose: () => void): Database {
  return {
    ...sqlOf(engine),
    transaction: (run) => engine.exclusive((statements) => transact(statements, run)),
    engine: { kind: 'pglite', pglite: engine, directory },
    async close() {
      try {
        await engine.close();
      } finally {
        onClose();
      }
    },
  };
}

async function transact<Result>(statements: Statements, run: (sql: Sql) => Promise<Result>): Promise<Result> {
  await statements.exec('BEGIN');
  try {
    const result = await run(sqlOf(statements));
    await statements.exec('COMMIT');
    return result;
  } catch (error) {
    await statements.exec('ROLLBACK').catch(() => {});
    throw error;
  }
}

function sqlOf(statements: Statements): Sql {
  return {
    query: async <Row>(text: string, values: readonly unknown[] = []) =>
      (await statements.query<Row>(text, values)).rows,
    script: async (text) => {
      await statements.exec(text);
    },
  };
}
