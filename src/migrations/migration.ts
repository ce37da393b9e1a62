import type { Dialect } from '../sql/dialect.ts';
import type { TextRange } from '../text/range.ts';

/** How the tool runs a file: `wrapped` in one transaction, `none` (each statement by itself), or not known. */
type TransactionMode = 'wrapped' | 'none' | 'unknown';

export interface TransactionModel {
  readonly mode: TransactionMode;
  /** Who says so: the tool's default, a line of the file, a setting (for the evidence). */
  readonly because: string;
  /** `run` where one transaction holds all files that are pending, not each file by itself. */
  readonly scope?: 'run';
}

/** A part of a migration file that the tool runs in one go. Ranges are in the file's text. */
export interface MigrationSection {
  readonly direction: 'up' | 'down';
  readonly range: TextRange;
  /** Where the tool runs this part by itself (Liquibase's change sets): what wraps it, instead of the migration's model. */
  readonly transaction?: TransactionModel;
}

/** A file as a migration of one tool. */
export interface Migration {
  /** Framework id, as `goose` or `sql-folder`. */
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
  /**
   * Stretches that the tool sends to the server as one query. PostgreSQL runs several statements of one query in an
   * implicit transaction, whatever the transaction model says.
   */
  readonly batches: readonly TextRange[];
  /**
   * The SQL that the tool makes of the file, of the same length, where it is not the text itself (a delimiter of its own,
   * the way back in comments).
   */
  readonly asSent?: string;
  /** Statements that the tool makes of what is no SQL. What was changed in them cannot be written back. */
  readonly synthesized?: readonly SynthesizedStatement[];
  /** What it runs, in order, where it names other files: they decide the order, whatever versions say. */
  readonly runs?: readonly Run[];
  /** The parts that have run, which `sections` leaves out: see `withoutApplied`. */
  readonly applied?: readonly string[];
  /** What it says for itself and all that runs in the same history. */
  readonly parameters?: readonly Parameter[];
}

/**
 * What a file has its tool run: another file, all of a folder in the order of their names, or what it holds itself. Paths
 * are as written; those that are not relative to the file start anywhere the tool searches.
 */
export type Run =
  | { readonly what: 'itself' }
  | { readonly what: 'folder'; readonly path: string; readonly isRelative: boolean }
  | {
      readonly what: 'file';
      readonly path: string;
      readonly isRelative: boolean;
      /** The change that runs the file as plain SQL; null where the file is a migration in its own right. */
      readonly by: RunBy | null;
    };

/** A change that runs a file of SQL. */
export interface RunBy {
  readonly statement: SynthesizedStatement;
  /** null where it runs on none of the databases that are known here. */
  readonly direction: MigrationSection['direction'] | null;
  readonly transaction: TransactionModel;
}

/** A statement that stands in the file in another language. */
export interface SynthesizedStatement {
  readonly range: TextRange;
  /** Its word in that language. */
  readonly what: string;
  /**
   * The SQL that the tool makes of it; `nothing` where it makes none, `unknown` where that is not known.
   * @param parameters those of the files that run before
   */
  sql(dialect: Dialect, parameters?: readonly Parameter[]): string;
}

/** What `${name}` stands for in a migration, on the databases that these lists name (all where there is none). */
export interface Parameter {
  readonly name: string;
  readonly value: string;
  readonly databases: readonly string[];
}

/** What a follow-up migration looks like in this tool, for suggestions written out in a comment. */
export interface FollowUpFile {
  readonly path: string;
  readonly text: string;
}

/** A change of one place in a file. */
interface TextEdit {
  readonly range: TextRange;
  readonly text: string;
}

/** One file per framework implements this; no dispatcher names one. */
export interface MigrationFramework {
  readonly id: string;
  readonly title: string;
  /** Documentation that the transaction model and naming were read from. */
  readonly sources: readonly string[];
  /** Higher is asked first: a tool with a naming of its own before one that takes any numbered file. */
  readonly specificity: number;
  /** A line that only files of this tool have. A text with it belongs to the tool whatever its path says. */
  readonly marker: RegExp | null;
  /** The extensions of its files, `sql` where they are not given. */
  readonly extensions?: readonly string[];
  /** Base names of files that tell which tool a project uses (`go.mod`, `Cargo.toml`); their paths are handed to `claim`. */
  readonly signs: readonly string[];
  /**
   * Which of these paths are migrations of this tool, by path alone. All paths of one tree with its extensions are given at once, so
   * that a folder can be told by its siblings. Tools that are told by their `marker` only claim nothing.
   */
  claim(paths: readonly string[], signs: readonly string[]): readonly string[];
  /** Files that change how this migration runs (`V2__x.sql.conf`): candidates, to be read where they exist. */
  settingsOf(path: string): readonly string[];
  /**
   * Read a file of this tool. `settings` holds those files of `settingsOf` that exist. null where they say that it is
   * another tool's after all.
   */
  read(path: string, text: string, settings: ReadonlyMap<string, string>): Migration | null;
  /** A further migration `offset` places after `migration`, running `sql`, outside a transaction if asked. */
  followUp(
    migration: Migration,
    offset: number,
    name: string,
    sql: string,
    transaction: boolean,
  ): FollowUpFile;
  /** Whether it runs files in the order of their names as text, not of the numbers in them. */
  readonly ordersByText?: true;
  /** What takes a file of this tool out of its transaction, as Markdown for the end of a sentence; null where it is not known. */
  readonly withoutTransaction: string | null;
  /**
   * The edit after which a file with a single statement runs it outside a transaction. An empty edit where nothing has
   * to be written, null where the tool has no way in the file (or it is not known).
   */
  leaveTransaction(text: string): TextEdit | null;
  readonly examples: readonly {
    readonly path: string;
    readonly text: string;
    readonly siblings?: readonly string[];
    /** Settings files beside it, by path. */
    readonly settings?: Readonly<Record<string, string>>;
    readonly expect: Pick<Migration, 'version' | 'name'> & {
      readonly mode: TransactionMode;
      /** Text of the up section, trimmed; empty where the file has none. */
      readonly up: string;
    };
  }[];
}
