import type { IndexDefinition } from '../definitions.ts';
import { nameKey, type ObjectName } from '../object-name.ts';
import type { OperationOf } from '../operation.ts';
import { renameConstraint } from './constraint-changes.ts';
import { indexName } from './default-names.ts';
import { type Draft, isTaken, partitionsBelow } from './draft.ts';
import type { TableModel } from './model.ts';

export function createIndex(draft: Draft, operation: OperationOf<'create-index'>): void {
  const { name } = operation.index;
  const schema = operation.table.schema;
  if (operation.ifNotExists && name !== null && ownerOf(draft, { schema, name }) !== null) return;
  addIndex(draft, operation.table, operation.index);
}

/** Also on the partitions, there under names of their own. */
export function addIndex(draft: Draft, name: ObjectName, definition: IndexDefinition): void {
  addTo(draft, name, definition);
  for (const partition of partitionsBelow(draft, name))
    addTo(draft, partition, { ...definition, name: null });
}

function addTo(draft: Draft, name: ObjectName, definition: IndexDefinition): void {
  const table = draft.tables.get(nameKey(name));
  if (table === undefined) {
    draft.complete = false;
    return;
  }
  const given = definition.name ?? indexName(name.name, definition, isTaken(draft, name));
  const index = { name: given, table: table.name, definition, constraint: null };
  draft.tables.set(nameKey(name), { ...table, indexes: [...table.indexes, index] });
}

/** The table that the index is on: the one named, or whichever of the index's schema has one of that name. */
function ownerOf(draft: Draft, index: ObjectName, named: ObjectName | null = null): TableModel | null {
  if (named !== null) {
    const table = draft.tables.get(nameKey(named));
    return table?.indexes.some((each) => each.name === index.name) === true ? table : null;
  }
  const owners = draft.tables.tablesWith(index);
  return owners.find(({ indexes }) => indexes.some((each) => each.name === index.name)) ?? null;
}

/** SQL Server and MySQL drop the index of a UNIQUE constraint this way too. */
export function dropIndex(draft: Draft, { index, table: named }: OperationOf<'drop-index'>): void {
  const table = ownerOf(draft, index, named);
  if (table === null) return;
  const constraints = table.constraints.filter((each) => each.name !== index.name || named === null);
  const indexes = table.indexes.filter((each) => each.name !== index.name);
  draft.tables.set(nameKey(table.name), { ...table, indexes, constraints });
}

/** False where no index has the name. The constraint of an index is called the same. */
export function renameIndex(
  draft: Draft,
  index: ObjectName,
  to: string,
  named: ObjectName | null = null,
): boolean {
  const table = ownerOf(draft, index, named);
  if (table === null) return false;
  const owned = table.indexes.find((each) => each.name === index.name)?.constraint;
  const renamed =
    owned === null || owned === undefined
      ? {
          ...table,
          indexes: table.indexes.map((each) => (each.name === index.name ? { ...each, name: to } : each)),
        }
      : renameConstraint(table, owned, to);
  draft.tables.set(nameKey(table.name), renamed);
  return true;
}
