import type { Endpoint } from '../api/endpoint.ts';
import type { CodeView } from '../code/view/code-view.ts';
import type { CodeSubject } from './code-subject.ts';
import { countOf } from './count-of.ts';
import type { CodeMatch, CodeRule, Rule } from './rule.ts';

/** A match of a rule in a file. */
export interface FoundCode {
  readonly rule: CodeRule;
  readonly match: CodeMatch;
  readonly subject: CodeSubject;
  /** The rule and the text of the place, without the layout of its lines: equal before and after a move. */
  readonly key: string;
}

/** Everything that the rules about code find in one file, places in the order of the text. */
export function runCodeRules(rules: readonly Rule[], subject: CodeSubject): readonly FoundCode[] {
  const { code } = subject;
  return rules
    .filter((rule): rule is CodeRule => rule.about === 'code' && rule.languages.includes(code.language))
    .flatMap((rule) =>
      rule.detect(subject).map((match) => ({ rule, match, subject, key: keyOf(rule, match, code) })),
    )
    .sort((a, b) => a.match.range.start - b.match.range.start);
}

export interface NewInCode {
  /** What the change brought. */
  readonly found: readonly FoundCode[];
  /** Everything at the head, and everything at the base. */
  readonly all: readonly FoundCode[];
  readonly before: readonly FoundCode[];
}

/**
 * What the change brought to a file. The same code, found by the same rule before, is not among it; nor is code that was
 * only edited: as many places with the same problem as before.
 */
export function newInCode(
  rules: readonly Rule[],
  code: CodeView,
  base: CodeView | null,
  endpoints: readonly Endpoint[],
): NewInCode {
  const before =
    base === null ? [] : runCodeRules(rules, { code: base, side: 'base', base: null, endpoints: [] });
  const known = new Set(before.map(({ key }) => key));
  const all = runCodeRules(rules, { code, side: 'head', base, endpoints });
  const [is, was] = [countOf(all), countOf(before)];
  const found = all.filter((each) => !known.has(each.key) && is(each) > was(each));
  return { found, all, before };
}

function keyOf(rule: CodeRule, { range }: CodeMatch, code: CodeView): string {
  return `${rule.id} ${code.text.slice(range.start, range.end).replace(/\s+/g, '')}`;
}
