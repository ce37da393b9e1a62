import { setTimeout as wait } from 'node:timers/promises';
import { rowsOf } from '../../src/proof/database.ts';
import { openServerDatabase } from './server-database.ts';

const pollMs = 5;

/** A lock on a relation that a session waits for. */
export interface LockRequest {
  readonly relation: string;
  readonly mode: string;
}

/**
 * Runs a statement while another session holds a lock, and tells which lock on a relation it waits for: so the locks of a
 * statement that refuses transactions are seen. null where it waits for none: it ends, or waits for a transaction to end.
 * Throws where the statement fails.
 * @param hold takes the lock
 */
export async function requestWhile(
  url: string,
  { hold, statement }: { readonly hold: string; readonly statement: string },
): Promise<LockRequest | null> {
  const [holder, runner, observer] = await Promise.all([
    openServerDatabase(url),
    openServerDatabase(url),
    openServerDatabase(url),
  ]);
  try {
    await rowsOf(holder, `BEGIN; ${hold}`);
    let ended = false;
    const running = rowsOf(runner, statement).finally(() => {
      ended = true;
    });
    const question = `SELECT locktype, relation::regclass AS relation, mode FROM pg_locks
      WHERE pid = ${runner.pid} AND NOT granted`;
    let request: LockRequest | null = null;
    for (;;) {
      const [waiting] = await rowsOf(observer, question);
      if (waiting?.locktype === 'relation')
        request = { relation: waiting.relation ?? '', mode: waiting.mode ?? '' };
      if (ended || waiting !== undefined) break;
      await wait(pollMs);
    }
    await rowsOf(holder, 'ROLLBACK');
    await running;
    return request;
  } finally {
    await Promise.all([holder, runner, observer].map((database) => database.close()));
  }
}
