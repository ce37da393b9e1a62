import type { IndexStmt } from 'libpg-query';
import type { IndexColumn, IndexDefinition } from '../definitions.ts';
import {
  closingOf,
  type Source,
  splitAtCommas,
  type TokenSpan,
  textOf,
  tokenAt,
  wordAt,
} from '../tokens/source.ts';
import { as } from './ast.ts';

export function readIndex(index: IndexStmt, source: Source, span: TokenSpan): IndexDefinition {
  let open = tokenAt(source, source.offset(index.relation?.location));
  while (open < span.last && wordAt(source, open) !== '(') open++;
  const close = closingOf(source, open, span.last);
  const parts = splitAtCommas(source, { first: open + 1, last: close - 1 });
  return {
    name: index.idxname ?? null,
    columns: (index.indexParams ?? []).flatMap((node, position): IndexColumn[] => {
      const element = as(node, 'IndexElem');
      const part = parts[position];
      if (element === null || part === undefined) return [];
      return [
        {
          column: element.name ?? null,
          text: textOf(source, withoutOrdering(source, part)),
          descending: element.ordering === 'SORTBY_DESC',
        },
      ];
    }),
    include: (index.indexIncludingParams ?? []).flatMap((node) => as(node, 'IndexElem')?.name ?? []),
    unique: index.unique === true,
    method: index.accessMethod ?? 'btree',
    predicate:
      index.whereClause === undefined ? null : predicateText(source, { first: close + 1, last: span.last }),
  };
}

function withoutOrdering(source: Source, part: TokenSpan): TokenSpan {
  let last = part.last;
  if (last - 1 > part.first && wordAt(source, last - 1) === 'nulls') last -= 2;
  const word = wordAt(source, last);
  return {
    first: part.first,
    last: last > part.first && (word === 'asc' || word === 'desc') ? last - 1 : last,
  };
}

function predicateText(source: Source, rest: TokenSpan): string {
  let first = rest.first;
  let depth = 0;
  for (; first < rest.last; first++) {
    const word = wordAt(source, first);
    if (word === '(') depth++;
    else if (word === ')') depth--;
    else if (word === 'where' && depth === 0) break;
  }
  return textOf(source, { first: first + 1, last: rest.last });
}
