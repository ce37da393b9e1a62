import type { Token } from '../tokens/token.ts';
import type { OtherDialect } from './tokens.ts';

const routines = new Set(['trigger', 'procedure', 'proc', 'function', 'event']);
/** What may follow END and belongs to no BEGIN. */
const loops = new Set(['if', 'while', 'loop', 'repeat']);
/** SQL Server needs no semicolon: after one of these the next such pair at the beginning of a line is a statement. */
const unterminated = new Set([
  'create',
  'alter',
  'drop',
  'exec',
  'execute',
  'truncate',
  'insert',
  'update',
  'delete',
]);
const beginnings = new Set([
  'create table',
  'create index',
  'create unique',
  'create nonclustered',
  'create clustered',
  'create schema',
  'alter table',
  'drop table',
  'drop index',
  'exec sp_rename',
  'insert into',
]);

/**
 * Where the statement that begins at token `from` ends: the index of its `;`, of a line of the client, of the next
 * statement (SQL Server), or of the end of the tokens. Semicolons inside BEGIN … END belong to a routine.
 */
export function otherStatementEnd(
  text: string,
  tokens: readonly Token[],
  from: number,
  dialect: OtherDialect,
): number {
  const first = tokens[from]?.word ?? '';
  const isRoutine = (first === 'create' || first === 'alter') && namesRoutine(tokens, from);
  const hasBlocks = isRoutine || dialect === 'mssql';
  let depth = 0;
  let blocks = 0;
  for (let index = from; index < tokens.length; index++) {
    const { kind, word } = tokens[index] as Token;
    const next = tokens[index + 1]?.word ?? '';
    if (kind === 'meta') return index;
    if (word === '(') depth++;
    else if (word === ')') depth--;
    else if (hasBlocks && word === 'begin' && !next.startsWith('tran')) blocks++;
    else if (blocks > 0 && word === 'case') blocks++;
    else if (blocks > 0 && word === 'end' && !loops.has(next)) {
      blocks--;
      if (next === 'case') index++;
    } else if (word === ';' && blocks <= 0 && !(isRoutine && dialect === 'mssql')) return index;
    else if (
      dialect === 'mssql' &&
      index > from &&
      !isRoutine &&
      depth <= 0 &&
      blocks === 0 &&
      unterminated.has(first) &&
      beginnings.has(`${word} ${next}`) &&
      /\n/.test(text.slice((tokens[index - 1] as Token).end, (tokens[index] as Token).start))
    ) {
      return index;
    }
  }
  return tokens.length;
}

/** `CREATE [OR REPLACE] [DEFINER = …] TRIGGER …` */
function namesRoutine(tokens: readonly Token[], from: number): boolean {
  for (let index = from + 1; index < Math.min(from + 14, tokens.length); index++) {
    const { word } = tokens[index] as Token;
    if (routines.has(word)) return true;
    if (word === 'table' || word === 'index' || word === 'view' || word === '(') return false;
  }
  return false;
}
