import type { SqlParser } from '../../sql/parse.ts';
import type { QueryShape } from '../../sql/query-shape.ts';
import type { TextRange } from '../../text/range.ts';
import { type CodeToken, joinedStrings } from './scan.ts';

/** SQL that stands in a program, with its queries as far as they parse. */
export interface EmbeddedSql {
  readonly range: TextRange;
  readonly text: string;
  /** Empty where it does not parse. */
  readonly queries: readonly QueryShape[];
}

export const beginsLikeSql =
  /^\s*(?:(?:--[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)\s*)*(?:select\s|insert\s+(?:ignore\s+)?into\s|update\s+\S+\s+(?:as\s+\w+\s+)?set\s|delete\s+from\s|with\s+(?:recursive\s+)?\S+\s+as\b|merge\s+into\s|replace\s+into\s)/i;

/** Longer strings are data. In UTF-16 units. */
export const longestSql = 50_000;

/** The strings of a program that begin as a query does. */
export function embeddedSql(text: string, tokens: readonly CodeToken[], parser: SqlParser): EmbeddedSql[] {
  return joinedStrings(text, tokens)
    .filter((token) => token.text.length <= longestSql && beginsLikeSql.test(token.text))
    .map((token) => ({ range: token.range, text: token.text, queries: queriesOf(token.text, parser) }));
}

/** The queries of a text with the placeholders of any library. */
export function queriesOf(text: string, parser: SqlParser): QueryShape[] {
  const plain = text.replaceAll('\\n', '\n').replaceAll('\\"', '"').replaceAll("\\'", "'");
  for (const [inserted, value] of [
    ['1', '1'],
    ['_inserted', '1'],
    ['', '1'],
  ] as const) {
    const statements = parser.parse(withoutPlaceholders(plain, inserted, value));
    if (statements.every(({ failure }) => failure === null))
      return statements.flatMap(({ query }) => query ?? []);
  }
  return [];
}

/**
 * @param inserted stands where the program inserts text (`${…}`, `#{…}`, `{…}`)
 * @param value stands where the driver puts a value (`?`, `:name`, `@name`, `%s`, `%(name)s`)
 */
function withoutPlaceholders(sql: string, inserted: string, value: string): string {
  return sql
    .replace(/[$#]\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\{[\w.]*\}/g, inserted)
    .replace(/%\(\w+\)[sd]|%[sdvq]/g, value)
    .replace(/(?<![:\w]):[a-z_]\w*/gi, value)
    .replace(/(?<![\w@])@[a-z_]\w*/gi, value)
    .replace(/(?<=[\s=(,<>])\?(?=[\s),;]|$)/g, value);
}
