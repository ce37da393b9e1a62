import { type UnquotedParameter, unquotedParameters } from '../dynamic-sql.ts';
import { splitAtCommas } from '../tokens/source.ts';
import type { Cursor } from './cursor.ts';

/** Types whose values may hold any text. */
const texts = /^(?:n?(?:var)?char|n?varchar2?|(?:tiny|medium|long|n)?text|json|sysname)$/;

/** From the routine's name on: where it puts its parameters into the SQL that it runs, as they are. */
export function unquotedInRoutine(cursor: Cursor): readonly UnquotedParameter[] {
  const { source, dialect } = cursor;
  if (dialect === 'sqlite') return [];
  const written = (index: number): string => {
    const token = source.tokens[index];
    return token === undefined ? '' : source.text.slice(token.start, token.end).toLowerCase();
  };
  const start = cursor.at;
  let body = start;
  if (cursor.sees('(')) {
    const inside = cursor.parentheses();
    body = cursor.at;
    cursor.at = start;
    return search(splitAtCommas(source, inside));
  }
  // SQL Server's parameters may stand without parentheses, up to AS.
  while (body <= cursor.last && source.tokens[body]?.word !== 'as') body++;
  return search(splitAtCommas(source, { first: start, last: body - 1 }));

  function search(parameters: readonly { first: number; last: number }[]): readonly UnquotedParameter[] {
    const names = parameters.flatMap(({ first, last }) => {
      const at = /^(?:in|out|inout)$/.test(written(first)) ? first + 1 : first;
      return written(first) !== 'out' && at < last && texts.test(written(at + 1)) ? [written(at)] : [];
    });
    return unquotedParameters(
      dialect === 'mssql' ? 'mssql' : 'mysql',
      source.text,
      source.tokens.slice(body, cursor.last + 1),
      new Set(names),
    );
  }
}
