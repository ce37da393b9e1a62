import type { z } from 'zod';
import type { ContractChange } from '../api/contract-change.ts';
import type { Endpoint, EndpointChange } from '../api/endpoint.ts';
import type { EndpointContract } from '../api/match-contract.ts';
import type { Language } from '../code/syntax.ts';
import type { Evidence, Severity } from '../report/finding.ts';
import type { Dialect } from '../sql/dialect.ts';
import type { ObjectName } from '../sql/object-name.ts';
import type { DdlOperation, OperationKind } from '../sql/operation.ts';
import type { Statement } from '../sql/statement.ts';
import type { TextRange } from '../text/range.ts';
import type { CodeRewrite, CodeSubject } from './code-subject.ts';
import type { BadHistory, BadProof, HistoryExample, ProofExample, SqlExamples } from './example.ts';
import type { Rollout } from './rollout/rollout.ts';
import type {
  DismissalSubject,
  HistorySubject,
  MigrationSubject,
  ProofSubject,
  StatementSubject,
} from './subject.ts';

export type RuleFamily =
  | 'locking'
  | 'transaction'
  | 'rewrite'
  | 'backward-compat'
  | 'data-loss'
  | 'integrity'
  | 'index'
  | 'types'
  | 'schema-design'
  | 'naming'
  | 'query-correctness'
  | 'query-performance'
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
  /** The table that is locked or rewritten, where its size decides how bad that is. */
  readonly table?: ObjectName;
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

/** Difference of the code's endpoints. Ranges are in the head file (base file for removed endpoints). */
interface EndpointSubject {
  readonly change: EndpointChange;
  /** All endpoints at the head in the same file. */
  readonly siblings: readonly Endpoint[];
  /** What the contract of this code says of it at the head; null without such a contract. */
  readonly contract: EndpointContract | null;
}

interface ContractSubject {
  readonly change: ContractChange;
  /** Whether the code has a route for the operation at the head; null where that is not known. */
  readonly answered: boolean | null;
}

interface RuleBase extends Words {
  /** Equal to the file's name. */
  readonly id: string;
  readonly title: string;
  readonly family: RuleFamily;
  readonly severity: Severity;
  /** `policy`: a matter of the team's taste, off until the repository's settings name it. */
  readonly state: 'stable' | 'preview' | 'policy';
  /** Prior art that knows the same, and documentation: `squawk:ban-drop-column`, a URL. */
  readonly sources: readonly string[];
  /** Other words for a case that differs; what is left out is the rule's own. */
  readonly variants?: Readonly<Record<string, Partial<Words>>>;
}

interface SqlRuleBase extends RuleBase {
  readonly dialects: readonly Dialect[];
  /** Rules of the catalogue that it stands for; its own id by default. */
  readonly catalogue?: readonly string[];
  /** What the repository's settings may hand to it under its id; the parsed value is the subject's `options`. */
  readonly options?: z.ZodType;
}

/** A rule about one statement at a time. */
interface StatementRule extends SqlRuleBase {
  readonly about: 'statement';
  /** What a statement has to hold so that the rule looks at it: one of these. Without it, it looks at every one. */
  readonly on?: readonly (OperationKind | 'query')[];
  /** Whether it is asked about the statements in a DO as well. A condition or a loop around them is not seen. */
  readonly looksInside?: true;
  readonly examples: SqlExamples;
  detect(subject: StatementSubject): readonly Match[];
  suggest?(match: Match, subject: StatementSubject): Rewrite | null;
  /** How the change is made in several releases instead, where a suggestion cannot say it. */
  rollout?(match: Match, subject: StatementSubject): Rollout | null;
}

/** A rule about a file as a whole: its transaction, its settings, its way down. */
interface MigrationRule extends SqlRuleBase {
  readonly about: 'migration';
  readonly examples: SqlExamples;
  detect(subject: MigrationSubject): readonly Match[];
  suggest?(match: Match, subject: MigrationSubject): Rewrite | null;
}

/** A rule about the migrations of a repository together: their order, what a pull request does to applied ones. */
interface HistoryRule extends SqlRuleBase {
  readonly about: 'history';
  readonly examples: { readonly bad: readonly BadHistory[]; readonly good: readonly HistoryExample[] };
  /** `path` is that of a changed file. */
  detect(subject: HistorySubject): readonly (Match & { readonly path: string })[];
}

/** A rule about comments that dismiss findings. It runs after all others. */
interface DismissalRule extends SqlRuleBase {
  readonly about: 'dismissal';
  readonly examples: SqlExamples;
  detect(subject: DismissalSubject): readonly Match[];
}

/** A rule about what running the migrations has shown. It is asked about each changed file of which something was shown. */
interface ProofRule extends SqlRuleBase {
  readonly about: 'proof';
  /**
   * Rules that say the same of a statement from its text alone, the one that says most first: where one of them has
   * found it, it gets this rule's evidence, and this rule is silent.
   */
  readonly joins?: readonly string[];
  /** Whether what one of them has found of the same statement says the same, where that is not so of all. */
  saysTheSame?(found: Match, own: Match): boolean;
  readonly examples: { readonly bad: readonly BadProof[]; readonly good: readonly ProofExample[] };
  detect(subject: ProofSubject): readonly Match[];
}

export type SqlRule = StatementRule | MigrationRule | HistoryRule | DismissalRule | ProofRule;

export interface CodeExample {
  readonly title: string;
  readonly path: string;
  readonly base: string | null;
  readonly head: string | null;
  /** Files that stand beside it on both sides, by path. */
  readonly beside?: Readonly<Record<string, string>>;
}

export interface EndpointRule extends RuleBase {
  readonly about: 'endpoint';
  /** Where the registration of the base takes back what is found: in place of the head's, or beside it. */
  readonly remedy?: 'restore' | 'keep-both';
  readonly examples: { readonly bad: readonly CodeExample[]; readonly good: readonly CodeExample[] };
  detect(subject: EndpointSubject): readonly (Omit<Match, 'range'> & { readonly place: 'base' | 'head' })[];
}

export interface ContractRule extends RuleBase {
  readonly about: 'contract';
  /** Change ids of the catalogue it stands for. */
  readonly covers: readonly string[];
  /** Where the line as it was takes back what is found. */
  readonly remedy?: 'restore';
  readonly examples: { readonly bad: readonly CodeExample[]; readonly good: readonly CodeExample[] };
  detect(subject: ContractSubject): readonly (Omit<Match, 'range'> & { readonly place: 'base' | 'head' })[];
}

export interface CodeMatch extends Match {
  /** What the change took away made it true: its lines need not be touched. */
  readonly removal?: true;
}

export interface BadCode extends CodeExample {
  /** The text of the place that is found. */
  readonly at: string;
  /** The head after the suggestion; left out where there is none. */
  readonly suggests?: string;
}

/**
 * A rule about one changed source file at a time. What it finds counts where the change brought it: on a line that it
 * touches, and not already in the file before.
 */
export interface CodeRule extends RuleBase {
  readonly about: 'code';
  readonly languages: readonly Language[];
  readonly examples: { readonly bad: readonly BadCode[]; readonly good: readonly CodeExample[] };
  detect(subject: CodeSubject): readonly CodeMatch[];
  suggest?(match: CodeMatch, subject: CodeSubject): CodeRewrite | null;
}

export type Rule = SqlRule | EndpointRule | ContractRule | CodeRule;

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

const sqlAbouts: ReadonlySet<string> = new Set(['statement', 'migration', 'history', 'dismissal', 'proof']);

export function isSqlRule(rule: Rule): rule is SqlRule {
  return sqlAbouts.has(rule.about);
}

/** The one way to make a rule; keeps the type of what was written. */
export function defineRule<const R extends Rule>(rule: R): R {
  return rule;
}
