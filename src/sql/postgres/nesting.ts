import type { Token } from '../tokens/token.ts';

/** Each makes the tree one deeper, until the next element of its list. */
const chained = new Set(
  'not is isnull notnull like ilike similar between in collate at operator any all some exists distinct'.split(
    ' ',
  ),
);
/** Each makes the tree one deeper, until the end of its query. */
const stacked = new Set(['join', 'union', 'except', 'intersect']);
/** What stands behind them is an element of a flat list. */
const separators = new Set([',', 'and', 'or', 'when', 'then', 'else', ';']);

/**
 * The deepest nesting that these tokens can have in a syntax tree, estimated from above: open parentheses and CASEs,
 * with the operators, joins and set operations of each.
 */
export function nestingOf(tokens: readonly Token[], first: number, last: number): number {
  const outer: { chain: number; stack: number }[] = [];
  let level = { chain: 0, stack: 0 };
  let sum = 0;
  let deepest = 0;
  for (let index = first; index <= last; index++) {
    const { kind, word } = tokens[index] as Token;
    if (word === '(' || word === '[' || word === 'case') {
      outer.push(level);
      level = { chain: 0, stack: 0 };
      sum++;
    } else if ((word === ')' || word === ']' || word === 'end') && outer.length > 0) {
      sum -= level.chain + level.stack + 1;
      level = outer.pop() as typeof level;
    } else if (separators.has(word)) {
      sum -= level.chain;
      level.chain = 0;
      if (word === ';') {
        sum -= level.stack;
        level.stack = 0;
      }
    } else if (kind === 'operator' || chained.has(word)) {
      level.chain++;
      sum++;
    } else if (stacked.has(word)) {
      level.stack++;
      sum++;
    }
    if (sum > deepest) deepest = sum;
  }
  return deepest;
}
