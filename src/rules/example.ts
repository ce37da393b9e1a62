import type { Dialect } from '../sql/dialect.ts';
import type { TableSize } from './rule-settings.ts';

/** SQL on which a rule is tried: its test and its documentation. */
export interface SqlExample {
  readonly title: string;
  /** Runs before, as an earlier migration: what exists. */
  readonly base?: string;
  readonly sql: string;
  readonly path?: string;
  /** Without it, it is tried in each dialect that the rule claims. */
  readonly dialect?: Dialect;
  readonly postgresVersion?: number;
  readonly mysqlVersion?: number;
  /** What the settings hand to the rule. */
  readonly options?: unknown;
  /** What the settings say of tables, by name. */
  readonly tables?: Readonly<Record<string, Partial<TableSize>>>;
  /** The repository's code by path, as the pull request leaves it. Without it nobody has looked. */
  readonly code?: Readonly<Record<string, string>>;
  /** What of it was otherwise before; '' for a file that is new. */
  readonly codeBefore?: Readonly<Record<string, string>>;
}

/** Names the fragment of its text where the finding stands. */
export interface BadExample extends SqlExample {
  readonly at: string;
  /** The whole file after the suggestion. */
  readonly suggests?: string;
  /** The SQL of the later migrations. */
  readonly followUps?: readonly string[];
}

export interface SqlExamples {
  readonly bad: readonly BadExample[];
  readonly good: readonly SqlExample[];
}

/** Files by path on the base branch and what the pull request makes of them (null removes one). */
export interface HistoryExample {
  readonly title: string;
  readonly base: Readonly<Record<string, string>>;
  readonly head: Readonly<Record<string, string | null>>;
  readonly dialect?: Dialect;
  readonly options?: unknown;
}

export interface BadHistory extends HistoryExample {
  /** The changed file and the fragment of it (empty for its beginning) where the finding stands. */
  readonly at: { readonly path: string; readonly text: string };
}

/** Files as of a history, and whatever else the repository holds; the migrations run in an embedded PostgreSQL. */
export type ProofExample = HistoryExample;

export type BadProof = BadHistory;
