import type { ChangedFile } from '../change/change.ts';
import { readMigration } from '../migrations/find-migrations.ts';
import { followUpFiles } from '../migrations/follow-ups.ts';
import type { Migration } from '../migrations/migration.ts';
import type { Evidence, Finding } from '../report/finding.ts';
import { codeSpan } from '../report/markdown/code-span.ts';
import { fillWords } from '../rules/fill.ts';
import type { Rewrite } from '../rules/rule.ts';
import {
  runStatementRules,
  type StatementFile,
  type StatementMatch,
  type StatementRun,
} from '../rules/run-statement-rules.ts';
import { normalizeSql } from '../sql/normalize.ts';
import type { SqlParser } from '../sql/parse.ts';
import { indexLines, type LineIndex } from '../text/lines.ts';
import { confirmSuggestions, type StatementFinding } from './confirm.ts';
import { identityOf, substanceOf, withOrdinals } from './identity.ts';
import { withText } from './statement-file.ts';
import { touchesLines } from './touched-lines.ts';
import { wholeLines } from './whole-lines.ts';

/** Longer statements are shown by their beginning. */
const shownStatement = 120;

/** What findings of one run are made of. */
export interface FindingInput {
  readonly run: StatementRun;
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
  const matches = runStatementRules(run);
  const files = new Map(changed.map((file) => [file.path, file]));
  const found = statementFindings(matches, history).filter(({ finding }) => {
    const file = files.get(finding.path);
    return file !== undefined && touchesLines(file, 'head', finding.startLine, finding.endLine);
  });
  const readFile = (file: StatementFile, text: string): StatementFile =>
    withText(file, text, parser, settings);
  return confirmSuggestions(found, { run, matches, readFile }).map(({ finding }) => finding);
}

/** Gives the matches their words, places and identities. Suggestions are not confirmed yet. */
function statementFindings(
  matches: readonly StatementMatch[],
  history: readonly Migration[],
): StatementFinding[] {
  const indexes = new Map<string, LineIndex>();
  const linesOf = (text: string): LineIndex => {
    const lines = indexes.get(text) ?? indexLines(text);
    indexes.set(text, lines);
    return lines;
  };
  const key = ({ rule, match, subject }: StatementMatch): string =>
    identityOf(rule.id, subject.path, match.object, 0);
  // Each finding's further migrations get numbers of their own, so that one can follow several of them.
  const taken = [...history];
  return withOrdinals(matches, key).map(({ item, ordinal }) => {
    const { rule, match, subject } = item;
    const lines = linesOf(subject.text);
    const rewrite = rule.suggest?.(match, subject) ?? null;
    const changesText =
      rewrite !== null && !(rewrite.text === '' && rewrite.range.start === rewrite.range.end);
    const place = lines.linesOf(match.range);
    const files = followUps(item, rewrite, taken);
    taken.push(
      ...files.flatMap(({ path, text }) => readMigration(path, text, subject.migration?.framework) ?? []),
    );
    const finding: Finding = {
      rule: rule.id,
      severity: match.severity ?? rule.severity,
      title: rule.title,
      ...fillWords(rule, match),
      path: subject.path,
      side: 'head',
      ...place,
      evidence: [parsedEvidence(item, place.startLine), ...(match.evidence ?? [])],
      suggestion: changesText ? wholeLines(subject.text, lines, rewrite.range, rewrite.text) : null,
      followUps: files,
      identity: identityOf(rule.id, subject.path, match.object, ordinal),
      substance: substanceOf(normalizeSql(subject.statement.text, subject.statement.dialect)),
    };
    return { finding, match: item, rewrite };
  });
}

function followUps(
  { subject }: StatementMatch,
  rewrite: Rewrite | null,
  history: readonly Migration[],
): Finding['followUps'] {
  if (rewrite === null || subject.migration === null) return [];
  return followUpFiles(subject.migration, history, rewrite.followUps).map(({ path, text }) => ({
    path,
    text,
  }));
}

function parsedEvidence({ subject }: StatementMatch, line: number): Evidence {
  const text = subject.statement.text;
  const shown = text.length > shownStatement ? `${text.slice(0, shownStatement)}…` : text;
  return { kind: 'parsed', text: codeSpan(shown), path: subject.path, line };
}
