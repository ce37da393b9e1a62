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
      : otherWords(text, dialect);
  while (parts.at(-1) === ';') parts.pop();
  return parts.join(' ');
}

/** Comments, strings, names in quotes, words, and all else one character at a time. */
const backslashes =
  /--[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\]|''|\\[\s\S])*'?|"(?:[^"\\]|""|\\[\s\S])*"?|`[^`]*`?|[\p{L}\p{N}_$@]+|\S/gu;
const standard =
  /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'?|"(?:[^"]|"")*"?|`[^`]*`?|\[[^\]\n]*\]|[\p{L}\p{N}_$@#]+|\S/gu;

function otherWords(text: string, dialect: Dialect): string[] {
  const isMysql = dialect === 'mysql' || dialect === 'mariadb';
  const comment = isMysql ? /^(?:--|\/\*.|#)/s : /^(?:--|\/\*.)/s;
  return (text.match(isMysql ? backslashes : standard) ?? [])
    .filter((part) => !comment.test(part))
    .map((part) => (/^['"`[]/.test(part) ? part : part.toLowerCase()));
}
