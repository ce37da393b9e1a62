/** Lets so many work at the same time; others wait, in the order they came. */
export interface Turns {
  /**
   * Resolves with what gives the turn back (a second call does nothing). Rejects with the signal's reason when that aborts
   * before.
   */
  take(signal?: AbortSignal): Promise<() => void>;
}

export function createTurns(places: number): Turns {
  let free = places;
  const waiting: (() => void)[] = [];

  return {
    async take(signal) {
      signal?.throwIfAborted();
      if (free > 0) free--;
      else await next(signal);
      let given = false;
      return () => {
        if (given) return;
        given = true;
        const first = waiting.shift();
        if (first === undefined) free++;
        else first();
      };
    },
  };

  function next(signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const enter = (): void => {
      signal?.removeEventListener('abort', leave);
      resolve();
    };
    const leave = (): void => {
      waiting.splice(waiting.indexOf(enter), 1);
      reject(signal?.reason);
    };
    waiting.push(enter);
    signal?.addEventListener('abort', leave, { once: true });
    return promise;
  }
}
