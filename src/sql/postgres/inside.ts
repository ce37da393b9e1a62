import type { DoStmt } from 'libpg-query';
import type { Statement } from '../statement.ts';
import type { Source, TokenSpan } from '../tokens/source.ts';
import type { Token } from '../tokens/token.ts';
import { as } from './ast.ts';
import { tokenize } from './tokens.ts';

/** What stands before a statement of PL/pgSQL, beside a semicolon. */
const before: ReadonlySet<string> = new Set(['begin', 'then', 'else', 'loop', '>>']);

/** Statements that are PL/pgSQL's as they are SQL's. SELECT is not one: its INTO means something else. */
const statements: ReadonlySet<string> = new Set([
  'alter',
  'create',
  'delete',
  'drop',
  'insert',
  'truncate',
  'update',
  'with',
]);

/**
 * The statements in the body of a DO, literal ones of EXECUTE too, with their places in the whole text. What is put
 * together at run time, or does not parse by itself, is left out.
 */
export function statementsInside(
  node: DoStmt,
  source: Source,
  span: TokenSpan,
  parse: (text: string) => readonly Statement[],
): readonly Statement[] {
  const language = (node.args ?? [])
    .map((each) => as(each, 'DefElem'))
    .find((option) => option?.defname === 'language');
  if ((as(language?.arg, 'String')?.sval ?? 'plpgsql') !== 'plpgsql') return [];
  const body = source.tokens
    .slice(span.first, span.last + 1)
    .map((token) => heldBy(token, source.text))
    .find((held) => held !== null);
  if (body === undefined) return [];
  const only = sqlOf(source.text.slice(0, body.end), body.start);
  return only === null ? [] : parse(only).filter(({ failure }) => failure === null);
}

/** The text with everything blanked but its SQL statements, each at its place and ended; null where there is none. */
function sqlOf(text: string, from: number): string | null {
  const tokens = tokenize(text, from);
  let sql = '';
  const keep = (start: number, end: number): void => {
    sql += `${' '.repeat(start - sql.length)}${text.slice(start, end)};`;
  };
  for (let first = 0; first < tokens.length; first++) {
    const previous = tokens[first - 1]?.word ?? ';';
    if (previous !== ';' && !before.has(previous)) continue;
    const word = tokens[first]?.word ?? '';
    if (word === 'execute') {
      const [literal, end] = [tokens[first + 1], tokens[first + 2]?.word];
      const held = literal === undefined ? null : heldBy(literal, text);
      if (held !== null && (end === ';' || end === 'using')) keep(held.start, held.end);
    } else if (statements.has(word)) {
      let last = first;
      while (last + 1 < tokens.length && tokens[last + 1]?.word !== ';') last++;
      keep((tokens[first] as Token).start, (tokens[last] as Token).end);
      first = last;
    }
  }
  return sql === '' ? null : sql;
}

/** Where the content of a string is; null for what is none, or has escapes, which would move what follows. */
function heldBy({ kind, start, end }: Token, text: string): { start: number; end: number } | null {
  if (kind === 'dollar-string') {
    const tag = text.indexOf('$', start + 1) + 1 - start;
    return { start: start + tag, end: end - tag };
  }
  const isPlain = kind === 'string' && text[start] === "'" && !text.slice(start + 1, end - 1).includes("'");
  return isPlain ? { start: start + 1, end: end - 1 } : null;
}
