import type { IndexColumn, IndexDefinition } from '../definitions.ts';
import { splitAtCommas, type TokenSpan, textOf } from '../tokens/source.ts';
import { takeIndexWords } from './constraints.ts';
import type { Cursor } from './cursor.ts';
import { unquoted } from './cursor.ts';

/** Whether an index inside CREATE TABLE or after ALTER TABLE … ADD begins here. */
export function seesIndex(cursor: Cursor): boolean {
  if (cursor.sees('fulltext') || cursor.sees('spatial')) return cursor.word(1) !== '';
  if (!cursor.sees('index') && !cursor.sees('key')) return false;
  // Not a column that is called `key`: after the index's name comes a parenthesis or USING.
  return [cursor.word(1), cursor.word(2)].some((word) => word === '(' || word === 'using');
}

/** `[FULLTEXT] {INDEX | KEY} [name] (…)`, as MySQL writes it among columns. */
export function readInnerIndex(cursor: Cursor): IndexDefinition {
  const special = cursor.takeOneOf('fulltext', 'spatial');
  cursor.takeOneOf('index', 'key');
  let method = special ?? readMethod(cursor);
  const name = cursor.sees('(') || cursor.sees('using') ? null : cursor.name();
  method = special ?? readMethod(cursor, method);
  const columns = readColumns(cursor, cursor.parentheses());
  return {
    name: name ?? columns[0]?.column ?? null,
    columns,
    include: [],
    unique: false,
    method,
    predicate: null,
  };
}

export function readMethod(cursor: Cursor, otherwise = 'btree'): string {
  return cursor.take('using') ? cursor.takeText().toLowerCase() : otherwise;
}

/** Of `CREATE INDEX name ON table` what follows: `[USING m] (…) [INCLUDE (…)] [WHERE …]`. */
export function readIndexBody(
  cursor: Cursor,
  name: string,
  unique: boolean,
  method: string,
): IndexDefinition {
  takeIndexWords(cursor);
  const columns = readColumns(cursor, cursor.parentheses());
  const include = cursor.take('include') ? cursor.columns() : [];
  let predicate: string | null = null;
  if (cursor.take('where')) {
    const first = cursor.at;
    while (!cursor.isAtEnd && !(cursor.sees('with') && cursor.word(1) === '(') && !cursor.sees('on'))
      cursor.at++;
    predicate = textOf(cursor.source, { first, last: cursor.at - 1 });
  }
  return { name, columns, include, unique, method, predicate };
}

function readColumns(cursor: Cursor, inside: TokenSpan): IndexColumn[] {
  return splitAtCommas(cursor.source, inside).map((part): IndexColumn => {
    const direction = cursor.source.tokens[part.last]?.word;
    const isOrdered = part.last > part.first && (direction === 'asc' || direction === 'desc');
    const span = { first: part.first, last: isOrdered ? part.last - 1 : part.last };
    const token = cursor.source.tokens[part.first];
    const next = part.first < span.last ? cursor.source.tokens[part.first + 1] : undefined;
    const isName = token?.kind === 'word' || token?.kind === 'quoted-name';
    // `name(10)` is the beginning of a column, `lower(name)` an expression.
    const isPrefix = next?.word === '(' && cursor.source.tokens[part.first + 2]?.kind === 'number';
    const isPlain = isName && (next === undefined || next.word === 'collate' || isPrefix);
    return {
      column:
        isPlain && token !== undefined ? unquoted(cursor.source.text.slice(token.start, token.end)) : null,
      text: textOf(cursor.source, span),
      descending: isOrdered && direction === 'desc',
    };
  });
}
