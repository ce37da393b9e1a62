import type { SqlParser } from '../../sql/parse.ts';
import { indexLines } from '../../text/lines.ts';
import type { TextRange } from '../../text/range.ts';
import { beginsLikeSql, longestSql } from '../usages/embedded-sql.ts';
import { joinedStrings, scanCode } from '../usages/scan.ts';
import { withParameters } from './parameters.ts';
import { habitsOf } from './whole-strings.ts';

/** A query as a program sends it. */
export interface CodeQuery {
  /** Of its first word, from 1. */
  readonly line: number;
  /** Where it stands, with its quotes. */
  readonly range: TextRange;
  /** With `$1` for what the program puts in. */
  readonly sql: string;
}

/**
 * The whole queries of a file: statements of a `.sql` file (sqlc, pgtyped, yesql, psql), strings of a program. In order.
 * What is put together from parts, or does not parse, is left out: what runs is not known then.
 */
export function queriesIn(path: string, text: string, parser: SqlParser): CodeQuery[] {
  return /\.sql$/i.test(path) ? inSqlFile(text, parser) : inProgram(path, text, parser);
}

function inSqlFile(text: string, parser: SqlParser): CodeQuery[] {
  const lines = indexLines(text);
  return parser.parse(text).flatMap(({ query, failure, range, text: written }) => {
    // Some tools' parameters are no SQL (`:name!`).
    if ((query === null && failure === null) || written.length > longestSql) return [];
    const sql = withParameters(written, { insertion: null, percent: false });
    return sql !== null && isOneQuery(sql, parser) ? [{ line: lines.lineAt(range.start), range, sql }] : [];
  });
}

function inProgram(path: string, text: string, parser: SqlParser): CodeQuery[] {
  const lines = indexLines(text);
  return joinedStrings(text, scanCode(path, text)).flatMap((token) => {
    if (token.text.length > longestSql || !beginsLikeSql.test(token.text)) return [];
    if (generated.test(token.text)) return [];
    const habits = habitsOf(path, text, token);
    const sql = habits === null ? null : withParameters(withoutEscapes(token.text), habits);
    if (sql === null || !isOneQuery(sql, parser)) return [];
    const written = text.slice(token.range.start, token.range.end);
    const first =
      token.range.start + Math.max(0, written.search(/\b(?:select|insert|update|delete|with|merge)\b/i));
    return [{ line: lines.lineAt(first), range: token.range, sql: sql.trim().replace(/\s*;$/, '') }];
  });
}

function withoutEscapes(text: string): string {
  return text
    .replace(/\\\r?\n/g, '')
    .replaceAll('\\n', '\n')
    .replaceAll('\\t', '\t')
    .replaceAll('\\"', '"')
    .replaceAll("\\'", "'");
}

/** sqlc writes the queries of `.sql` files into the code that it generates, where nobody changes them. */
const generated = /^\s*-- name: \w+ :\w+/;

/** What templates fill in: PostgreSQL does not take it, though the parser sees past it. */
const template = /\{\{|\$[{(]|<%/;

function isOneQuery(sql: string, parser: SqlParser): boolean {
  if (template.test(sql)) return false;
  const [statement, ...more] = parser.parse(sql);
  return statement?.failure === null && statement.query !== null && more.length === 0;
}
