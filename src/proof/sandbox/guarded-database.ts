import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Answer } from '../answer-reader.ts';
import { type ExecOutcome, ProofEnded } from '../database.ts';
import { shippedOf } from '../extensions.ts';
import { type OpenedDatabase, openPglite } from '../pglite-database.ts';

/** The fastest: an image is written once, and a seventh of it is left. */
const compression = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** An image that is larger is none of ours. */
const maximumImageBytes = 512 * 1024 * 1024;

/** A database that is asked after every answer whether it still answers truly. */
export interface GuardedDatabase {
  /** Rejects with ProofEnded where it does not. */
  exec(sql: string): Promise<ExecOutcome>;
  /** Its files, compressed, with the names of the extensions that they need. */
  image(): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** @param extensions that are going to be created; those that an image needs come along */
export async function openGuarded(
  image: Uint8Array | null,
  extensions: readonly string[],
): Promise<GuardedDatabase> {
  const files = image === null ? null : unpack(image);
  let loaded = shippedOf([...extensions, ...(files?.extensions ?? [])]);
  let database = await openPglite(files === null ? null : new Blob([files.data]), { extensions: loaded });
  let canary = 0;

  return {
    async exec(sql) {
      const answer = await ask(sql);
      const wanted = lackingExtension(answer);
      if (wanted === null || loaded.includes(wanted)) return answer.outcome;
      await reopenWith(wanted);
      return (await ask(sql)).outcome;
    },
    async image() {
      const data = new Uint8Array(await (await database.image()).arrayBuffer());
      return pack({ extensions: loaded, data });
    },
    close: () => database.close(),
  };

  async function ask(sql: string): Promise<Answer> {
    const answer = await database.ask(sql);
    canary++;
    const told = await database.ask(`SELECT ${canary} AS canary`);
    if (!isTrue(told, answer.transaction, canary)) throw new ProofEnded('it no longer answers truly');
    return answer;
  }

  /** PGlite takes extensions when it starts: between two statements it can start again from where it was. */
  async function reopenWith(extension: string): Promise<void> {
    const settings = await sessionSettings(database);
    const data = await database.image();
    await database.close();
    loaded = shippedOf([...loaded, extension]);
    database = await openPglite(data, { extensions: loaded });
    await database.exec(settings);
  }
}

/** In a transaction that has failed there is one true answer, too. */
function isTrue({ outcome, transaction }: Answer, before: Answer['transaction'], canary: number): boolean {
  if (transaction !== before) return false;
  if (!outcome.ok) return transaction === 'failed' && outcome.error.code === '25P02';
  const [result, ...others] = outcome.results;
  return transaction !== 'failed' && others.length === 0 && result?.rows[0]?.canary === String(canary);
}

/** One that is shipped but was not asked for, where no transaction would be lost. */
function lackingExtension({ outcome, transaction }: Answer): string | null {
  if (outcome.ok || transaction !== 'none' || outcome.error.code !== '0A000') return null;
  const name = /^extension "(.+)" is not available$/.exec(outcome.error.message)?.[1];
  return name === undefined ? null : (shippedOf([name]).find((each) => each === name) ?? null);
}

/** Statements that set what is set in this session. */
async function sessionSettings(database: OpenedDatabase): Promise<string> {
  const outcome = await database.exec(`
    SELECT pg_catalog.format('SELECT pg_catalog.set_config(%L, %L, false);', name, setting) AS statement
    FROM pg_catalog.pg_settings
    WHERE source OPERATOR(pg_catalog.=) 'session' AND name OPERATOR(pg_catalog.<>) 'session_authorization'`);
  const rows = outcome.ok ? (outcome.results.at(-1)?.rows ?? []) : [];
  return rows.map(({ statement }) => statement).join('\n');
}

interface Files {
  readonly extensions: readonly string[];
  readonly data: Uint8Array<ArrayBuffer>;
}

/** The names as a line of JSON, then the compressed files. */
function pack({ extensions, data }: Files): Uint8Array {
  return Buffer.concat([Buffer.from(`${JSON.stringify(extensions)}\n`), zstdCompressSync(data, compression)]);
}

function unpack(image: Uint8Array): Files {
  const lineEnd = image.indexOf('\n'.charCodeAt(0));
  const extensions: unknown = JSON.parse(Buffer.from(image.subarray(0, lineEnd)).toString());
  if (!Array.isArray(extensions)) throw new ProofEnded('its image is none');
  const data = zstdDecompressSync(image.subarray(lineEnd + 1), { maxOutputLength: maximumImageBytes });
  return { extensions: extensions.map(String), data: new Uint8Array(data) };
}
