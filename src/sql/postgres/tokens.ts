import type { Token, TokenKind } from '../tokens/token.ts';

const space = /[ \t\n\r\f\v\ufeff]+/y;
const name = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const number =
  /0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*(?:\.(?!\.)(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?/y;
const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
const parameter = /\$\d+/y;
const operatorCharacters = '~!@#^&|`?+-*/%<>=';
/** Where a string goes on: nothing but white space with a line break before the next quote. */
const continuation = /[ \t\f\v]*[\n\r][ \t\n\r\f\v]*'/y;

function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/**
 * PostgreSQL's lexical rules on UTF-16 offsets, without comments and white space, from `from` to the end of the text.
 * Never fails: what PostgreSQL would refuse becomes `unterminated` or a one-character `punctuation`.
 */
export function tokenize(text: string, from = 0): Token[] {
  const tokens: Token[] = [];
  let at = from;
  let copying: 'no' | 'copy' | 'from' | 'stdin' = 'no';
  let first = true;
  const push = (kind: TokenKind, end: number, word = ''): void => {
    tokens.push({ kind, start: at, end, word });
    at = end;
  };
  while (at < text.length) {
    const blank = match(space, text, at);
    if (blank !== -1) {
      at = blank;
      continue;
    }
    const character = text[at] as string;
    if (text.startsWith('--', at)) {
      at = lineEnd(text, at);
      continue;
    }
    if (text.startsWith('/*', at)) {
      const end = commentEnd(text, at);
      if (end === -1) push('unterminated', text.length);
      else at = end;
      continue;
    }
    const prefix = quotePrefix(text, at);
    if (prefix !== -1) {
      const end = stringEnd(text, at + prefix, character.toLowerCase());
      push(end === -1 ? 'unterminated' : 'string', end === -1 ? text.length : end);
    } else if (
      character === '"' ||
      ((character === 'u' || character === 'U') && text.startsWith('&"', at + 1))
    ) {
      const end = quoteEnd(text, text.indexOf('"', at), '"', false);
      push(end === -1 ? 'unterminated' : 'quoted-name', end === -1 ? text.length : end);
    } else if (character === '$') {
      const opened = match(dollarTag, text, at);
      const numbered = match(parameter, text, at);
      if (opened !== -1) {
        const tag = text.slice(at, opened);
        const close = text.indexOf(tag, opened);
        if (close === -1) push('unterminated', text.length);
        else push('dollar-string', close + tag.length);
      } else if (numbered !== -1) push('parameter', numbered);
      else push('punctuation', at + 1, character);
    } else {
      const named = match(name, text, at);
      if (named !== -1) {
        const word = text.slice(at, named).toLowerCase();
        push('word', named, word);
        if (first) copying = word === 'copy' ? 'copy' : 'no';
        else if (copying !== 'no' && word === 'from') copying = 'from';
        else if (copying === 'from') copying = word === 'stdin' ? 'stdin' : 'copy';
        first = false;
        continue;
      }
      const numeric = match(number, text, at);
      if (numeric !== -1) push('number', numeric);
      else if (character === '\\') {
        if (text[at + 1] === ';') push('punctuation', at + 2, ';');
        else push('meta', lineEnd(text, at));
        first = true;
      } else if (operatorCharacters.includes(character)) {
        const end = operatorEnd(text, at);
        push('operator', end, text.slice(at, end));
      } else if (/^(?:::|:=|\.\.)/.test(text.slice(at, at + 2))) {
        push('operator', at + 2, text.slice(at, at + 2));
      } else if (character === ';') {
        push('punctuation', at + 1, ';');
        if (copying === 'stdin') {
          at = lineEnd(text, at);
          if (at < text.length) push('copy-data', copyDataEnd(text, at));
        }
        copying = 'no';
        first = true;
        continue;
      } else push('punctuation', at + 1, character);
    }
    first = first && tokens.at(-1)?.kind === 'meta';
  }
  return tokens;
}

function lineEnd(text: string, at: number): number {
  for (let index = at; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 10 || code === 13) return index;
  }
  return text.length;
}

/** The end of a comment with the comments inside it; -1 where it never ends. */
function commentEnd(text: string, from: number): number {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = from;
  for (let depth = 0; ; ) {
    const mark = marks.exec(text);
    if (mark === null) return -1;
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
}

/** How many characters before the quote of a string literal that begins here; -1 where none begins. */
function quotePrefix(text: string, at: number): number {
  if (text[at] === "'") return 0;
  if (text[at + 1] === "'" && 'eEbBxX'.includes(text[at] as string)) return 1;
  if (text[at + 2] === "'" && text[at + 1] === '&' && 'uU'.includes(text[at] as string)) return 2;
  return -1;
}

/** Bit strings take every quote for their end, E'' strings what follows a backslash for no quote. */
function stringEnd(text: string, quote: number, prefix: string): number {
  const close = (open: number): number =>
    prefix === 'b' || prefix === 'x'
      ? text.indexOf("'", open + 1) + 1 || -1
      : quoteEnd(text, open, "'", prefix === 'e');
  let end = close(quote);
  while (end !== -1) {
    const next = match(continuation, text, end);
    if (next === -1) break;
    end = close(next - 1);
  }
  return end;
}

function quoteEnd(text: string, open: number, quote: string, escapes: boolean): number {
  for (let at = open + 1; at < text.length; at++) {
    const character = text[at];
    if (escapes && character === '\\') at++;
    else if (character === quote) {
      if (text[at + 1] === quote) at++;
      else return at + 1;
    }
  }
  return -1;
}

/** PostgreSQL takes the longest run, but never the beginning of a comment, and no final sign after plain arithmetic. */
function operatorEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && operatorCharacters.includes(text[end] as string)) {
    if (end > from && (text.startsWith('--', end) || text.startsWith('/*', end))) break;
    end++;
  }
  if (/[~!@#^&|`?%]/.test(text.slice(from, end))) return end;
  while (end - from > 1 && /[+-]/.test(text[end - 1] as string)) end--;
  return end;
}

/** The rows end with a line that is exactly `\.`, or with the text. */
function copyDataEnd(text: string, from: number): number {
  const mark = /^\\\.\r?$/gm;
  mark.lastIndex = from;
  const found = mark.exec(text);
  return found === null ? text.length : found.index + 2;
}
