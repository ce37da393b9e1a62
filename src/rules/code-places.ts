import { codeText } from '../sql/code-text.ts';
import type { Statement } from '../sql/statement.ts';
import type { TextRange } from '../text/range.ts';

/** A place in a statement's code where a pattern matches, with its groups. */
export interface CodePlace {
  readonly range: TextRange;
  readonly groups: readonly (string | undefined)[];
}

/** A longer statement is rows, or made to keep a pattern busy. */
const longest = 20_000;

/** Where a pattern (with the flag `g`) matches in the code of a statement: not in its strings and comments. */
export function codePlaces(statement: Statement, pattern: RegExp): CodePlace[] {
  if (statement.text.length > longest) return [];
  return [...codeText(statement).matchAll(pattern)].map((found) => {
    const start = statement.range.start + found.index;
    return { range: { start, end: start + found[0].length }, groups: found.slice(1) };
  });
}

/** A name as a dialect reads it: without quotes, and folded by PostgreSQL where it has none. */
export function nameWritten(text: string, { dialect }: Statement): string {
  if (/^["`[]/.test(text)) return text.slice(1, -1);
  return dialect === 'postgres' ? text.toLowerCase() : text;
}
