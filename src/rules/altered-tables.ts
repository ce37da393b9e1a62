import { nameKey } from '../sql/object-name.ts';
import type { DdlOperation } from '../sql/operation.ts';
import type { SchemaModel, TableModel } from '../sql/schema/model.ts';
import { TableMap } from '../sql/schema/table-map.ts';

/**
 * The base schema with each table in it that the operations change but nobody is known to create: with no columns known
 * and not complete, so that what the pull request itself does to it (a check added, then validated) is remembered.
 */
export function withAlteredTables(base: SchemaModel, operations: readonly DdlOperation[]): SchemaModel {
  const created = new Set(
    operations.flatMap((operation) => (operation.kind === 'create-table' ? [nameKey(operation.table)] : [])),
  );
  const tables = new Map<string, TableModel>();
  for (const operation of operations) {
    if (!('table' in operation) || operation.table === null) continue;
    const key = nameKey(operation.table);
    if (created.has(key) || base.tables.has(key) || tables.has(key)) continue;
    tables.set(key, {
      name: operation.table,
      columns: new Map(),
      constraints: [],
      indexes: [],
      partitionOf: null,
      partitioned: false,
      rowSecurity: false,
      policies: [],
      complete: false,
    });
  }
  if (tables.size === 0) return base;
  const together = new TableMap(base.tables);
  for (const [key, table] of tables) together.set(key, table);
  return { ...base, tables: together };
}
