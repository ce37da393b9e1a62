import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { type Answer, type AnswerLimits, createAnswerReader, defaultAnswerLimits } from './answer-reader.ts';
import { type ProofDatabase, ProofEnded } from './database.ts';
import { loadExtensions, trustExtensions } from './extensions.ts';
import { becomeOwner, giveUpSuperuser, type Powers } from './unprivileged.ts';

/**
 * A small cache: rows are few, and the usual 128 MB would be the larger part of the process. Without `-O`, which lets a
 * superuser change the tables of the catalog. Whoever makes a role may own things as it, as a superuser could.
 */
const startParams = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-O'),
  ...['-c', 'shared_buffers=16MB'],
  ...['-c', 'createrole_self_grant=set,inherit'],
];

/**
 * Segments of the log of 1 MB instead of 16: they are the larger part of an image. The cache is set here, too: what makes a
 * cluster starts PostgreSQL several times, and would take 30 MB more at its highest (470 instead of 500).
 */
const initDbStartParams = ['--wal-segsize=1', '--set', 'shared_buffers=16MB'];

export interface OpenOptions {
  /** Those that PGlite ships can be created afterwards; others are left out. */
  readonly extensions?: readonly string[];
  readonly limits?: AnswerLimits;
}

export interface OpenedDatabase extends ProofDatabase {
  /** As `exec`, with the state of the transaction. */
  ask(sql: string): Promise<Answer>;
  /** Its files as a tar archive, from which `openPglite` starts in a sixth of the time. */
  image(): Promise<Blob>;
  close(): Promise<void>;
}

/**
 * An embedded PostgreSQL in this process's memory, whose user `postgres` owns the database but is no superuser, and
 * cannot become one. Nothing limits its time and memory: what a pull request brings runs in the process of `sandbox/`.
 * @param image of an earlier one; null for an empty database
 */
export async function openPglite(image: Blob | null, options: OpenOptions = {}): Promise<OpenedDatabase> {
  const { program, files } = await loadProgram();
  const pglite = await PGlite.create({
    ...(image !== null && { loadDataDir: image }),
    startParams,
    initDbStartParams,
    pgliteWasmModule: program,
    fsBundle: files,
    extensions: await loadExtensions(options.extensions ?? []),
  });
  const limits = options.limits ?? defaultAnswerLimits;
  const run = (sql: string): Promise<Answer> => ask(pglite, sql, limits);
  const powers = powersOf(pglite, run);
  trustExtensions(pglite, options.extensions ?? []);
  if (image === null) await giveUpSuperuser(powers);
  await becomeOwner(powers);
  const asked = (sql: string): Promise<Answer> =>
    makesExtension.test(sql) ? powers.asStandalone(sql) : run(sql);
  return {
    ask: asked,
    exec: async (sql) => (await asked(sql)).outcome,
    async image() {
      // Else it would begin with the work of a server that has crashed.
      await run('CHECKPOINT');
      return await pglite.dumpDataDir('none');
    },
    close: () => pglite.close(),
  };
}

/** The script of a trusted extension runs as the superuser that is no more: see `unprivileged.ts`. */
const makesExtension = /\bcreate\s+extension\b/i;

/**
 * Bytes where PGlite takes a Blob, of which it reads `arrayBuffer` alone. One of the platform's hands them out in pieces of 64 kB, each copied twice: of an image
 * that was most of the time in which a database opens, with the garbage that it left.
 */
export class HeldBlob extends Blob {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    super([]);
    this.#bytes = bytes;
  }

  /** A copy, as the caller's own. */
  override async arrayBuffer(): Promise<ArrayBuffer> {
    return new Uint8Array(this.#bytes).buffer;
  }
}

let program: Promise<{ program: WebAssembly.Module; files: Blob }> | null = null;

/** Compiled once in a process, for all databases after each other. */
function loadProgram(): Promise<{ program: WebAssembly.Module; files: Blob }> {
  program ??= (async () => {
    const [wasm, files] = await Promise.all(
      ['pglite.wasm', 'pglite.data'].map((name) =>
        readFile(fileURLToPath(import.meta.resolve(`@electric-sql/pglite/${name}`))),
      ),
    );
    if (wasm === undefined || files === undefined) throw new Error('PGlite is not whole');
    return { program: await WebAssembly.compile(wasm), files: new HeldBlob(files) };
  })();
  return program;
}

async function ask(pglite: PGlite, sql: string, limits: AnswerLimits): Promise<Answer> {
  const reader = createAnswerReader(sql, limits);
  await pglite.execProtocolRawStream(queryMessage(sql), { syncToFs: false, onRawData: reader.read });
  const answer = reader.answer();
  if (answer.transaction === null) throw new ProofEnded('it no longer answers');
  return answer;
}

/** `Query` of the protocol. A text ends at its first NUL, which no statement may hold. */
function queryMessage(sql: string): Uint8Array {
  const text = Buffer.from(`${sql.replaceAll('\0', '\ufffd')}\0`);
  const head = Buffer.alloc(5);
  head.write('Q');
  head.writeUInt32BE(text.length + 4, 1);
  return new Uint8Array(Buffer.concat([head, text]));
}

/** PGlite gives out the program's own variables by name, with their addresses. */
function powersOf(pglite: PGlite, run: (sql: string) => Promise<Answer>): Powers {
  return {
    ask: run,
    async asStandalone(sql) {
      const variables = pglite.Module as unknown as { readonly _IsUnderPostmaster: unknown };
      const address = variables._IsUnderPostmaster;
      const memory = pglite.Module.HEAPU8;
      if (typeof address !== 'number' || memory[address] !== 1)
        throw new ProofEnded('this version of PGlite is not known');
      memory[address] = 0;
      try {
        return await run(sql);
      } finally {
        pglite.Module.HEAPU8[address] = 1;
      }
    },
  };
}
