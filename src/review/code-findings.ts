import { parseFile, type SyntaxNode } from '../code/syntax.ts';
import { type CodeView, viewCode } from '../code/view/code-view.ts';
import type { Finding, Severity, Suggestion } from '../report/finding.ts';
import { codeSpan } from '../report/markdown/code-span.ts';
import { countOf } from '../rules/count-of.ts';
import { fillWords } from '../rules/fill.ts';
import type { Rule } from '../rules/rule.ts';
import type { RuleSettings } from '../rules/rule-settings.ts';
import { type FoundCode, runCodeRules } from '../rules/run-code-rules.ts';
import { asSevere, severityOf } from '../rules/severity.ts';
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
  const isProven = createProof(rules);
  const key = ({ rule, match, subject }: FoundCode): string =>
    identityOf(rule.id, subject.code.path, match.object, 0);
  return withOrdinals(all, key).map(({ item: found, ordinal }) => {
    const { rule, match, subject } = found;
    const { code } = subject;
    const place = { path: code.path, ...code.lines.linesOf(match.range) };
    const text = code.text.slice(match.range.start, match.range.end).replace(/\s+/g, ' ');
    const suggestion = suggestionOf(found);
    const holds = suggestion !== null && tried++ < maximumProven && isProven(found, suggestion);
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

/**
 * Whether a suggestion holds: applied to the file it parses as before, the finding is gone, and nothing as severe has
 * come. What stood in a file without it is found once, however many suggestions are tried on it.
 */
function createProof(rules: readonly Rule[]): (found: FoundCode, suggestion: Suggestion) => boolean {
  const findAll = (code: CodeView): readonly FoundCode[] =>
    runCodeRules(rules, { code, side: 'base', base: null, endpoints: [] });
  const counts = new Map<CodeView, ReturnType<typeof countOf>>();
  const countBefore = (code: CodeView): ReturnType<typeof countOf> => {
    const known = counts.get(code) ?? countOf(findAll(code));
    counts.set(code, known);
    return known;
  };
  return (found, suggestion) => {
    const { code } = found.subject;
    const text = applySuggestion(code.text, code.lines, suggestion);
    const file = parseFile(code.path, text, text.length);
    if (file === null || errorsIn(file.root) > errorsIn(code.root)) return false;
    const is = findAll(viewCode(file));
    const [after, before] = [countOf(is), countBefore(code)];
    if (after(found) >= before(found)) return false;
    const severity = severityIn(found);
    return is.every((each) => !asSevere(severityIn(each), severity) || after(each) <= before(each));
  };
}

function errorsIn(root: SyntaxNode): number {
  return root.findAll(['ERROR', 'MISSING']).length;
}

function severityIn({ rule, match }: FoundCode): Severity {
  return match.severity ?? rule.severity;
}
