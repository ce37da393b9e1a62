import { LRUCache } from 'lru-cache';

/** Source text, in characters, whose facts are kept: facts are smaller than what they were read from. */
const maximumText = 60_000_000;

/** Files of which is kept which words they hold. */
const maximumMentions = 20_000;

/** Of keys and what was looked at, about as large as so many characters. */
const entryOverhead = 500;

/** The two sides of a pull request see different neighbours of the same file. */
const variantsPerFile = 2;

interface Kept {
  /** Each read with the state that it had. */
  readonly reads: ReadonlyMap<string, string>;
  readonly value: unknown;
}

/**
 * What was read of the source files of one repository, by what the files hold and what else was looked at: of the next
 * pull request only what differs is read again.
 */
export interface EndpointCache {
  /** `state` tells what a read is now: an object id, or '' for what is not there. */
  get(key: string, state: (read: string) => string): Kept | null;
  /** `size` is the length of the text that it was read from, 0 where it says nothing. */
  /** Which of the asked words a file of this object id holds, by a name for the words: to be filled by who asks. */
  mentions(object: string): Map<string, boolean>;
  keep(key: string, reads: ReadonlyMap<string, string>, value: unknown, size: number): void;
}

export function createEndpointCache(): EndpointCache {
  const entries = new LRUCache<string, { readonly kept: readonly Kept[]; readonly size: number }>({
    maxSize: maximumText,
    sizeCalculation: ({ size }) => size,
  });
  const mentioned = new LRUCache<string, Map<string, boolean>>({ max: maximumMentions });
  return {
    mentions(object) {
      const known = mentioned.get(object) ?? new Map<string, boolean>();
      mentioned.set(object, known);
      return known;
    },
    get(key, state) {
      const variants = entries.get(key)?.kept ?? [];
      return variants.find(({ reads }) => isCurrent(reads, state)) ?? null;
    },
    keep(key, reads, value, size) {
      const older = entries.get(key)?.kept.slice(0, variantsPerFile - 1) ?? [];
      entries.set(key, { kept: [{ reads, value }, ...older], size: size + entryOverhead });
    },
  };
}

function isCurrent(reads: ReadonlyMap<string, string>, state: (read: string) => string): boolean {
  for (const [read, then] of reads) if (state(read) !== then) return false;
  return true;
}
