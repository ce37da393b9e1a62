import { nameKey, type ObjectName } from '../object-name.ts';
import type { ColumnModel, IndexModel, SchemaModel, TableModel } from './model.ts';

export function findTable(model: SchemaModel, name: ObjectName): TableModel | null {
  return model.tables.get(nameKey(name)) ?? null;
}

export function findColumn(model: SchemaModel, table: ObjectName, column: string): ColumnModel | null {
  return findTable(model, table)?.columns.get(column) ?? null;
}

export function findIndex(model: SchemaModel, name: ObjectName): IndexModel | null {
  const schema = name.schema ?? 'public';
  for (const table of model.tables.values()) {
    if ((table.name.schema ?? 'public') !== schema) continue;
    const index = table.indexes.find((each) => each.name === name.name);
    if (index !== undefined) return index;
  }
  return null;
}

/**
 * The indexes whose first columns are these, in any order. Partial indexes and other methods than btree are among them:
 * the caller knows whether its query can use one.
 */
export function indexesLeading(
  model: SchemaModel,
  table: ObjectName,
  columns: readonly string[],
): readonly IndexModel[] {
  const wanted = new Set(columns);
  return (findTable(model, table)?.indexes ?? []).filter(({ definition }) => {
    const leading = definition.columns.slice(0, wanted.size);
    return (
      leading.length === wanted.size && leading.every(({ column }) => column !== null && wanted.has(column))
    );
  });
}

/** Whether a validated CHECK proves that the column has no NULL: then SET NOT NULL does not read the table. */
export function hasValidNotNullCheck(model: SchemaModel, table: ObjectName, column: string): boolean {
  return (findTable(model, table)?.constraints ?? []).some(
    ({ constraint, validated }) =>
      validated && constraint.kind === 'check' && constraint.provesNotNull === column,
  );
}
