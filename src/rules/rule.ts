import type { ContractChange } from '../api/contract-change.ts';
import type { Endpoint, EndpointChange } from '../api/endpoint.ts';
import type { Migration, MigrationFramework } from '../migrations/migration.ts';
import type { Evidence, Severity } from '../report/finding.ts';
import type { Dialect } from '../sql/dialect.ts';
import type { ObjectName } from '../sql/object-name.ts';
import type { DdlOperation } from '../sql/operation.ts';
import type { SchemaModel } from '../sql/schema/model.ts';
import type { Statement } from '../sql/statement.ts';
import type { TextRange } from '../text/range.ts';

export type RuleFamily =
  | 'locking'
  | 'transaction'
  | 'rewrite'
  | 'backward-compat'
  | 'data-loss'
  | 'integrity'
  | 'index'
  | 'query-correctness'
  | 'api'
  | 'security';

/** What a rule found: a place and the values for its words. Never text for people. */
export interface Match {
  /** In the subject's file. */
  readonly range: TextRange;
  /** What it is about, for its identity: `orders.email`, `GET /orders`. */
  readonly object: string;
  /** Fills the placeholders of what, why and fix. */
  readonly data: Readonly<Record<string, string>>;
  /** Where it differs from the rule's own (a place where it is less sure). */
  readonly severity?: Severity;
  /** Beside the parsed statement itself, which is always shown. */
  readonly evidence?: readonly Evidence[];
  /** Which of the rule's `variants` speaks, where the case differs from the rule's own words. */
  readonly variant?: string;
}

/** The words of a rule, with placeholders as `{table}`. */
export interface Words {
  /** What happens to whom. */
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}

/**
 * A change of the text at `range`, and what else has to be done. An empty text at an empty range changes nothing here:
 * then the follow-ups alone are the remedy.
 */
export interface Rewrite {
  readonly range: TextRange;
  readonly text: string;
  /** Later migrations that complete it: what they run, in order. */
  readonly followUps: readonly {
    readonly name: string;
    readonly sql: string;
    readonly transaction: boolean;
  }[];
  /** Rules that may fire on the rewritten text, because a follow-up takes care of them. */
  readonly accepts?: readonly string[];
}

/** One statement of a migration's up direction (or of a query file), with what is known before it runs. */
export interface StatementSubject {
  readonly statement: Statement;
  readonly text: string;
  readonly path: string;
  /** null for a query file that is not a migration. */
  readonly migration: Migration | null;
  /** The tool that runs the migration. */
  readonly tool: MigrationFramework | null;
  /** True where the dialect is told by the project, not guessed: only then is a failed parse a finding. */
  readonly dialectKnown: boolean;
  /** What exists before the pull request. */
  readonly base: SchemaModel;
  /** What exists just before this statement. */
  readonly before: SchemaModel;
  /** What exists after the whole pull request. */
  readonly after: SchemaModel;
  /** All statements of the same file and direction, in order. */
  readonly siblings: readonly Statement[];
  /** True where this statement runs inside a transaction: by the tool or by BEGIN. */
  readonly inTransaction: boolean | 'unknown';
  /** Who says so, as the end of a sentence: `goose runs each file in one transaction`. */
  readonly transactionBecause: string;
  /** True for a table that this pull request creates (or that is temporary): nobody uses it yet. */
  isNew(table: ObjectName): boolean;
  /** True for a column that an earlier statement of this pull request adds to an existing table. */
  isAdded(table: ObjectName, column: string): boolean;
  readonly settings: { readonly postgresVersion: number };
}

/** Difference of the code's endpoints. Ranges are in the head file (base file for removed endpoints). */
interface EndpointSubject {
  readonly change: EndpointChange;
  /** All endpoints at the head in the same file. */
  readonly siblings: readonly Endpoint[];
}

interface ContractSubject {
  readonly change: ContractChange;
}

interface RuleBase extends Words {
  /** Equal to the file's name. */
  readonly id: string;
  readonly title: string;
  readonly family: RuleFamily;
  readonly severity: Severity;
  readonly state: 'stable' | 'preview';
  /** Prior art that knows the same, and documentation: `squawk:ban-drop-column`, a URL. */
  readonly sources: readonly string[];
  /** Other words for a case that differs; what is left out is the rule's own. */
  readonly variants?: Readonly<Record<string, Partial<Words>>>;
}

export interface SqlExample {
  readonly title: string;
  /** Runs before, as an earlier migration: what exists. */
  readonly base?: string;
  readonly sql: string;
  readonly path?: string;
  readonly dialect?: Dialect;
  readonly postgresVersion?: number;
}

export interface StatementRule extends RuleBase {
  readonly about: 'statement';
  readonly dialects: readonly Dialect[];
  /** Each bad example names the fragment of its text where the finding stands. */
  readonly examples: {
    /** `suggests` is the whole file after the suggestion; `followUps` the SQL of the later migrations. */
    readonly bad: readonly (SqlExample & {
      readonly at: string;
      readonly suggests?: string;
      readonly followUps?: readonly string[];
    })[];
    readonly good: readonly SqlExample[];
  };
  detect(subject: StatementSubject): readonly Match[];
  suggest?(match: Match, subject: StatementSubject): Rewrite | null;
}

export interface CodeExample {
  readonly title: string;
  readonly path: string;
  readonly base: string | null;
  readonly head: string | null;
}

export interface EndpointRule extends RuleBase {
  readonly about: 'endpoint';
  readonly examples: { readonly bad: readonly CodeExample[]; readonly good: readonly CodeExample[] };
  detect(subject: EndpointSubject): readonly (Omit<Match, 'range'> & { readonly place: 'base' | 'head' })[];
}

export interface ContractRule extends RuleBase {
  readonly about: 'contract';
  /** Change ids of the catalogue it stands for. */
  readonly covers: readonly string[];
  readonly examples: { readonly bad: readonly CodeExample[]; readonly good: readonly CodeExample[] };
  detect(subject: ContractSubject): readonly (Omit<Match, 'range'> & { readonly place: 'base' | 'head' })[];
}

export type Rule = StatementRule | EndpointRule | ContractRule;

/** The operations of a statement of one kind, typed. */
export function operationsOf<Kind extends DdlOperation['kind']>(
  statement: Statement,
  kind: Kind,
): Extract<DdlOperation, { kind: Kind }>[] {
  return statement.operations.filter(
    (operation): operation is Extract<DdlOperation, { kind: Kind }> => operation.kind === kind,
  );
}

/** The operation of a kind that stands exactly at a match. */
export function operationAt<Kind extends DdlOperation['kind']>(
  statement: Statement,
  kind: Kind,
  place: TextRange,
): Extract<DdlOperation, { kind: Kind }> | undefined {
  return operationsOf(statement, kind).find(
    ({ range }) => range.start === place.start && range.end === place.end,
  );
}

/** The one way to make a rule; keeps the type of what was written. */
export function defineRule<const R extends Rule>(rule: R): R {
  return rule;
}
