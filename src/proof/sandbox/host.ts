import { createHash } from 'node:crypto';
import { type ExecOutcome, type ProofDatabase, ProofEnded } from '../database.ts';
import { shippedOf } from '../extensions.ts';
import type { OpenProof, OpenProofOptions, ProofDatabases } from '../subject.ts';
import { type DatabaseProcess, type ProofLimits, startDatabaseProcess } from './database-process.ts';
import type { ImageStore } from './image-store.ts';
import { childProcessorSeconds } from './start-child.ts';
import { createTurns } from './turns.ts';

export const defaultProofLimits: ProofLimits = {
  execMs: 10_000,
  totalMs: 60_000,
  memoryBytes: 900 * 1024 * 1024,
  idleMs: 60_000,
};

/** Images of another make are not read. To be counted up with PGlite, and with what is done to a new database. */
const imageVersion = 'PGlite 0.5.16, 2';

/** Of the memory that a process may have, what its database may ask for; the rest is for its files, which lie in memory. */
const programShare = 0.6;

/** A process that holds more than this share of its memory after a proof is not used again. */
const wornShare = 0.6;

/** As is one that has used this share of the time that the system gives it. */
const agedShare = 0.4;

export interface ProofHostOptions {
  readonly limits: ProofLimits;
  readonly images: ImageStore;
  /** Proofs at the same time, each with a process of 300 MB. Others wait for their turn. */
  readonly processes?: number;
}

export interface ProofHost extends ProofDatabases {
  /** Ends all processes; whoever has a database finds it ended. */
  close(): void;
}

/** Opens databases in processes of their own, which are started when they are needed and ended when they are idle. */
export function createProofHost({ limits, images, processes = 1 }: ProofHostOptions): ProofHost {
  const turns = createTurns(processes);
  const all = new Set<DatabaseProcess>();
  let idle: { readonly process: DatabaseProcess; readonly timer: NodeJS.Timeout }[] = [];
  let closed = false;

  return {
    async open(key, prepare, options = {}) {
      const giveBack = await turns.take(options.signal);
      try {
        const process = await filled(key, prepare, options);
        return proofIn(process, options.signal, giveBack);
      } catch (error) {
        giveBack();
        options.signal?.throwIfAborted();
        throw error;
      }
    },
    close() {
      closed = true;
      for (const { timer } of idle) clearTimeout(timer);
      idle = [];
      for (const process of all) process.kill('the service stops');
      all.clear();
    },
  };

  function takeProcess(): DatabaseProcess {
    if (closed) throw new ProofEnded('the service stops');
    const waiting = idle.pop();
    clearTimeout(waiting?.timer);
    const process =
      waiting === undefined || waiting.process.ended() !== null
        ? startDatabaseProcess(limits)
        : waiting.process;
    all.add(process);
    process.begin();
    return process;
  }

  /** A process with what `prepare` leaves: from the image of its key, else made and kept. */
  async function filled(
    key: string,
    prepare: (database: ProofDatabase) => Promise<void>,
    { extensions = [], signal }: OpenProofOptions,
  ): Promise<DatabaseProcess> {
    const own = imageKey(key);
    const image = await images.get(own);
    // One that nothing starts from is made anew.
    const ready = image === null ? null : await tried(signal, (process) => opens(process, image, extensions));
    return (
      ready ??
      (await inProcess(signal, async (process) => {
        await openEmpty(process, extensions);
        const database = databaseOf(process);
        await prepare(database);
        // As a connection of its own would begin.
        await database.exec('ROLLBACK');
        await database.exec('DISCARD ALL');
        await images.set(own, await imageOf(process));
        process.begin();
      }))
    );
  }

  async function tried(
    signal: AbortSignal | undefined,
    work: (process: DatabaseProcess) => Promise<void>,
  ): Promise<DatabaseProcess | null> {
    try {
      return await inProcess(signal, work);
    } catch (error) {
      signal?.throwIfAborted();
      if (closed || !(error instanceof ProofEnded)) throw error;
      return null;
    }
  }

  /** A process in which the work succeeded; where it did not, the process is gone. */
  async function inProcess(
    signal: AbortSignal | undefined,
    work: (process: DatabaseProcess) => Promise<void>,
  ): Promise<DatabaseProcess> {
    const process = takeProcess();
    const stop = endOnAbort(process, signal);
    try {
      signal?.throwIfAborted();
      await work(process);
      return process;
    } catch (error) {
      end(process);
      throw error;
    } finally {
      stop();
    }
  }

  async function openEmpty(process: DatabaseProcess, extensions: readonly string[]): Promise<void> {
    const key = imageKey('');
    const image = await images.get(key);
    await opens(process, image, extensions);
    if (image === null) await images.set(key, await imageOf(process));
  }

  async function opens(
    process: DatabaseProcess,
    image: Uint8Array | null,
    extensions: readonly string[],
  ): Promise<void> {
    const memoryBytes = Math.floor(limits.memoryBytes * programShare);
    await process.ask({ kind: 'open', image, extensions: shippedOf(extensions), memoryBytes });
  }

  function proofIn(
    process: DatabaseProcess,
    signal: AbortSignal | undefined,
    giveBack: () => void,
  ): OpenProof {
    const stop = endOnAbort(process, signal);
    let open = true;
    return {
      async exec(sql) {
        if (!open) throw new ProofEnded('it was closed');
        return await databaseOf(process).exec(sql);
      },
      async close() {
        if (!open) return;
        open = false;
        stop();
        await retire(process).finally(giveBack);
      },
    };
  }

  async function retire(process: DatabaseProcess): Promise<void> {
    try {
      await process.ask({ kind: 'close' });
      const worn =
        process.residentBytes() > limits.memoryBytes * wornShare ||
        process.processorMs() > childProcessorSeconds * 1000 * agedShare;
      if (worn || closed) end(process);
      else {
        const timer = setTimeout(() => {
          idle = idle.filter((each) => each.process !== process);
          end(process);
        }, limits.idleMs).unref();
        idle.push({ process, timer });
      }
    } catch {
      // It has ended meanwhile.
      end(process);
    }
  }

  function end(process: DatabaseProcess): void {
    process.kill('it was no longer needed');
    all.delete(process);
  }
}

/** @returns to be called when the signal is no longer of concern */
function endOnAbort(process: DatabaseProcess, signal: AbortSignal | undefined): () => void {
  const end = (): void => process.kill('nobody waits for it any more');
  signal?.addEventListener('abort', end, { once: true });
  return () => signal?.removeEventListener('abort', end);
}

function databaseOf(process: DatabaseProcess): ProofDatabase {
  return {
    async exec(sql): Promise<ExecOutcome> {
      const answer = await process.ask({ kind: 'exec', sql });
      if (answer.kind !== 'outcome') throw new ProofEnded('it answered something else');
      return answer.outcome;
    },
  };
}

async function imageOf(process: DatabaseProcess): Promise<Uint8Array> {
  const answer = await process.ask({ kind: 'image' });
  if (answer.kind !== 'image') throw new ProofEnded('it answered something else');
  return answer.image;
}

function imageKey(key: string): string {
  return createHash('sha256')
    .update(JSON.stringify([imageVersion, key]))
    .digest('hex');
}
