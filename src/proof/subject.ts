import type { Statement } from '../sql/statement.ts';
import type { TextRange } from '../text/range.ts';
import type { ProofDatabase } from './database.ts';

/** A migration that the pull request adds or changes, as it is to be run. */
export interface ProvenMigration {
  readonly path: string;
  readonly text: string;
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

/** What the schema before the pull request is made of: statements that ran in the past, in order. */
export interface ProvenBase {
  /** Equal for equal statements. */
  readonly key: string;
  readonly statements: readonly Pick<ProvenStatement, 'text' | 'operations' | 'query' | 'failure'>[];
}

/** Opens the database of a proof. */
export interface ProofDatabases {
  /**
   * A database as `prepare` leaves it. What an earlier call with the same key left is used again.
   * Rejects with ProofEnded where there is none to be had.
   */
  open(key: string, prepare: (database: ProofDatabase) => Promise<void>): Promise<OpenProof>;
}

export interface OpenProof extends ProofDatabase {
  /** Gives it back; it is not used again. */
  close(): Promise<void>;
}
