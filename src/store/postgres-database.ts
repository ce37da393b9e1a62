import pg from 'pg';
import type { Logger } from 'pino';
import { DatabaseError } from '../errors.ts';
import type { Database, Sql } from './database.ts';

/** Connections of the store in each process; the queue has its own. */
const maximumConnections = 5;

/** GitHub waits 10 s for the answer to a delivery: what is not connected by then is refused in time. */
const connectionTimeoutMs = 5_000;

/** A server that is frozen or cut off says nothing: then the statement fails and its connection is given up. */
const queryTimeoutMs = 20_000;

/** A pool on PostgreSQL. Throws DatabaseError `DATABASE_UNREACHABLE` where it does not answer at the start. */
export async function openPostgres(url: string, log: Pick<Logger, 'warn'>): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: maximumConnections,
    connectionTimeoutMillis: connectionTimeoutMs,
    query_timeout: queryTimeoutMs,
    keepAlive: true,
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
    const message = `PostgreSQL at ${place(url)} cannot be used: ${reasonOf(cause)}`;
    throw new DatabaseError('DATABASE_UNREACHABLE', message, { cause });
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

/** In one line. Several addresses of one host fail together, and say so only by their code. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : error.name;
  return (error.message || code).replaceAll(/\s+/g, ' ');
}

/** The address without user and password. */
function place(url: string): string {
  return URL.canParse(url) ? `${new URL(url).host}${new URL(url).pathname}` : 'DATABASE_URL';
}
