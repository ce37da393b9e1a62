import type { Node } from 'libpg-query';
import { type Source, type TokenSpan, tokenAt, wordAt } from '../tokens/source.ts';

/** Words that end a condition, outside of parentheses. */
const ends = new Set(
  `and or group order limit offset fetch for returning union intersect except having window join left right full
  inner cross natural where on when then else end set do`.split(/\s+/),
);

/**
 * The tokens of an expression. The tree knows where its parts begin (operators at the operator), so: from the first
 * part, with the parentheses that open before it, to the last part and on to what cannot belong to it.
 */
export function extentOf(node: Node, source: Source): TokenSpan {
  const found = { low: Number.POSITIVE_INFINITY, high: -1 };
  collectLocations(node, found);
  if (found.high < 0) return { first: 0, last: 0 };
  let first = tokenAt(source, source.offset(found.low));
  let last = tokenAt(source, source.offset(found.high));
  let depth = 0;
  let lowest = 0;
  for (let index = first; index <= last; index++) {
    depth += nesting(wordAt(source, index));
    lowest = Math.min(lowest, depth);
  }
  // Parentheses still open at the last part; those that only the expression's beginning explains are not.
  let open = depth - lowest;
  for (; last + 1 < source.tokens.length; last++) {
    const word = wordAt(source, last + 1);
    if (word === ';' || (open === 0 && (word === ',' || ends.has(word)))) break;
    open += nesting(word);
    if (open < 0) break;
  }
  for (; lowest < 0 && wordAt(source, first - 1) === '('; lowest++) first--;
  return { first, last };
}

function nesting(word: string): number {
  if (word === '(' || word === '[') return 1;
  return word === ')' || word === ']' ? -1 : 0;
}

function collectLocations(node: unknown, found: { low: number; high: number }): void {
  if (Array.isArray(node)) {
    for (const each of node) collectLocations(each, found);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (typeof value === 'object') collectLocations(value, found);
    else if ((key === 'location' || key === 'rexpr_list_end') && typeof value === 'number' && value >= 0) {
      found.low = Math.min(found.low, value);
      found.high = Math.max(found.high, value);
    }
  }
}
