import { nameKey } from '../../sql/object-name.ts';
import type { OperationOf } from '../../sql/operation.ts';
import type { IndexProof } from '../proof.ts';
import { byIndexPlace, type IndexChanges, indexKey, operationsOf } from './index-changes.ts';
import type { CatalogIndex } from './read-indexes.ts';

/** Indexes that the migrations add although another one serves all that they do. Sorted by place. */
export function findCoveredIndexes({ before, after, migrations }: IndexChanges): IndexProof[] {
  const known = new Set(before.map(indexKey));
  const added = after.filter((index) => !known.has(indexKey(index)));
  return operationsOf(migrations, 'create-index')
    .flatMap(({ operation, place }): IndexProof[] => {
      const index = added.find((each) => isMadeBy(each, operation));
      const by = index === undefined ? undefined : coverOf(index, after);
      if (index === undefined || by === undefined) return [];
      return [{ ...place, index: index.name, kind: 'covered', by: by.name, plan: null }];
    })
    .sort(byIndexPlace);
}

/** Without a name in the statement it is the index that has its columns. */
function isMadeBy(
  { index, table, schema, columns, predicate, method }: CatalogIndex,
  operation: OperationOf<'create-index'>,
): boolean {
  if (table !== operation.table.name || schema !== (operation.table.schema ?? schema)) return false;
  const { name, columns: written, predicate: condition, method: by } = operation.index;
  if (name !== null) return name === index;
  return (
    method === by &&
    (predicate === null) === (condition === null) &&
    columns.length === written.length &&
    written.every(({ column }, place) => column !== null && column === columns[place])
  );
}

/** Of two that are the same, the older one serves for both. */
function coverOf(index: CatalogIndex, all: readonly CatalogIndex[]): CatalogIndex | undefined {
  return all.find(
    (other, place) =>
      other !== index && covers(other, index) && (!covers(index, other) || place < all.indexOf(index)),
  );
}

function covers(other: CatalogIndex, index: CatalogIndex): boolean {
  if (
    nameKey({ schema: other.schema, name: other.table }) !==
    nameKey({ schema: index.schema, name: index.table })
  )
    return false;
  if (other.method !== index.method || other.predicate !== index.predicate) return false;
  const sameLength = other.keys.length === index.keys.length;
  // Only a B-tree serves by its first columns as one of these alone would.
  if (!sameLength && index.method !== 'btree') return false;
  if (!index.keys.every((key, place) => key === other.keys[place])) return false;
  if (!index.includes.every((column) => other.includes.includes(column) || other.columns.includes(column)))
    return false;
  if (!index.unique) return true;
  return (
    other.unique &&
    sameLength &&
    other.nullsNotDistinct === index.nullsNotDistinct &&
    other.deferrable === index.deferrable
  );
}
