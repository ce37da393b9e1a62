import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Answer } from '../answer-reader.ts';
import { type ExecOutcome, ProofEnded } from '../database.ts';
import { HeldBlob, openPglite } from '../pglite-database.ts';

/**
 * The fastest. The three databases of a cluster hold the same catalog, megabytes apart: to look that far back halves an
 * image (1.9 MB of 30), which is read and sent each time.
 */
const compression = {
  chunkSize: 8 * 1024 * 1024,
  params: {
    [constants.ZSTD_c_compressionLevel]: 1,
    [constants.ZSTD_c_enableLongDistanceMatching]: 1,
    [constants.ZSTD_c_windowLog]: 25,
  },
};

/** An image that is larger is none of ours. */
const maximumImageBytes = 512 * 1024 * 1024;

/** In larger pieces there is less to put together. */
const usualImageBytes = 32 * 1024 * 1024;

/** A database that is asked after every answer whether it still answers truly. */
export interface GuardedDatabase {
  /** Rejects with ProofEnded where it does not. */
  exec(sql: string): Promise<ExecOutcome>;
  /** Its files, compressed. */
  image(): Promise<Uint8Array>;
  close(): Promise<void>;
}

export async function openGuarded(
  image: Uint8Array | null,
  extensions: readonly string[],
): Promise<GuardedDatabase> {
  const database = await openPglite(image === null ? null : unpack(image), { extensions });
  let canary = 0;

  return {
    async exec(sql) {
      const { outcome, transaction } = await database.ask(sql);
      canary++;
      const told = await database.ask(`SELECT ${canary} AS canary`);
      if (!isTrue(told, transaction, canary)) throw new ProofEnded('it no longer answers truly');
      return outcome;
    },
    async image() {
      const files = await database.image();
      return zstdCompressSync(new Uint8Array(await files.arrayBuffer()), compression);
    },
    close: () => database.close(),
  };
}

/** In a transaction that has failed there is one true answer, too. */
function isTrue({ outcome, transaction }: Answer, before: Answer['transaction'], canary: number): boolean {
  if (transaction !== before) return false;
  if (!outcome.ok) return transaction === 'failed' && outcome.error.code === '25P02';
  const [result, ...others] = outcome.results;
  return transaction !== 'failed' && others.length === 0 && result?.rows[0]?.canary === String(canary);
}

function unpack(image: Uint8Array): Blob {
  return new HeldBlob(
    zstdDecompressSync(image, { maxOutputLength: maximumImageBytes, chunkSize: usualImageBytes }),
  );
}
