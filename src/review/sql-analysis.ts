import type { Dump } from '../migrations/dumps.ts';
import type { MigrationFact, ProofFact, QueryFileFact } from '../report/facts.ts';
import type { Finding } from '../report/finding.ts';
import type { SchemaPicture } from '../report/schema-picture.ts';
import type { Dialect } from '../sql/dialect.ts';
import type { SqlParser } from '../sql/parse.ts';
import type { DialectSign } from '../sql/project-dialect.ts';
import type { AnalysisInput, ChangedSource, FileOutcome } from './analysis-input.ts';
import type { SearchedCode } from './code-search.ts';
import type { Histories, MigrationText } from './migration-text.ts';

/** What is known of SQL files of the change. */
export interface SqlAnalysis {
  readonly migrations: readonly MigrationFact[];
  readonly queryFiles: readonly QueryFileFact[];
  readonly pictures: readonly SchemaPicture[];
  readonly proofs: readonly ProofFact[];
  /** Why something was not run, each a Markdown sentence. */
  readonly notRun: readonly string[];
  readonly findings: readonly Finding[];
  readonly outcomes: ReadonlyMap<string, FileOutcome>;
  /** What a reader has to know beside them, as Markdown. */
  readonly notices: readonly string[];
}

/** Of a change in which there is no SQL. */
export const noSqlAnalysis: SqlAnalysis = {
  migrations: [],
  queryFiles: [],
  pictures: [],
  proofs: [],
  notRun: [],
  findings: [],
  outcomes: new Map(),
  notices: [],
};

/** A changed file that is a migration at the head, or was one at the base where it is removed. */
export interface ChangedMigration {
  readonly source: ChangedSource;
  readonly read: MigrationText;
}

/** What the analysis of SQL stands on. */
export interface SqlContext {
  readonly input: AnalysisInput;
  /** The parser of a dialect, loaded when it is asked for first. */
  parserOf(dialect: Dialect): Promise<SqlParser>;
  /** The code beside the SQL, read when it is asked for first; null where it cannot be had. */
  searchedCode(): Promise<SearchedCode | null>;
  readonly base: Histories;
  readonly head: Histories;
  /** Dumps of the schema that the base branch keeps. */
  readonly dumps: readonly Dump[];
  /** Changed files that may hold queries: SQL files that are no migrations, and code. */
  readonly senders: readonly ChangedSource[];
  /** What the project's files tell of its databases. */
  readonly signs: readonly DialectSign[];
}
