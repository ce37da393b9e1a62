import { setPriority, constants as systemConstants } from 'node:os';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Answer } from '../answer-reader.ts';
import { ProofEnded } from '../database.ts';
import { type OpenedDatabase, openPglite } from '../pglite-database.ts';
import { boundWasmMemory } from './bound-memory.ts';
import { closeWaysOut } from './close-ways-out.ts';
import type { FromDatabaseChild, ToDatabaseChild } from './protocol.ts';

// The process in which a pull request's SQL runs. It has no environment, may read its own program and nothing else, and
// its parent ends it when it takes too long or too much. It holds one database at a time.

closeWaysOut();
// Whoever waits for an answer to a webhook or a command comes before whoever waits for a proof.
setPriority(systemConstants.priority.PRIORITY_BELOW_NORMAL);

/** The fastest: an image is written once, and a fifth of it is left. */
const compression = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** An image that is larger is none of ours. */
const maximumImageBytes = 512 * 1024 * 1024;

let database: OpenedDatabase | null = null;
/** What a truthful database has just been asked for. */
let canary = 0;

process.on('message', (message: ToDatabaseChild) => {
  work(message).then(send, (error: unknown) =>
    end(error instanceof ProofEnded ? error.reason : brokenBy(error)),
  );
});
process.on('disconnect', () => process.exit(0));

async function work(message: ToDatabaseChild): Promise<FromDatabaseChild> {
  switch (message.kind) {
    case 'open': {
      const { image, extensions, memoryBytes } = message;
      boundWasmMemory(memoryBytes);
      database = await openPglite(image === null ? null : unpacked(image), { extensions });
      return { kind: 'done' };
    }
    case 'exec':
      return { kind: 'outcome', outcome: await exec(opened(), message.sql) };
    case 'image': {
      const files = await opened().image();
      return {
        kind: 'image',
        image: zstdCompressSync(new Uint8Array(await files.arrayBuffer()), compression),
      };
    }
    case 'close':
      await database?.close();
      database = null;
      // The memory of the one must not add to that of the next.
      globalThis.gc?.();
      return { kind: 'done' };
  }
}

function unpacked(image: Uint8Array): Blob {
  return new Blob([zstdDecompressSync(image, { maxOutputLength: maximumImageBytes })]);
}

function opened(): OpenedDatabase {
  if (database === null) throw new ProofEnded('it is not open');
  return database;
}

async function exec(asked: OpenedDatabase, sql: string): Promise<Answer['outcome']> {
  const { outcome, transaction } = await asked.ask(sql);
  canary++;
  const { outcome: told, transaction: after } = await asked.ask(`SELECT ${canary} AS canary`);
  // In a transaction that has failed there is one right answer, too.
  const true_ = told.ok
    ? transaction !== 'failed' &&
      told.results.length === 1 &&
      told.results[0]?.rows[0]?.canary === String(canary)
    : transaction === 'failed' && told.error.code === '25P02';
  if (!true_ || after !== transaction) throw new ProofEnded('it no longer answers truly');
  return outcome;
}

function brokenBy(error: unknown): string {
  return `it broke (${error instanceof Error ? error.name : typeof error})`;
}

function end(reason: string): void {
  process.send?.({ kind: 'ended', reason } satisfies FromDatabaseChild, undefined, {}, () => process.exit(1));
}

function send(message: FromDatabaseChild): void {
  process.send?.(message);
}
