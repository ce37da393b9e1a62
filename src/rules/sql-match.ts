import type { Severity } from '../report/finding.ts';
import type { Statement } from '../sql/statement.ts';
import type { Rollout } from './rollout/rollout.ts';
import type { Match, Rewrite, SqlRule } from './rule.ts';
import type { StatementFile } from './statement-file.ts';

/** A finding before it has words: the rule's own fill them (`fillWords`). */
export interface SqlMatch {
  readonly rule: SqlRule;
  readonly match: Match;
  readonly severity: Severity;
  readonly file: StatementFile;
  /** The statement in which it stands, null where it is about more or less than one. */
  readonly statement: Statement | null;
  /** The rule's rewrite of it, which nobody has proven yet. */
  suggest(): Rewrite | null;
  /** How it is done in several releases instead. */
  rollout(): Rollout | null;
}
