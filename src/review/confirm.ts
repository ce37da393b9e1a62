import { type Finding, type Severity, type Suggestion, severities } from '../report/finding.ts';
import type { Rewrite } from '../rules/rule.ts';
import { runSqlRules, type SqlMatch, type SqlRun } from '../rules/run-sql-rules.ts';
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

/**
 * Keeps a suggestion only when it holds: applied to the file, the file parses as before, the finding is gone, and
 * nothing as severe has appeared outside the rules that a follow-up takes care of. Otherwise the finding loses it.
 */
export function confirmSuggestions(
  findings: readonly StatementFinding[],
  input: ConfirmInput,
): StatementFinding[] {
  return findings.map((found) => {
    const suggestion = found.finding.suggestion;
    if (suggestion === null || holds(found, suggestion, input)) return found;
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
  if (failures(after) > failures(before)) return false;
  const is = runSqlRules({ ...run, files: run.files.with(at, after), only: path }).matches;
  const was = matches.filter(({ file }) => file.path === path);
  const { rule, match } = found.match;
  if (count(is, rule.id, match.object) >= count(was, rule.id, match.object)) return false;
  const accepted = new Set(found.rewrite?.accepts ?? []);
  return is.every(
    (other) =>
      accepted.has(other.rule.id) ||
      !asSevere(other.severity, found.finding.severity) ||
      count(is, other.rule.id, other.match.object) <= count(was, other.rule.id, other.match.object),
  );
}

function failures(file: StatementFile): number {
  return file.statements.filter((statement) => statement.failure !== null).length;
}

function count(matches: readonly SqlMatch[], rule: string, object: string): number {
  return matches.filter(({ rule: { id }, match }) => id === rule && match.object === object).length;
}

function asSevere(severity: Severity, than: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(than);
}
