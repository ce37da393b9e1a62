import type { Dialect } from './dialect.ts';
import { tokenize } from './postgres/tokens.ts';

/**
 * One text for all ways to write the same statement: without comments, one space between tokens, words in lower case
 * (quoted names and strings as they are), no final semicolon. For hashing a statement's substance, not for running.
 */
export function normalizeSql(text: string, dialect: Dialect): string {
  const parts =
    dialect === 'postgres'
      ? tokenize(text).map((token) => (token.word === '' ? text.slice(token.start, token.end) : token.word))
      : otherWords(text);
  while (parts.at(-1) === ';') parts.pop();
  return parts.join(' ');
}

/** Comments (also MySQL's `#`), strings, names in any quotes, words, and all else one character at a time. */
const others =
  /--[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\]|''|\\[\s\S])*'?|"(?:[^"]|"")*"?|`[^`]*`?|\[[^\]\n]*\]|[\p{L}\p{N}_$@]+|\S/gu;

function otherWords(text: string): string[] {
  return (text.match(others) ?? [])
    .filter((part) => !/^(?:--|\/\*.|#)/s.test(part))
    .map((part) => (/^['"`[]/.test(part) ? part : part.toLowerCase()));
}
