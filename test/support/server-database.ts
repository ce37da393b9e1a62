import pg from 'pg';
import type { ExecOutcome, PostgresError, ProofDatabase, StatementResult } from '../../src/proof/database.ts';

export interface ServerDatabase extends ProofDatabase {
  /** Of its session, as `pg_locks.pid` has it. */
  readonly pid: string;
  close(): Promise<void>;
}

/** Values stay as the server writes them. */
const asWritten = { getTypeParser: () => (text: string) => text };

/** One session on a real server, with what a proof's database has. */
export async function openServerDatabase(url: string): Promise<ServerDatabase> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  let notices: string[] = [];
  client.on('notice', ({ message }) => notices.push(message ?? ''));

  async function exec(sql: string): Promise<ExecOutcome> {
    notices = [];
    try {
      const answer: pg.QueryResult | pg.QueryResult[] = await client.query({ text: sql, types: asWritten });
      return { ok: true, results: [answer].flat().map(resultOf), notices };
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      return { ok: false, error: errorOf(error) };
    }
  }

  const outcome = await exec('SELECT pg_backend_pid() AS pid');
  const pid = outcome.ok ? outcome.results[0]?.rows[0]?.pid : null;
  return { exec, pid: pid ?? '', close: () => client.end() };
}

function resultOf({ command, rows, rowCount }: pg.QueryResult): StatementResult {
  const writes = /^(?:INSERT|UPDATE|DELETE|MERGE|COPY)$/.test(command);
  return { command, rows, affected: writes ? (rowCount ?? 0) : 0 };
}

/** The texts that are sent here are ASCII: a character is a UTF-16 unit. */
function errorOf(error: pg.DatabaseError): PostgresError {
  return {
    code: error.code ?? '',
    message: error.message,
    detail: error.detail ?? null,
    hint: error.hint ?? null,
    position: error.position === undefined ? null : Number(error.position) - 1,
    schema: error.schema ?? null,
    table: error.table ?? null,
    column: error.column ?? null,
    constraint: error.constraint ?? null,
  };
}
