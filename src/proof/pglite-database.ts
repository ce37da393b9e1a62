import { PGlite } from '@electric-sql/pglite';
import type { ExecOutcome, PostgresError, ProofDatabase, StatementResult } from './database.ts';

/** A small cache: rows are few, and the usual 128 MB would be the larger part of the process. */
const startParams = [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB'];

export interface OpenedDatabase extends ProofDatabase {
  /** Its files as a tar archive, from which `openPglite` starts in a sixth of the time. */
  image(): Promise<Blob>;
  close(): Promise<void>;
}

/**
 * An embedded PostgreSQL in this process's memory. Nothing limits or guards it: what a pull request brings runs in the
 * process of `sandbox/`.
 * @param image of an earlier one; null for an empty database
 */
export async function openPglite(image: Blob | null): Promise<OpenedDatabase> {
  const pglite = await PGlite.create({ ...(image !== null && { loadDataDir: image }), startParams });
  return {
    exec: (sql) => exec(pglite, sql),
    image: () => pglite.dumpDataDir('none'),
    close: () => pglite.close(),
  };
}

async function exec(pglite: PGlite, sql: string): Promise<ExecOutcome> {
  const notices: string[] = [];
  try {
    const results = await pglite.exec(sql, {
      parsers: asWritten(pglite),
      onNotice: ({ message }) => {
        if (message !== undefined) notices.push(message);
      },
    });
    return { ok: true, results: results.map(resultOf), notices };
  } catch (error) {
    return { ok: false, error: errorOf(error, sql) };
  }
}

/** Values stay as PostgreSQL writes them: a parsed one is JavaScript's idea of it. */
function asWritten({ parsers }: PGlite): Record<string, (text: string) => string> {
  return Object.fromEntries(Object.keys(parsers).map((type) => [type, (text: string) => text]));
}

function resultOf({
  rows,
  affectedRows,
  command,
}: Awaited<ReturnType<PGlite['exec']>>[number]): StatementResult {
  return {
    command: command ?? '',
    rows: rows as StatementResult['rows'],
    affected: affectedRows ?? 0,
  };
}

/** What PostgreSQL refuses has an SQLSTATE; anything else is a mistake of ours and goes on as it is. */
function errorOf(error: unknown, sql: string): PostgresError {
  if (!(error instanceof Error) || !('code' in error) || !/^[0-9A-Z]{5}$/.test(String(error.code)))
    throw error;
  const fields: Readonly<Record<string, unknown>> = { ...error };
  const text = (field: string): string | null =>
    typeof fields[field] === 'string' ? (fields[field] as string) : null;
  return {
    code: String(error.code),
    message: error.message,
    detail: text('detail'),
    hint: text('hint'),
    position: offsetOf(sql, text('position')),
    schema: text('schema'),
    table: text('table'),
    column: text('column'),
    constraint: text('constraint'),
  };
}

/** PostgreSQL counts characters from 1, JavaScript UTF-16 units from 0. */
function offsetOf(sql: string, position: string | null): number | null {
  if (position === null) return null;
  const characters = Number(position) - 1;
  let offset = 0;
  for (let seen = 0; seen < characters && offset < sql.length; seen++)
    offset += (sql.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  return offset;
}
