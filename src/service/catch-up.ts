import { setTimeout as wait } from 'node:timers/promises';

export interface CatchUp {
  /** A delivery was refused since it could not be stored. */
  missed(): void;
  stop(): void;
}

/** The database is asked this often whether it takes jobs again. */
const pauseMs = 5_000;

/**
 * Has GitHub asked for what was missed as soon as jobs can be stored again: the look by the clock is minutes away, and
 * whoever wrote the comment or pushed sees nothing until then.
 * @param look stores the job that asks; rejects while nothing can be stored
 */
export function createCatchUp(look: () => Promise<unknown>): CatchUp {
  const stopped = new AbortController();
  let running = false;

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      await wait(pauseMs, undefined, { signal: stopped.signal, ref: false }).catch(() => {});
      if (stopped.signal.aborted) return;
      const done = await look().then(
        () => true,
        () => false,
      );
      if (done) return;
    }
  }

  return {
    missed() {
      if (running) return;
      running = true;
      void run().then(() => {
        running = false;
      });
    },
    stop: () => stopped.abort(),
  };
}
