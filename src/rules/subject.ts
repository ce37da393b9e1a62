import type { UsageLookUp } from '../code/usages/usage.ts';
import type { Migration, MigrationFramework } from '../migrations/migration.ts';
import type { MigrationProof, Proof, Reversal } from '../proof/proof.ts';
import type { Dialect } from '../sql/dialect.ts';
import type { ObjectName } from '../sql/object-name.ts';
import type { SchemaModel } from '../sql/schema/model.ts';
import type { Statement } from '../sql/statement.ts';
import type { Dismissal } from './dismissals.ts';
import type { RuleSettings, TableSize } from './rule-settings.ts';
import type { TransactionState } from './transactions.ts';

/** A file that the pull request adds or changes, or one that is checked by itself. */
interface FileSubject {
  readonly path: string;
  readonly text: string;
  /** null for a query file that is not a migration. */
  readonly migration: Migration | null;
  /** The tool that runs the migration. */
  readonly tool: MigrationFramework | null;
  /** True where the dialect is told by the project, not guessed: only then is a failed parse a finding. */
  readonly dialectKnown: boolean;
  /** What exists before the pull request. */
  readonly base: SchemaModel;
  /** What exists after the whole pull request. */
  readonly after: SchemaModel;
  /** True for a table that this pull request creates (or that is temporary): nobody uses it yet. */
  isNew(table: ObjectName): boolean;
  /** What the settings say of a table's size, null where they say nothing. */
  sizeOf(table: ObjectName): TableSize | null;
  /** Who in the repository's code names something that the pull request drops or renames, before it and with it. */
  readonly usesOf: UsageLookUp;
  readonly settings: RuleSettings;
  /** The settings' word for this rule, as its `options` schema gives it; undefined where there is none. */
  readonly options: unknown;
}

/** One statement of a migration's up direction (or of a query file), with what is known before it runs. */
export interface StatementSubject extends FileSubject {
  readonly statement: Statement;
  /** What exists just before this statement. */
  readonly before: SchemaModel;
  /** All statements of the same file and direction, in order. */
  readonly siblings: readonly Statement[];
  /** Those of earlier files of the pull request that the tool runs in the same transaction, the whole run being one. */
  readonly earlierInRun: readonly Statement[];
  /** Those of all earlier migrations of the pull request in the same folder. */
  readonly earlierInChange: readonly Statement[];
  /** True where this statement runs inside a transaction: by the tool or by BEGIN. */
  readonly inTransaction: boolean | 'unknown';
  /** Who says so, as the end of a sentence: `goose runs each file in one transaction`. */
  readonly transactionBecause: string;
  /** True for a column that an earlier statement of this pull request adds to an existing table. */
  isAdded(table: ObjectName, column: string): boolean;
}

/** A whole file: its way up and its way down. */
export interface MigrationSubject extends FileSubject {
  readonly dialect: Dialect;
  /** What exists just before its first statement. */
  readonly before: SchemaModel;
  readonly up: readonly Statement[];
  /** In which state each statement of `up` runs. */
  readonly transactions: readonly TransactionState[];
  readonly down: readonly Statement[];
  /** Each statement of `up` as the statement rules see it, one after the other: each holds a schema of its own. */
  subjects(): Iterable<StatementSubject>;
}

/** A migration that the pull request adds, changes or removes. */
export interface ChangedMigration {
  /** At the head; as it was, where it is removed. */
  readonly migration: Migration;
  readonly status: 'added' | 'modified' | 'renamed' | 'removed';
  /** At the head, empty where it is removed. */
  readonly text: string;
  /** The statements of its way up at the head. */
  readonly up: readonly Statement[];
  /** As it was on the base branch, null where it is new. */
  readonly before: { readonly migration: Migration; readonly text: string } | null;
}

/** The migrations of one folder together. */
export interface HistorySubject {
  readonly dialect: Dialect;
  /** Those of the base branch, in the order in which they run; those that the pull request changes too. */
  readonly earlier: readonly Migration[];
  readonly changed: readonly ChangedMigration[];
  readonly base: SchemaModel;
  readonly after: SchemaModel;
  readonly settings: RuleSettings;
  readonly options: unknown;
}

/** A comment of ours in a file that dismisses findings, with what became of it. */
export interface DismissalSubject {
  readonly dismissal: Dismissal;
  /** Its rules that dismissed nothing. */
  readonly unused: readonly string[];
  /** Names in it that no rule has. */
  readonly unknown: readonly string[];
  readonly options: unknown;
}

/** A changed file of which running the pull request's SQL has shown something. */
export interface ProofSubject {
  readonly path: string;
  readonly text: string;
  /** Of its way up; of a file of queries, all. */
  readonly statements: readonly Statement[];
  /** Of the way down that stands in it. */
  readonly down: readonly Statement[];
  readonly proof: Proof;
  /** The file as a migration, null for a file that is none. */
  readonly own: MigrationProof | null;
  /** Of the migration whose way down stands in the file. */
  readonly reversal: Reversal | null;
  readonly migration: Migration | null;
  /** What exists before the pull request. */
  readonly base: SchemaModel;
  sizeOf(table: ObjectName): TableSize | null;
  readonly settings: RuleSettings;
  readonly options: unknown;
}
