import type { Finding, Suggestion } from '../report/finding.ts';
import { countOf } from '../rules/count-of.ts';
import type { Rewrite } from '../rules/rule.ts';
import { runSqlRules, type SqlRun } from '../rules/run-sql-rules.ts';
import { asSevere } from '../rules/severity.ts';
import type { SqlMatch } from '../rules/sql-match.ts';
import type { StatementFile } from '../rules/statement-file.ts';
import { indexLines } from '../text/lines.ts';
import { applySuggestion } from './whole-lines.ts';

/** A finding about a statement, with the rewrite that still has to be proven. */
export interface StatementFinding {
  readonly finding: Finding;
  readonly match: SqlMatch;
  readonly rewrite: Rewrite | null;
}

export interface ConfirmInput {
  readonly run: SqlRun;
  /** What the run found, all of it. */
  readonly matches: readonly SqlMatch[];
  /** Reads a file anew with its changed text, as it was read for the run. */
  readFile(file: StatementFile, text: string): StatementFile;
}

/** Proving one costs as much as the file: a file with thousands of findings must not cost its square. */
const maximumProven = 100;

/**
 * Keeps a suggestion only when it holds: applied to the file, the file parses as before, the finding is gone, and
 * nothing as severe has appeared outside the rules that a follow-up takes care of. Otherwise, and beyond the first
 * hundred of a run, the finding loses it.
 */
export function confirmSuggestions(
  findings: readonly StatementFinding[],
  input: ConfirmInput,
): StatementFinding[] {
  let tried = 0;
  return findings.map((found) => {
    const suggestion = found.finding.suggestion;
    if (suggestion === null || (tried++ < maximumProven && holds(found, suggestion, input))) return found;
    return { ...found, finding: { ...found.finding, suggestion: null, followUps: [] } };
  });
}

function holds(
  found: StatementFinding,
  suggestion: Suggestion,
  { run, matches, readFile }: ConfirmInput,
): boolean {
  const { path } = found.finding;
  const at = run.files.findIndex((file) => file.path === path);
  const before = run.files[at];
  if (before === undefined) return false;
  run.onFile?.(path);
  const after = readFile(before, applySuggestion(before.text, indexLines(before.text), suggestion));
  // Text in a change log of YAML may be none of it any more.
  if (after.migration === null && before.migration !== null) return false;
  if (failures(after) > failures(before)) return false;
  const is = runSqlRules({ ...run, files: run.files.with(at, after), only: path }).matches;
  const was = matches.filter(({ file }) => file.path === path);
  const [isCount, wasCount] = [countOf(is), countOf(was)];
  if (isCount(found.match) >= wasCount(found.match)) return false;
  const accepted = new Set(found.rewrite?.accepts ?? []);
  return is.every(
    (other) =>
      accepted.has(other.rule.id) ||
      !asSevere(other.severity, found.finding.severity) ||
      isCount(other) <= wasCount(other),
  );
}

function failures(file: StatementFile): number {
  return file.statements.filter((statement) => statement.failure !== null).length;
}
