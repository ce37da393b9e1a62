import type { Migration } from '../migrations/migration.ts';

/** A migration with its text. */
export interface MigrationText {
  readonly migration: Migration;
  readonly text: string;
  /** Files that change how it runs, as far as they exist. */
  readonly settings: ReadonlyMap<string, string>;
  /** True where it is left out or cannot be read (binary, too large): then `text` is empty, and what it does is not known. */
  readonly unread: boolean;
  /** Says what it and its settings hold, for a cache; null where that is not known. */
  readonly key: string | null;
}

/** All migrations of one tree, in the order in which they run, by the folder that makes one history. */
export type Histories = ReadonlyMap<string, readonly MigrationText[]>;
