import type { TextRange } from '../../text/range.ts';
import type { ColumnDefinition, TableConstraint } from '../definitions.ts';
import type { CreateTable, DdlOperation, OperationOf } from '../operation.ts';
import { splitAtCommas } from '../tokens/source.ts';
import { readColumn } from './columns.ts';
import { readConstraint, seesConstraint } from './constraints.ts';
import type { Cursor } from './cursor.ts';
import { readInnerIndex, seesIndex } from './indexes.ts';

/** From the table's name on. Indexes among the columns become operations of their own. */
export function readCreateTable(
  cursor: Cursor,
  range: TextRange,
  given: Pick<CreateTable, 'temporary' | 'ifNotExists'>,
): DdlOperation[] {
  const table = cursor.objectName();
  const columns: ColumnDefinition[] = [];
  const constraints: TableConstraint[] = [];
  const indexes: OperationOf<'create-index'>[] = [];
  const like: CreateTable['like'][number][] = [];
  let asQuery = false;
  if (cursor.take('like')) like.push(cursor.objectName());
  else if (cursor.sees('(') && cursor.word(1) === 'like') {
    const inner = cursor.within(cursor.parentheses());
    inner.expect('like');
    like.push(inner.objectName());
  } else if (cursor.sees('(') && cursor.word(1) !== 'select') {
    for (const part of splitAtCommas(cursor.source, cursor.parentheses())) {
      const element = cursor.within(part);
      if (seesConstraint(element)) constraints.push(readConstraint(element));
      else if (seesIndex(element)) {
        const index = readInnerIndex(element);
        indexes.push({ kind: 'create-index', table, index, concurrently: false, ifNotExists: false, range });
      } else if (element.sees('period', 'for')) continue;
      else columns.push(readColumn(element).column);
    }
  }
  let partitionBy: CreateTable['partitionBy'] = null;
  for (; !cursor.isAtEnd; cursor.at++) {
    if (cursor.sees('select')) asQuery = true;
    else if (cursor.take('partition', 'by')) {
      cursor.take('linear');
      const strategy = cursor.word();
      cursor.at++;
      cursor.take('columns');
      const inside = cursor.sees('(') ? splitAtCommas(cursor.source, cursor.parentheses()) : [];
      partitionBy = {
        strategy,
        columns: inside.flatMap((part) => (part.first === part.last ? [cursor.within(part).name()] : [])),
      };
      break;
    }
  }
  return [
    {
      kind: 'create-table',
      table,
      columns,
      constraints,
      ...given,
      unlogged: false,
      partitionBy,
      partitionOf: null,
      inherits: [],
      like,
      asQuery,
      range,
    },
    ...indexes,
  ];
}
