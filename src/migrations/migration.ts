import type { TextRange } from '../text/range.ts';

/** How the tool runs a file: `wrapped` in one transaction, `none` (each statement by itself), or not known. */
export type TransactionMode = 'wrapped' | 'none' | 'unknown';

export interface TransactionModel {
  readonly mode: TransactionMode;
  /** Who says so: the tool's default, a line of the file, a setting (for the evidence). */
  readonly because: string;
}

/** A part of a migration file that the tool runs in one go. Ranges are in the file's text. */
export interface MigrationSection {
  readonly direction: 'up' | 'down';
  readonly range: TextRange;
}

/** A file as a migration of one tool. */
export interface Migration {
  /** Framework id: `goose`, `flyway`, `golang-migrate`, `dbmate`, `prisma`, `sql-folder`. */
  readonly framework: string;
  readonly path: string;
  /** The folder whose files make one history. */
  readonly folder: string;
  /** Sorts the history; compare with `compareMigrations`. */
  readonly version: string;
  readonly name: string;
  readonly sections: readonly MigrationSection[];
  readonly transaction: TransactionModel;
  /** Runs again whenever it changes (Flyway's `R__`): no place in the order. */
  readonly repeatable: boolean;
}

/** What a follow-up migration looks like in this tool, for suggestions written out in a comment. */
export interface FollowUpFile {
  readonly path: string;
  readonly text: string;
}

/** One file per framework implements this; no dispatcher names one. */
export interface MigrationFramework {
  readonly id: string;
  readonly title: string;
  /** Documentation that the transaction model and naming were read from. */
  readonly sources: readonly string[];
  /**
   * Which of these paths are migrations of this tool. All SQL paths of one tree are given at once, so that a folder
   * can be told by its siblings; `other` holds paths of settings files (`atlas.hcl`, `schema.prisma`, `flyway.conf` …).
   */
  claim(paths: readonly string[]): readonly string[];
  /** Read a claimed file. */
  read(path: string, text: string): Migration;
  /** A further migration `offset` places after `migration`, running `sql`, outside a transaction if asked. */
  followUp(migration: Migration, offset: number, name: string, sql: string, transaction: boolean): FollowUpFile;
  /** How a file of this tool is taken out of its transaction: the exact line or file, or null where it cannot be. */
  readonly withoutTransaction: string | null;
  readonly examples: readonly {
    readonly path: string;
    readonly text: string;
    readonly siblings?: readonly string[];
    readonly expect: Pick<Migration, 'version' | 'name'> & { readonly mode: TransactionMode; readonly up: string };
  }[];
}
