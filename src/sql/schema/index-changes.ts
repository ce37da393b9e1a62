import type { IndexDefinition } from '../definitions.ts';
import { nameKey, type ObjectName, sameName } from '../object-name.ts';
import type { OperationOf } from '../operation.ts';
import { renameConstraint } from './constraint-changes.ts';
import { indexName } from './default-names.ts';
import { type Draft, isTaken, partitionsBelow } from './draft.ts';
import type { IndexModel, TableModel } from './model.ts';

export function createIndex(draft: Draft, operation: OperationOf<'create-index'>): void {
  const { table, index, ifNotExists, only } = operation;
  const { schema } = table;
  if (ifNotExists && index.name !== null && ownerOf(draft, { schema, name: index.name }) !== null) return;
  if (only !== true) addIndex(draft, table, index);
  // Without partitions there is nothing to attach.
  else addTo(draft, table, index, { valid: partitionsBelow(draft, table).length === 0, partOf: null });
}

/** Also on the partitions, there under names of their own. */
export function addIndex(
  draft: Draft,
  name: ObjectName,
  definition: IndexDefinition,
  ofParent: string | null = null,
): void {
  const given = addTo(draft, name, definition, { valid: true, partOf: ofParent });
  const names = new Map([[nameKey(name), given]]);
  for (const partition of partitionsBelow(draft, name)) {
    const above = draft.tables.get(nameKey(partition))?.partitionOf ?? name;
    const partOf = names.get(nameKey(above)) ?? null;
    names.set(
      nameKey(partition),
      addTo(draft, partition, { ...definition, name: null }, { valid: true, partOf }),
    );
  }
}

/** The name that it got; null where the table is not known. */
function addTo(
  draft: Draft,
  name: ObjectName,
  definition: IndexDefinition,
  state: Pick<IndexModel, 'valid' | 'partOf'>,
): string | null {
  const table = draft.tables.get(nameKey(name));
  if (table === undefined) {
    draft.complete = false;
    return null;
  }
  const given = definition.name ?? indexName(name.name, definition, isTaken(draft, name));
  const index = { name: given, table: table.name, definition, constraint: null, ...state };
  draft.tables.set(nameKey(name), { ...table, indexes: [...table.indexes, index] });
  return given;
}

/** A table that becomes a partition gets what indexes it does not have; its own that are alike become parts. */
export function adoptIndexes(draft: Draft, table: ObjectName, parent: TableModel): void {
  for (const { name, definition, constraint } of parent.indexes) {
    const known = draft.tables.get(nameKey(table));
    if (known === undefined || constraint !== null) continue;
    const alike = known.indexes.find((each) => each.partOf === null && isAlike(each.definition, definition));
    if (alike === undefined) addIndex(draft, table, { ...definition, name: null }, name);
    else changeIndex(draft, known, alike.name, (each) => ({ ...each, partOf: name }));
    validate(draft, parent.name, name);
  }
}

function isAlike(a: IndexDefinition, b: IndexDefinition): boolean {
  const shape = ({ columns, include, unique, method, predicate }: IndexDefinition): string =>
    JSON.stringify([columns.map(({ text }) => text), include, unique, method, predicate]);
  return shape(a) === shape(b);
}

/** An index becomes a part of that of the table above, which is valid once all partitions have such a part. */
export function attachIndex(draft: Draft, { index, partition }: OperationOf<'attach-index'>): void {
  const [above, below] = [ownerOf(draft, index), ownerOf(draft, partition)];
  if (above === null || below === null) {
    draft.complete = false;
    return;
  }
  changeIndex(draft, below, partition.name, (known) => ({ ...known, partOf: index.name }));
  validate(draft, above.name, index.name);
}

function validate(draft: Draft, name: ObjectName, index: string): void {
  const table = draft.tables.get(nameKey(name));
  const known = table?.indexes.find((each) => each.name === index);
  if (table === undefined || known === undefined || known.valid) return;
  const parts = [...draft.tables.values()].filter(
    ({ partitionOf }) => partitionOf !== null && sameName(partitionOf, name),
  );
  const hasPart = ({ indexes }: TableModel): boolean =>
    indexes.some(({ partOf, valid }) => valid && partOf === index);
  if (!parts.every(hasPart)) return;
  changeIndex(draft, table, index, (each) => ({ ...each, valid: true }));
  if (known.partOf !== null && table.partitionOf !== null) validate(draft, table.partitionOf, known.partOf);
}

function changeIndex(
  draft: Draft,
  table: TableModel,
  index: string,
  change: (index: IndexModel) => IndexModel,
): void {
  const indexes = table.indexes.map((each) => (each.name === index ? change(each) : each));
  draft.tables.set(nameKey(table.name), { ...table, indexes });
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
