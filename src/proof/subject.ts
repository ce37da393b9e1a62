import type { ObjectName } from '../sql/object-name.ts';
import type { SqlParser } from '../sql/parse.ts';
import type { Statement } from '../sql/statement.ts';
import type { TextRange } from '../text/range.ts';
import type { ProofDatabase } from './database.ts';
import type { Proof } from './proof.ts';

/** A migration that the pull request adds or changes, as it is to be run. */
export interface ProvenMigration {
  readonly path: string;
  readonly text: string;
  /** Where the tool runs it again whenever it changes. */
  readonly repeatable?: true;
  readonly up: readonly ProvenStatement[];
  /** null where there is no way down. */
  readonly down: WayDown | null;
}

export interface WayDown {
  /** The file that holds it: the migration's own, or the other half of a pair. Ranges are in its text. */
  readonly path: string;
  /** In the order in which the tool runs them. */
  readonly statements: readonly ProvenStatement[];
}

export interface ProvenStatement
  extends Pick<Statement, 'range' | 'text' | 'operations' | 'query' | 'failure'> {
  /**
   * The transaction that it runs in: statements with the same number share one, null runs by itself. Numbers are a
   * migration's own.
   */
  readonly transaction: number | null;
}

/** A query that stands in the code or in a file of queries. */
export interface ProvenQuery {
  readonly path: string;
  /** Of its first line, from 1. */
  readonly line: number;
  /** Where it stands in the file's text, with its quotes. */
  readonly range: TextRange;
  /** With `$1` for what the code puts in. */
  readonly sql: string;
  /** Whether the pull request adds or changes it. */
  readonly changed: boolean;
}

/** A statement that ran in the past; those with the same number ran in one transaction. */
export type PastStatement = Omit<ProvenStatement, 'range'>;

/** What the schema before the pull request is made of. */
interface ProvenBase {
  /** Equal for equal statements; null where they are not known by anything shorter than themselves. */
  readonly key: string | null;
  /** The files that they stand in. */
  texts(): readonly string[];
  /** In the order in which they ran. Asked for only where nobody has run them before. */
  statements(): readonly PastStatement[];
  /** Whether they make all there is, as far as their text tells. */
  readonly isWhole: boolean;
}

/** Opens the database of a proof. */
export interface ProofDatabases {
  /**
   * A database as `prepare` leaves it. What an earlier call with the same key left is used again, so nothing that `prepare`
   * does may depend on anything else. Others may have to end first.
   * Rejects with ProofEnded where there is none to be had, with the signal's reason when that aborts before it is there.
   */
  open(
    key: string,
    prepare: (database: ProofDatabase) => Promise<void>,
    options?: OpenProofOptions,
  ): Promise<OpenProof>;
}

export interface OpenProofOptions {
  /** Those that base and migrations create, by name (`extensionsOf`); what the sandbox lacks is left out. */
  readonly extensions?: readonly string[];
  readonly signal?: AbortSignal;
}

export interface OpenProof extends ProofDatabase {
  /** Gives it back; it is not used again. */
  close(): Promise<void>;
}

/** What is to be run of one history of migrations. */
export interface ProofRequest {
  readonly base: ProvenBase;
  /** Those of the pull request, in the order in which they run. */
  readonly migrations: readonly ProvenMigration[];
  /** Of the base branch's code, and those that the pull request adds or changes. */
  readonly queries: readonly ProvenQuery[];
  /** Queries that the code sends in one transaction. */
  readonly transactions: readonly ProvenTransaction[];
  /** Who in the repository makes rows. */
  readonly sources: RowSources;
  /** Whether a table (as `schema.name`, without `public.`) is known to hold few rows. */
  isSmall(table: string): boolean;
  readonly parser: SqlParser;
}

/**
 * Runs it. Never rejects for what it runs: what could not be shown is in the notices. Rejects with ProofEnded where there
 * is no database to be had.
 */
export type Prove = (request: ProofRequest) => Promise<Proof>;

/** A statement of the repository that ran before the pull request, and where it stands. */
export interface PlacedStatement extends Pick<ProvenStatement, 'text' | 'operations' | 'query'> {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly how: 'migration' | 'seed';
}

/** A place in the code that inserts rows. */
export interface TableWriter {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly table: ObjectName;
  /** All that it writes; `unknown` where some of it is not: then it proves nothing. */
  readonly columns: readonly WrittenColumn[] | 'unknown';
}

export interface WrittenColumn {
  readonly name: string;
  /** `null` where NULL itself is written. */
  readonly value: 'null' | 'given';
}

/** Who in the repository makes rows. */
export interface RowSources {
  /** In the order in which they ran. */
  readonly statements: readonly PlacedStatement[];
  /** Whether programs run among them (migrations in Go, in TypeScript), which may have filled what nobody else has. */
  readonly besidePrograms?: boolean;
  /** In base or head: either runs while the migration does. */
  readonly writers: readonly TableWriter[];
}

/** Queries that the code sends in one transaction, in order. */
export interface ProvenTransaction {
  readonly path: string;
  readonly changed: boolean;
  readonly queries: readonly { readonly line: number; readonly sql: string }[];
}
