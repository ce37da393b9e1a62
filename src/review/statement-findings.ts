import type { ChangedFile } from '../change/change.ts';
import { readMigration } from '../migrations/find-migrations.ts';
import { followUpFiles } from '../migrations/follow-ups.ts';
import type { Migration } from '../migrations/migration.ts';
import type { Evidence, Finding, RolloutStep } from '../report/finding.ts';
import { codeSpan } from '../report/markdown/code-span.ts';
import { fillWords } from '../rules/fill.ts';
import type { Rewrite } from '../rules/rule.ts';
import { showSize, sizeOf } from '../rules/rule-settings.ts';
import { runSqlRules, type SqlRun } from '../rules/run-sql-rules.ts';
import type { SqlMatch } from '../rules/sql-match.ts';
import type { StatementFile } from '../rules/statement-file.ts';
import { normalizeSql } from '../sql/normalize.ts';
import { showName } from '../sql/object-name.ts';
import type { SqlParser } from '../sql/parse.ts';
import { indexLines, type LineIndex } from '../text/lines.ts';
import type { TextRange } from '../text/range.ts';
import { confirmSuggestions, type StatementFinding } from './confirm.ts';
import { identityOf, substanceOf, withOrdinals } from './identity.ts';
import { withText } from './statement-file.ts';
import { touchesLines } from './touched-lines.ts';
import { wholeLines } from './whole-lines.ts';

/** Longer statements are shown by their beginning. */
const shownStatement = 120;

/** What findings of one run are made of. */
export interface FindingInput {
  readonly run: SqlRun;
  readonly parser: SqlParser;
  /** The files of the change: findings on lines that it does not touch are not its. */
  readonly changed: readonly ChangedFile[];
  /** The migrations known at the head, for the numbers of further ones. */
  readonly history: readonly Migration[];
  /** Files that change how migrations run, by path. */
  readonly settings: ReadonlyMap<string, string>;
}

/** Runs the rules and answers the findings on lines of the change, their suggestions proven. */
export function confirmedFindings({ run, parser, changed, history, settings }: FindingInput): Finding[] {
  const { matches } = runSqlRules(run);
  const files = new Map(changed.map((file) => [file.path, file]));
  const found = statementFindings(matches, history, run.settings).filter(({ finding }) => {
    const file = files.get(finding.path);
    return file !== undefined && touchesLines(file, 'head', finding.startLine, finding.endLine);
  });
  const readFile = (file: StatementFile, text: string): StatementFile =>
    withText(file, text, parser, settings);
  return confirmSuggestions(found, { run, matches, readFile }).map(({ finding }) => finding);
}

/** Gives the matches their words, places and identities. Suggestions are not confirmed yet. */
function statementFindings(
  matches: readonly SqlMatch[],
  history: readonly Migration[],
  settings: SqlRun['settings'],
): StatementFinding[] {
  const indexes = new Map<string, LineIndex>();
  const linesOf = (text: string): LineIndex => {
    const lines = indexes.get(text) ?? indexLines(text);
    indexes.set(text, lines);
    return lines;
  };
  const key = ({ rule, match, file }: SqlMatch): string => identityOf(rule.id, file.path, match.object, 0);
  // Each finding's further migrations get numbers of their own, so that one can follow several of them.
  const taken = [...history];
  return withOrdinals(matches, key).map(({ item, ordinal }) => {
    const { rule, match, file, statement } = item;
    const lines = linesOf(file.text);
    const rewrite = item.suggest();
    const changesText =
      rewrite !== null && !(rewrite.text === '' && rewrite.range.start === rewrite.range.end);
    const place = lines.linesOf(match.range);
    const files = followUps(item, rewrite, taken);
    taken.push(
      ...files.flatMap(({ path, text }) => readMigration(path, text, file.migration?.framework) ?? []),
    );
    const rollout = rewrite === null ? rolloutSteps(item, taken) : [];
    const finding: Finding = {
      rule: rule.id,
      severity: item.severity,
      title: rule.title,
      ...fillWords(rule, match),
      path: file.path,
      side: 'head',
      ...place,
      evidence: [
        parsedEvidence(item, place.startLine),
        ...(match.evidence ?? []),
        ...sizeEvidence(item, settings),
      ],
      suggestion: changesText ? wholeLines(file.text, lines, rewrite.range, rewrite.text) : null,
      followUps: files,
      ...(rollout.length > 0 ? { rollout } : {}),
      identity: identityOf(rule.id, file.path, match.object, ordinal),
      substance: substanceOf(normalizeSql(statement?.text ?? slice(file.text, match.range), file.dialect)),
    };
    return { finding, match: item, rewrite };
  });
}

function followUps(
  { file }: SqlMatch,
  rewrite: Rewrite | null,
  history: readonly Migration[],
): Finding['followUps'] {
  if (rewrite === null || file.migration === null) return [];
  return followUpFiles(file.migration, history, rewrite.followUps).map(({ path, text }) => ({
    path,
    text,
  }));
}

/** The steps with the files that the tool would have them in; they are a way, so no number is taken. */
function rolloutSteps({ file, ...item }: SqlMatch, history: readonly Migration[]): RolloutStep[] {
  const steps = file.migration === null ? null : item.rollout();
  if (steps === null || file.migration === null) return [];
  const files = followUpFiles(
    file.migration,
    history,
    steps.filter((step) => step.kind === 'migration'),
  );
  let next = 0;
  return steps.flatMap((step): RolloutStep[] => {
    if (step.kind === 'release') return [{ text: step.text, file: null }];
    const written = files[next++];
    return written === undefined
      ? []
      : [{ text: step.text, file: { path: written.path, text: written.text } }];
  });
}

function parsedEvidence({ file, statement, match }: SqlMatch, line: number): Evidence {
  const text = statement?.text ?? slice(file.text, match.range);
  const shown = text.length > shownStatement ? `${text.slice(0, shownStatement)}…` : text;
  return { kind: 'parsed', text: codeSpan(shown), path: file.path, line };
}

/** That a severity follows a size, and who says so. */
function sizeEvidence({ match, rule, severity }: SqlMatch, settings: SqlRun['settings']): Evidence[] {
  const size = match.table === undefined ? null : sizeOf(settings, match.table);
  if (match.table === undefined || size === null || severity === (match.severity ?? rule.severity)) return [];
  const text = `the settings say that ${codeSpan(showName(match.table))} has ${showSize(size)}`;
  return [{ kind: 'documented', text, path: null, line: null }];
}

function slice(text: string, { start, end }: TextRange): string {
  return text.slice(start, end);
}
