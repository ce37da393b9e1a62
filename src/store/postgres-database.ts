import pg from 'pg';
import type { Logger } from 'pino';
import { DatabaseError } from '../errors.ts';
import type { Database, Sql } from './database.ts';

/** Connections of the store in each process; the queue has its own. */
const maximumConnections = 5;

const connectionTimeoutMs = 10_000;

/** A pool on PostgreSQL. Throws DatabaseError `DATABASE_UNREACHABLE` where it does not answer at the start. */
export async function openPostgres(url: string, log: Pick<Logger, 'warn'>): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: maximumConnections,
    connectionTimeoutMillis: connectionTimeoutMs,
    application_name: 'backend-engineer',
  });
  // A killed backend (57P01) reports on the idle connection; unheard, it would end the process.
  pool.on('error', (error) =>
    log.warn(
      { reason: error.message },
      'A connection to PostgreSQL was lost; the next query opens a new one',
    ),
  );
  try {
    await pool.query('SELECT 1');
  } catch (cause) {
    await pool.end();
    throw new DatabaseError('DATABASE_UNREACHABLE', `PostgreSQL at ${place(url)} does not answer`, { cause });
  }
  return {
    ...sqlOf(pool),
    transaction: (run) => transaction(pool, run),
    engine: { kind: 'postgres', pool, url },
    close: () => pool.end(),
  };
}

async function transaction<Result>(pool: pg.Pool, run: (sql: Sql) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
  };
  // A connection in use has no listener of the pool.
  client.on('error', onError);
  try {
    await client.query('BEGIN');
    const result = await run(sqlOf(client));
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.removeListener('error', onError);
    client.release(broken);
  }
}

function sqlOf(runner: Pick<pg.Pool, 'query'> | pg.PoolClient): Sql {
  return {
    query: async <Row>(text: string, values: readonly unknown[] = []) =>
      (await runner.query(text, [...values])).rows as Row[],
    script: async (text) => {
      await runner.query(text);
    },
  };
}

/** The address without user and password. */
function place(url: string): string {
  return URL.canParse(url) ? `${new URL(url).host}${new URL(url).pathname}` : 'DATABASE_URL';
}
