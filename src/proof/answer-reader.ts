import type { ExecOutcome, PostgresError, ResultRow, StatementResult } from './database.ts';

/** What of an answer is kept. A statement can write more rows than fit into memory. */
export interface AnswerLimits {
  /** Of all statements of a text together. */
  readonly rows: number;
  /** Of values and notices. */
  readonly bytes: number;
}

export const defaultAnswerLimits: AnswerLimits = { rows: 20_000, bytes: 8 * 1024 * 1024 };

/** Notices beyond these are left out: a loop can raise millions. */
const maximumNotices = 100;

export interface Answer {
  readonly outcome: ExecOutcome;
  /** Of the connection, afterwards; null where the server did not say that it is ready again. */
  readonly transaction: 'none' | 'open' | 'failed' | null;
}

export interface AnswerReader {
  /** @param chunk of the server's messages; where one ends means nothing */
  read(chunk: Uint8Array): void;
  /** To be asked when the server has answered. */
  answer(): Answer;
}

/** `configuration_limit_exceeded`: what we say in the server's place where an answer exceeds the limits. */
const answerTooLarge = '53400';

const decoder = new TextDecoder();

/**
 * Reads the answer to one query of the simple protocol as it comes, so that no more of it is kept than the limits allow.
 * https://www.postgresql.org/docs/18/protocol-message-formats.html
 * @param sql the query, for places in it
 */
export function createAnswerReader(sql: string, limits: AnswerLimits): AnswerReader {
  const results: StatementResult[] = [];
  const notices: string[] = [];
  let names: readonly string[] = [];
  let rows: ResultRow[] = [];
  let [keptRows, keptBytes] = [0, 0];
  let tooLarge = false;
  let error: PostgresError | null = null;
  let transaction: Answer['transaction'] = null;
  const messages = createMessageReader(limits.bytes, take);

  return {
    read: messages.read,
    answer() {
      if (error === null && (tooLarge || messages.overlong())) error = tooLargeError(limits);
      const outcome: ExecOutcome = error === null ? { ok: true, results, notices } : { ok: false, error };
      return { outcome, transaction };
    },
  };

  function take(type: string, body: Buffer): void {
    switch (type) {
      case 'T':
        names = columnNames(body);
        break;
      case 'D':
        keep(body.length, () => rows.push(rowOf(names, body)));
        break;
      case 'd':
        keep(body.length, () => {});
        break;
      case 'C':
        results.push(resultOf(textUntilNull(body), rows));
        rows = [];
        break;
      case 'E':
        error ??= errorOf(fieldsOf(body), sql);
        break;
      case 'N':
        if (notices.length < maximumNotices) notices.push(fieldsOf(body).get('M') ?? '');
        break;
      case 'Z':
        transaction = ({ I: 'none', T: 'open', E: 'failed' } as const)[textUntilNull(body)] ?? null;
        break;
    }
  }

  function keep(bytes: number, add: () => void): void {
    keptRows++;
    keptBytes += bytes;
    if (keptRows > limits.rows || keptBytes > limits.bytes) tooLarge = true;
    else add();
    if (tooLarge) rows = [];
  }
}

/** Puts messages together; the body of one that is longer than the limit is passed over. */
function createMessageReader(
  maximumLength: number,
  take: (type: string, body: Buffer) => void,
): { read(chunk: Uint8Array): void; overlong(): boolean } {
  const headerLength = 5;
  let pending = Buffer.alloc(0);
  let passOver = 0;
  let overlong = false;

  return { read, overlong: () => overlong };

  function read(chunk: Uint8Array): void {
    const passed = Math.min(passOver, chunk.length);
    passOver -= passed;
    if (passed === chunk.length) return;
    // A copy: the chunk lies in the database's own memory.
    pending = Buffer.concat([pending, chunk.subarray(passed)]);
    let at = 0;
    while (pending.length - at >= headerLength) {
      const length = pending.readUInt32BE(at + 1) + 1;
      if (length > maximumLength + headerLength) {
        overlong = true;
        passOver = Math.max(0, length - (pending.length - at));
        at = Math.min(pending.length, at + length);
      } else if (pending.length - at >= length) {
        take(String.fromCharCode(pending[at] ?? 0), pending.subarray(at + headerLength, at + length));
        at += length;
      } else break;
    }
    pending = Buffer.from(pending.subarray(at));
  }
}

function columnNames(body: Buffer): string[] {
  const names: string[] = [];
  let at = 2;
  for (let column = 0; column < body.readUInt16BE(0); column++) {
    const end = body.indexOf(0, at);
    names.push(decoder.decode(body.subarray(at, end)));
    // Table, column, type, its length and modifier, format.
    at = end + 1 + 18;
  }
  return names;
}

function rowOf(names: readonly string[], body: Buffer): ResultRow {
  const row: Record<string, string | null> = {};
  let at = 2;
  for (const name of names) {
    const length = body.readInt32BE(at);
    at += 4;
    row[name] = length < 0 ? null : decoder.decode(body.subarray(at, at + length));
    at += Math.max(0, length);
  }
  return row;
}

/** @param tag `INSERT 0 2`, `CREATE TABLE` */
function resultOf(tag: string, rows: readonly ResultRow[]): StatementResult {
  const [command = '', ...others] = tag.split(' ');
  const writes = ['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'COPY'].includes(command);
  return { command, rows, affected: writes ? Number(others.at(-1) ?? 0) : 0 };
}

function fieldsOf(body: Buffer): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  let at = 0;
  while (at < body.length && body[at] !== 0) {
    const end = body.indexOf(0, at);
    fields.set(String.fromCharCode(body[at] ?? 0), decoder.decode(body.subarray(at + 1, end)));
    at = end + 1;
  }
  return fields;
}

function errorOf(fields: ReadonlyMap<string, string>, sql: string): PostgresError {
  const field = (name: string): string | null => fields.get(name) ?? null;
  return {
    code: fields.get('C') ?? 'XX000',
    message: fields.get('M') ?? '',
    detail: field('D'),
    hint: field('H'),
    position: offsetOf(sql, field('P')),
    schema: field('s'),
    table: field('t'),
    column: field('c'),
    constraint: field('n'),
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

function textUntilNull(body: Buffer): string {
  const end = body.indexOf(0);
  return decoder.decode(end === -1 ? body : body.subarray(0, end));
}

function tooLargeError({ rows, bytes }: AnswerLimits): PostgresError {
  return {
    code: answerTooLarge,
    message: `the answer has more than ${rows} rows or ${bytes} bytes, which is more than is read of one`,
    detail: null,
    hint: null,
    position: null,
    schema: null,
    table: null,
    column: null,
    constraint: null,
  };
}
