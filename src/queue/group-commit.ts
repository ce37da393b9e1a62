import { setImmediate as nextTurn } from 'node:timers/promises';

interface Waiting<Item> {
  readonly item: Item;
  resolve(): void;
  reject(error: unknown): void;
}

/** Stores single items in shared transactions. */
export interface GroupCommit<Item> {
  /** Resolves when the item's group is stored; rejects when it is not. */
  add(item: Item): Promise<void>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

/**
 * Gathers what arrives while one group is being stored into the next group. No timer: a lone item is stored at once,
 * and under load the group grows by itself. A group begins when all that the event loop has at hand was read.
 * @param store resolves when all items are stored, rejects when none is
 * @param maximum items of a group
 */
export function createGroupCommit<Item>(
  store: (items: readonly Item[]) => Promise<void>,
  maximum: number,
): GroupCommit<Item> {
  const waiting: Waiting<Item>[] = [];
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      await nextTurn();
      const group = waiting.splice(0, maximum);
      try {
        await store(group.map(({ item }) => item));
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    running = null;
  }

  return {
    add(item) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      waiting.push({ item, resolve, reject });
      running ??= run();
      return promise;
    },
    async idle() {
      while (running !== null) await running;
    },
  };
}
