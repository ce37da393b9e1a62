import { constants, setPriority } from 'node:os';
import { ProofEnded } from '../database.ts';
import { boundWasmMemory } from './bound-memory.ts';
import { closeWaysOut } from './close-ways-out.ts';
import { type GuardedDatabase, openGuarded } from './guarded-database.ts';
import type { FromDatabaseChild, ToDatabaseChild } from './protocol.ts';

// The process in which a pull request's SQL runs. It has no environment, may read its own program and nothing else, and
// its parent ends it when it takes too long or too much. It holds one database at a time.

closeWaysOut();
// Whoever waits for an answer to a webhook or a command comes before whoever waits for a proof.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

let database: GuardedDatabase | null = null;

process.on('message', (message: ToDatabaseChild) => {
  work(message).then(send, (error: unknown) =>
    end(error instanceof ProofEnded ? error.reason : brokenBy(error)),
  );
});
// Without its parent there is nobody to work for.
process.on('disconnect', () => process.exit(0));

async function work(message: ToDatabaseChild): Promise<FromDatabaseChild> {
  switch (message.kind) {
    case 'open':
      boundWasmMemory(message.memoryBytes);
      database = await openGuarded(message.image, message.extensions);
      // A new cluster is made by a second database beside the first.
      if (message.image === null) globalThis.gc?.();
      return { kind: 'done' };
    case 'exec':
      return { kind: 'outcome', outcome: await opened().exec(message.sql) };
    case 'image':
      return { kind: 'image', image: await opened().image() };
    case 'close':
      await database?.close();
      database = null;
      // The memory of the one must not add to that of the next.
      globalThis.gc?.();
      return { kind: 'done' };
  }
}

function opened(): GuardedDatabase {
  if (database === null) throw new ProofEnded('it is not open');
  return database;
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
