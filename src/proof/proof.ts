import type { TextRange } from '../text/range.ts';
import type { PostgresError } from './database.ts';

// What running a pull request's SQL has shown. Data all the way: rules and renderers read it, nothing in it is a sentence
// but where it says so. The same commits give the same proof: no durations, no object ids.

/** A lock mode as `pg_locks` names it, `AccessExclusiveLock`. */
export interface LockTaken {
  /** `schema.name`, quoted where SQL would need it; without `public.`. */
  readonly relation: string;
  readonly kind: 'table' | 'index' | 'other';
  readonly mode: string;
}

export interface Scan {
  readonly relation: string;
  /** Rows that were read, of those that the relation held. */
  readonly read: number;
  readonly held: number;
}

/** The row that makes a statement fail. */
export interface Counterexample {
  readonly table: string;
  /** INSERT statements that the schema before the statement allows, in the order in which they run; the last one is the row. */
  readonly inserts: readonly string[];
  /** Those of them that matter; the others only make rows that these refer to. */
  readonly rows: readonly string[];
  /** Tables of the others, each once. */
  readonly parents: readonly string[];
  /** What the statement then says. */
  readonly error: PostgresError;
  /** A read-only query that tells whether there are such rows, for the reader's own database. */
  readonly question: string;
  /** Where the repository itself makes such a row; null where nothing was found. */
  readonly madeBy: RowMaker | null;
  /** The columns that are at fault. */
  readonly columns: readonly string[];
}

export interface RowMaker {
  readonly path: string;
  readonly line: number;
  readonly how: 'migration' | 'seed' | 'code' | 'added-without-default';
}

/** One statement of a migration's way up, run where its tool runs it: alone, or in the transaction with those before it. */
export interface StatementProof {
  /** Of the statement, in the file's text. */
  readonly range: TextRange;
  readonly outcome: 'ran' | 'failed' | 'not-run';
  /** Why it was not run, or not watched although it could be, as the end of a sentence; else null. */
  readonly reason: string | null;
  /** Where it failed on the base schema with the rows that are always there. */
  readonly error: PostgresError | null;
  /** False where its locks were not watched (a statement that refuses transactions, or stands behind too many). */
  readonly watched: boolean;
  /** Locks that it took and those before it in the same transaction had not, strongest of each relation that existed before. */
  readonly locks: readonly LockTaken[];
  /** Whether they are held until the transaction of several statements ends. */
  readonly held: boolean;
  /** Relations that existed before and got new files: tables and indexes that were written anew. */
  readonly rewritten: readonly string[];
  /** Without the indexes of those tables. */
  readonly rewrittenAlone: readonly string[];
  readonly scans: readonly Scan[];
  readonly notices: readonly string[];
  readonly counterexample: Counterexample | null;
}

/** Rows or values that are gone after a migration which were there before. */
export interface DataLoss {
  readonly range: TextRange;
  readonly kind: 'rows-removed' | 'value-changed' | 'column-gone' | 'table-gone';
  readonly table: string;
  readonly column: string | null;
  /** Of the generated rows: how many there were, how many are gone or changed. */
  readonly rows: number;
  readonly lost: number;
  /** A value before and after, as SQL literals, where a value changed. */
  readonly example: { readonly before: string; readonly after: string } | null;
}

/** What of the catalog differs: `column orders.email`, `index orders_email_idx`. */
export interface CatalogDifference {
  readonly object: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface Reversal {
  /** The file that holds the way down: the migration's own, or the other half of a pair. */
  readonly path: string;
  /** `absent`: there is no way down. */
  readonly outcome: 'absent' | 'ran' | 'failed' | 'not-run';
  readonly reason: string | null;
  /** Of the statement of the way down that failed. */
  readonly range: TextRange | null;
  readonly error: PostgresError | null;
  /** After up and down, against before. */
  readonly differences: readonly CatalogDifference[];
  /** Where down works on an empty database but not on rows that the new schema allows. */
  readonly onNewData: {
    /** Of the statement of the way down that then fails. */
    readonly range: TextRange;
    readonly error: PostgresError;
    /** As of a counterexample. */
    readonly rows: readonly string[];
    readonly parents: readonly string[];
  } | null;
}

export interface MigrationProof {
  readonly path: string;
  readonly statements: readonly StatementProof[];
  readonly losses: readonly DataLoss[];
  readonly reversal: Reversal | null;
  /** Whether running it a second time succeeds; null where that was not tried. */
  readonly runsTwice: boolean | null;
}

/** A query of the code that PostgreSQL no longer accepts after the migrations. */
export interface BrokenQuery {
  readonly path: string;
  readonly line: number;
  /** The query as it was prepared. */
  readonly sql: string;
  readonly error: PostgresError;
  /** The changed migration's statement after which it is refused. */
  readonly brokenBy: { readonly path: string; readonly range: TextRange } | null;
}

/** How a query is planned, by the part of the plan that matters. */
export interface QueryPlan {
  readonly path: string;
  readonly range: TextRange;
  readonly sql: string;
  readonly table: string;
  /** Columns, or `lower(column)`, that only filter: no index leads to them. */
  readonly filtered: readonly string[];
  /** Lines of EXPLAIN without costs. */
  readonly before: readonly string[];
  /** The index that serves it, tried out, with the plan that it gives; null where none was found. */
  readonly proposal: { readonly sql: string; readonly after: readonly string[] } | null;
}

export interface IndexProof {
  readonly path: string;
  readonly range: TextRange;
  readonly index: string;
  readonly kind: 'covered' | 'needed';
  /** `covered`: the index that already serves all that this one does. `needed`: the query that used the dropped one. */
  readonly by: string;
  readonly plan: { readonly before: readonly string[]; readonly after: readonly string[] } | null;
}

/** Two transactions that take the same locks in opposite order. */
export interface DeadlockCycle {
  readonly first: { readonly path: string; readonly line: number; readonly relations: readonly string[] };
  readonly second: { readonly path: string; readonly line: number; readonly relations: readonly string[] };
}

/** Of one history of migrations. */
export interface Proof {
  /** `PostgreSQL 18.6 (PGlite 0.5.16)`. */
  readonly server: string;
  readonly base: {
    readonly statements: number;
    readonly failed: number;
    /** Of the first that failed, one line. */
    readonly firstFailure: string | null;
  };
  readonly migrations: readonly MigrationProof[];
  readonly brokenQueries: readonly BrokenQuery[];
  readonly plans: readonly QueryPlan[];
  readonly indexes: readonly IndexProof[];
  readonly deadlocks: readonly DeadlockCycle[];
  /** Why a part is missing, each a Markdown sentence. */
  readonly notices: readonly string[];
}
