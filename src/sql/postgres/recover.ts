import { looksEnded } from '../tokens/next-statement.ts';
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

/** null where the failed statement is just what it seems to be. */
export function recoverAt(text: string, tokens: readonly Token[], span: TokenSpan): Resume | null {
  const piece = rangeOf({ text, tokens, offset: () => 0 }, span);
  if (tokens.at(-1)?.kind === 'unterminated') {
    const end = looksEnded(text, piece.start, piece.end);
    if (end !== null) return { failedEnd: end, token: null, offset: end + 1 };
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
