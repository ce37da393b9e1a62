import { tokenizeOther } from './other-dialects/tokens.ts';
import { tokenize } from './postgres/tokens.ts';
import type { Statement } from './statement.ts';

const known = new WeakMap<Statement, string>();

/**
 * The statement's text with spaces for its comments and for what its strings hold: what a pattern finds there is code,
 * at the same offsets as in the statement's own text. Quotes of strings and quoted names stay.
 */
export function codeText(statement: Statement): string {
  const before = known.get(statement);
  if (before !== undefined) return before;
  const code = blankTexts(statement);
  known.set(statement, code);
  return code;
}

function blankTexts({ dialect, text }: Statement): string {
  const tokens = dialect === 'postgres' ? tokenize(text) : tokenizeOther(text, dialect);
  let code = '';
  for (const { kind, start, end } of tokens) {
    code += ' '.repeat(Math.max(0, start - code.length));
    const isText = kind === 'string' || kind === 'dollar-string' || kind === 'unterminated';
    code +=
      isText && end - start > 1
        ? text.charAt(start) + ' '.repeat(end - start - 2) + text.charAt(end - 1)
        : text.slice(start, end);
  }
  return code + ' '.repeat(text.length - code.length);
}
