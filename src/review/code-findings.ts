import { parseFile } from '../code/syntax.ts';
import { viewCode } from '../code/view/code-view.ts';
import { type Finding, type Suggestion, severities } from '../report/finding.ts';
import { codeSpan } from '../report/markdown/code-span.ts';
import { fillWords } from '../rules/fill.ts';
import type { Rule } from '../rules/rule.ts';
import type { RuleSettings } from '../rules/rule-settings.ts';
import { type FoundCode, runCodeRules } from '../rules/run-code-rules.ts';
import { severityOf } from '../rules/severity.ts';
import { identityOf, substanceOf, withOrdinals } from './identity.ts';
import { applySuggestion, wholeLines } from './whole-lines.ts';

/** Proving a suggestion costs as much as the file. */
const maximumProven = 100;
/** Longer code is shown by its beginning. */
const longestEvidence = 120;

/** Gives what the rules about code found its words, place and identity, and the suggestions that hold. */
export function codeFindings(
  rules: readonly Rule[],
  all: readonly FoundCode[],
  settings: RuleSettings,
): Finding[] {
  let tried = 0;
  const key = ({ rule, match, subject }: FoundCode): string =>
    identityOf(rule.id, subject.code.path, match.object, 0);
  return withOrdinals(all, key).map(({ item: found, ordinal }) => {
    const { rule, match, subject } = found;
    const { code } = subject;
    const place = { path: code.path, ...code.lines.linesOf(match.range) };
    const text = code.text.slice(match.range.start, match.range.end).replace(/\s+/g, ' ');
    const suggestion = suggestionOf(found);
    const holds = suggestion !== null && tried++ < maximumProven && isProven(rules, found, suggestion);
    return {
      rule: rule.id,
      severity: severityOf(rule, match, settings),
      title: rule.title,
      ...fillWords(rule, match),
      ...place,
      side: 'head',
      evidence: [
        { kind: 'parsed', text: codeSpan(cut(text)), path: place.path, line: place.startLine },
        ...(match.evidence ?? []),
      ],
      suggestion: holds ? suggestion : null,
      followUps: [],
      identity: identityOf(rule.id, code.path, match.object, ordinal),
      substance: substanceOf(text),
    };
  });
}

function cut(text: string): string {
  return text.length <= longestEvidence ? text : `${text.slice(0, longestEvidence - 1)}…`;
}

function suggestionOf({ rule, match, subject }: FoundCode): Suggestion | null {
  const rewrite = rule.suggest?.(match, subject) ?? null;
  const { text, lines } = subject.code;
  return rewrite === null ? null : wholeLines(text, lines, rewrite.range, rewrite.text);
}

/** Applied to the file it parses as before, the finding is gone, and nothing as severe has come. */
function isProven(rules: readonly Rule[], found: FoundCode, suggestion: Suggestion): boolean {
  const { code } = found.subject;
  const text = applySuggestion(code.text, code.lines, suggestion);
  const file = parseFile(code.path, text, text.length);
  if (file === null) return false;
  const errors = (root: typeof file.root): number => root.findAll(['ERROR', 'MISSING']).length;
  if (errors(file.root) > errors(code.root)) return false;
  const counted = (all: readonly FoundCode[]): Map<string, number> =>
    new Map(
      [...Map.groupBy(all, ({ rule, match }) => `${rule.id} ${match.object}`)].map(([name, of]) => [
        name,
        of.length,
      ]),
    );
  const subject = { code: viewCode(file), side: 'base', base: null, endpoints: [] } as const;
  const is = runCodeRules(rules, subject);
  const [after, before] = [
    counted(is),
    counted(runCodeRules(rules, { code, side: 'base', base: null, endpoints: [] })),
  ];
  const own = `${found.rule.id} ${found.match.object}`;
  if ((after.get(own) ?? 0) >= (before.get(own) ?? 0)) return false;
  const severity = severities.indexOf(found.match.severity ?? found.rule.severity);
  return is.every(({ rule, match }) => {
    const name = `${rule.id} ${match.object}`;
    const isLess = severities.indexOf(match.severity ?? rule.severity) > severity;
    return isLess || (after.get(name) ?? 0) <= (before.get(name) ?? 0);
  });
}
