import { codeSpan } from '../report/markdown/code-span.ts';
import type { Match, Rule, Words } from './rule.ts';

/** A placeholder of a rule's words for which the match has no value. */
export class UnfilledPlaceholder extends Error {
  override readonly name = 'UnfilledPlaceholder';
  readonly code = 'UNFILLED_PLACEHOLDER';

  constructor(placeholder: string, text: string) {
    super(`{${placeholder}} has no value in: ${text}`);
  }
}

/**
 * Puts a match's values into the words of its rule (see `fill`).
 * @throws UnfilledPlaceholder where a value is missing.
 */
export function fillWords(rule: Rule, match: Pick<Match, 'data' | 'variant'>): Words {
  const words = wordsOf(rule, match.variant);
  return {
    what: fill(words.what, match.data),
    why: fill(words.why, match.data),
    fix: fill(words.fix, match.data),
  };
}

/**
 * Puts values into the `{placeholders}` of a Markdown text: verbatim, and where they stand in a code span as one that
 * nothing in them can end. A value outside of code spans has to be Markdown already.
 * @throws UnfilledPlaceholder
 */
export function fill(text: string, data: Readonly<Record<string, string>>): string {
  const raw = (part: string): string =>
    part.replace(/\{(\w+)\}/g, (_, placeholder: string) => {
      const value = Object.hasOwn(data, placeholder) ? data[placeholder] : undefined;
      if (value === undefined) throw new UnfilledPlaceholder(placeholder, text);
      return value;
    });
  return text.replace(/`([^`]*)`|[^`]+/g, (part, code: string | undefined) =>
    code === undefined ? raw(part) : codeSpan(raw(code)),
  );
}

function wordsOf(rule: Rule, variant: string | undefined): Words {
  if (variant === undefined) return rule;
  const words = rule.variants?.[variant];
  if (words === undefined) throw new UnfilledPlaceholder(variant, `variants of ${rule.id}`);
  return { what: rule.what, why: rule.why, fix: rule.fix, ...words };
}
