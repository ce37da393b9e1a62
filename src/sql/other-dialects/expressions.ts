import type { Expression, Volatility } from '../definitions.ts';
import { type Source, type TokenSpan, textOf, wordAt } from '../tokens/source.ts';
import { unquoted } from './cursor.ts';

const volatile = new Set(
  'uuid uuid_short newid newsequentialid rand random randomblob last_insert_id nextval sleep'.split(' '),
);
const stable = new Set(
  `now current_timestamp current_date current_time localtime localtimestamp utc_timestamp utc_date curdate curtime
  sysdate getdate getutcdate sysdatetime sysutcdatetime sysdatetimeoffset unix_timestamp datetime date time strftime
  julianday user current_user session_user system_user suser_sname suser_name user_name`.split(/\s+/),
);
const immutable = new Set(
  `abs ceiling ceil floor round lower upper trim ltrim rtrim length len char_length substr substring replace concat
  coalesce ifnull isnull nullif cast convert json_extract json_array json_object json_valid bin_to_uuid uuid_to_bin
  left right least greatest if iif year month day md5 sha1 sha2 hex unhex`.split(/\s+/),
);
/** Words before a parenthesis, or among operands, that are neither functions nor columns. */
const operators = new Set(
  `and or not in is null like between exists any all some case when then else end as true false default unique
  div mod xor regexp rlike glob match collate escape binary interval signed unsigned char using select from where
  values distinct integer int decimal varchar nvarchar text date datetime`.split(/\s+/),
);
const constants = new Set(['null', 'true', 'false']);
const rank: Readonly<Record<Volatility, number>> = { immutable: 0, stable: 1, unknown: 2, volatile: 3 };

export function readExpression(source: Source, span: TokenSpan): Expression {
  const functions = new Set<string>();
  const columns = new Set<string>();
  let volatility: Volatility = 'immutable';
  for (let index = span.first; index <= span.last; index++) {
    const token = source.tokens[index];
    if (token === undefined) break;
    const isCall = index < span.last && wordAt(source, index + 1) === '(' && token.kind === 'word';
    const isKeyword = token.kind === 'word' && operators.has(token.word);
    if (token.kind === 'word' && !isKeyword && (isCall || stable.has(token.word))) {
      functions.add(token.word);
      const found = volatilityOf(token.word);
      if (rank[found] > rank[volatility]) volatility = found;
    } else if ((token.kind === 'word' && !isKeyword) || token.kind === 'quoted-name') {
      if (wordAt(source, index + 1) !== '.' || index === span.last) {
        columns.add(unquoted(source.text.slice(token.start, token.end)));
      }
    } else if (isKeyword && (token.word === 'select' || token.word === 'exists')) volatility = 'unknown';
  }
  const kind = kindOf(source, span);
  return {
    text: textOf(source, span),
    kind,
    volatility,
    functions: [...functions],
    columns: [...columns],
  };
}

/**
 * The value of a DEFAULT. It cannot name a column: what SQLite finds in double quotes there is a text
 * (https://www.sqlite.org/quirks.html#double_quoted_string_literals_are_accepted).
 */
export function readDefault(source: Source, span: TokenSpan): Expression {
  const read = readExpression(source, span);
  const isQuoted = span.first === span.last && source.tokens[span.first]?.kind === 'quoted-name';
  return isQuoted ? { ...read, kind: 'constant', columns: [] } : read;
}

function volatilityOf(name: string): Volatility {
  if (volatile.has(name)) return 'volatile';
  if (stable.has(name)) return 'stable';
  return immutable.has(name) ? 'immutable' : 'unknown';
}

/** A literal may have a sign, and parentheses around it (SQL Server writes them). */
function kindOf(source: Source, span: TokenSpan): Expression['kind'] {
  let { first, last } = span;
  while (first < last && wordAt(source, first) === '(' && wordAt(source, last) === ')') {
    first++;
    last--;
  }
  if (first === last && wordAt(source, first) === 'null') return 'null';
  const sign = wordAt(source, first);
  if (first + 1 === last && (sign === '-' || sign === '+')) first++;
  const token = first === last ? source.tokens[first] : undefined;
  const isLiteral = token?.kind === 'string' || token?.kind === 'number' || constants.has(token?.word ?? '');
  return isLiteral ? 'constant' : 'other';
}

/** The column where the expression is exactly `column IS NOT NULL`. */
export function provenNotNull(source: Source, span: TokenSpan): string | null {
  let { first, last } = span;
  while (first < last && wordAt(source, first) === '(' && wordAt(source, last) === ')') {
    first++;
    last--;
  }
  const isTest =
    last - first === 3 &&
    ['is', 'not', 'null'].every((word, ahead) => wordAt(source, first + 1 + ahead) === word);
  const token = isTest ? source.tokens[first] : undefined;
  return token === undefined ? null : unquoted(source.text.slice(token.start, token.end));
}
