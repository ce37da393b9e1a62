/** Runs tasks of the same key one after the other, in the order they came; tasks of other keys beside them. */
export interface KeyedLock {
  run<T>(key: string, task: () => Promise<T>): Promise<T>;
}

export function createKeyedLock(): KeyedLock {
  const tails = new Map<string, Promise<void>>();
  return {
    async run(key, task) {
      const before = tails.get(key);
      const { promise: tail, resolve } = Promise.withResolvers<void>();
      tails.set(key, tail);
      await before;
      try {
        return await task();
      } finally {
        if (tails.get(key) === tail) tails.delete(key);
        resolve();
      }
    },
  };
}

/** Runs tasks one after the other, in the order they came. */
export function createLock(): <T>(task: () => Promise<T>) => Promise<T> {
  const lock = createKeyedLock();
  return (task) => lock.run('', task);
}
