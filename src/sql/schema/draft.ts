import { nameKey, type ObjectName, sameName } from '../object-name.ts';
import { LayeredMap } from './layered-map.ts';
import type { ColumnModel, SchemaModel, TableModel } from './model.ts';
import { TableMap } from './table-map.ts';

/** A schema that is being changed. Tables themselves are replaced, never changed, so snapshots share them. */
export interface Draft {
  readonly tables: TableMap;
  readonly enums: LayeredMap<readonly string[]>;
  complete: boolean;
}

export function draftOf(model: SchemaModel): Draft {
  return {
    tables: new TableMap(model.tables),
    enums: new LayeredMap(model.enums),
    complete: model.complete,
  };
}

/** Replaces a table by what `change` makes of it. Of a table that is not known nothing becomes known. */
export function changeTable(draft: Draft, name: ObjectName, change: (table: TableModel) => TableModel): void {
  const key = nameKey(name);
  const table = draft.tables.get(key);
  if (table === undefined) draft.complete = false;
  else draft.tables.set(key, change(table));
}

/** As `changeTable`, also for the partitions of the table, and theirs. */
export function changeTree(draft: Draft, name: ObjectName, change: (table: TableModel) => TableModel): void {
  changeTable(draft, name, change);
  for (const partition of partitionsBelow(draft, name)) changeTable(draft, partition, change);
}

/** The partitions of a table, theirs, and so on; each once, whatever circles a faulty history makes. */
export function partitionsBelow(draft: Draft, root: ObjectName): ObjectName[] {
  if (draft.tables.get(nameKey(root))?.partitioned !== true) return [];
  const found = new Map([[nameKey(root), root]]);
  for (const parent of found.values()) {
    for (const table of draft.tables.values()) {
      if (table.partitionOf !== null && sameName(table.partitionOf, parent)) {
        const key = nameKey(table.name);
        if (!found.has(key)) found.set(key, table.name);
      }
    }
  }
  found.delete(nameKey(root));
  return [...found.values()];
}

/** A column that is not known makes the table one of which not all is known. */
export function changeColumn(
  table: TableModel,
  name: string,
  change: (column: ColumnModel) => ColumnModel,
): TableModel {
  const column = table.columns.get(name);
  if (column === undefined) return { ...table, complete: false };
  return { ...table, columns: new Map(table.columns).set(name, change(column)) };
}

/** Tells whether a table, index or constraint of the schema that this table is in has a name. */
export function isTaken(draft: Draft, { schema }: ObjectName): (name: string) => boolean {
  return (name) =>
    draft.tables.has(nameKey({ schema, name })) || draft.tables.tablesWith({ schema, name }).length > 0;
}
