import type { TextRange } from '../../text/range.ts';
import type { Token } from './token.ts';

/** The text that a syntax tree was made of: the tree says where things begin, the tokens where they end. */
export interface Source {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** UTF-16 offset in `text` of a location in the tree. Protobuf leaves out a location of 0. */
  offset(location: number | undefined): number;
}

/** Tokens of one statement: indexes into `source.tokens`, `last` included. */
export interface TokenSpan {
  readonly first: number;
  readonly last: number;
}

/** The first token that ends after the offset: the one that stands there. `tokens.length` past the end. */
export function tokenAt(source: Source, offset: number): number {
  let low = 0;
  let high = source.tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((source.tokens[middle] as Token).end <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function rangeOf(source: Source, span: TokenSpan): TextRange {
  const first = source.tokens[span.first];
  const last = source.tokens[Math.max(span.first, span.last)];
  return { start: first?.start ?? source.text.length, end: last?.end ?? source.text.length };
}

export function textOf(source: Source, span: TokenSpan): string {
  const { start, end } = rangeOf(source, span);
  return source.text.slice(start, end);
}

/** The word of a token in lower case; empty for literals, quoted names and beyond the end. */
export function wordAt(source: Source, index: number): string {
  return source.tokens[index]?.word ?? '';
}

const opening = new Set(['(', '[']);
const closing = new Set([')', ']']);

/** The index of the token that closes the parenthesis at `open`, at most `last`. */
export function closingOf(source: Source, open: number, last: number): number {
  let depth = 0;
  for (let index = open; index <= last; index++) {
    const word = wordAt(source, index);
    if (opening.has(word)) depth++;
    else if (closing.has(word) && --depth === 0) return index;
  }
  return last;
}

/** The last token before one that `ends` outside of parentheses, a closing parenthesis, or the end of the span. */
export function lastBefore(
  source: Source,
  span: TokenSpan,
  ends: (word: string, index: number) => boolean,
): number {
  let depth = 0;
  for (let index = span.first; index <= span.last; index++) {
    const word = wordAt(source, index);
    if (depth === 0 && index > span.first && ends(word, index)) return index - 1;
    if (opening.has(word)) depth++;
    else if (closing.has(word) && --depth < 0) return index - 1;
  }
  return span.last;
}

/** The parts between commas outside of parentheses. Empty parts are left out. */
export function splitAtCommas(source: Source, span: TokenSpan): TokenSpan[] {
  const parts: TokenSpan[] = [];
  for (let first = span.first; first <= span.last; ) {
    const last = lastBefore(source, { first, last: span.last }, (word) => word === ',');
    parts.push({ first, last });
    first = last + 2;
  }
  return parts;
}
