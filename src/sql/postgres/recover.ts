import { rangeOf, type TokenSpan } from '../tokens/source.ts';
import type { Token } from '../tokens/token.ts';
import { statementEnd } from './split.ts';

/** Where reading goes on after a statement that did not parse and may have swallowed its neighbours. */
export interface Resume {
  /** Where the failed statement ends. */
  readonly failedEnd: number;
  /** The next statement's first token; null where the tokens are wrong from here and `offset` has to be read anew. */
  readonly token: number | null;
  readonly offset: number;
}

/** A statement's end at the end of a line, before a line that begins one. Indented lines may be a function's body. */
const lineBetween =
  /;[^\S\n]*(?:--[^\n]*)?\n(?:\s*(?:--[^\n]*)?\n)*(?=(?:create|alter|drop|insert|update|delete|select|with|comment|grant|revoke|set|begin|commit|do|truncate|merge)\b)/gi;

/** null where the failed statement is just what it seems to be. */
export function recoverAt(text: string, tokens: readonly Token[], span: TokenSpan): Resume | null {
  const piece = rangeOf({ text, tokens, offset: () => 0 }, span);
  // A quote too many turns all text and strings after it around, up to a quote that never ends.
  if (tokens.at(-1)?.kind === 'unterminated') {
    lineBetween.lastIndex = piece.start;
    const found = lineBetween.exec(text);
    if (found !== null && found.index < piece.end) {
      return { failedEnd: found.index, token: null, offset: found.index + 1 };
    }
  }
  // A parenthesis that never closes takes the rest of the text with it.
  if (span.last === tokens.length - 1) {
    const end = statementEnd(tokens, span.first, true);
    const last = tokens[end - 1];
    if (end < span.last && last !== undefined)
      return { failedEnd: last.end, token: end + 1, offset: last.end };
  }
  return null;
}
