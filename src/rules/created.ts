import { nameKey, type ObjectName } from '../sql/object-name.ts';
import type { SchemaModel } from '../sql/schema/model.ts';
import type { Statement } from '../sql/statement.ts';

/** What some statements create: nobody uses it before they have run. */
export interface Created {
  /** Keys of tables and materialized views (`nameKey`); temporary ones included. */
  readonly tables: ReadonlySet<string>;
  /** Columns added to tables that were there before, as key and name. */
  readonly columns: ReadonlySet<string>;
}

export const noneCreated: Created = { tables: new Set(), columns: new Set() };

/** What is created after `statements` too. A table that `IF NOT EXISTS` finds in `before` is not new. */
export function createdBy(statements: readonly Statement[], known: Created, before: SchemaModel): Created {
  const tables = new Set(known.tables);
  const columns = new Set(known.columns);
  const dropped = new Set<string>();
  // Of what a program creates one only knows that it may be new.
  for (const { operations } of statements.flatMap(({ inside }) => inside)) {
    for (const operation of operations) {
      if (operation.kind !== 'create-table') continue;
      const key = nameKey(operation.table);
      if (!before.tables.has(key)) tables.add(key);
    }
  }
  for (const operation of statements.flatMap(({ operations }) => operations)) {
    switch (operation.kind) {
      case 'create-table': {
        const key = nameKey(operation.table);
        if (!operation.ifNotExists || dropped.has(key) || !before.tables.has(key)) tables.add(key);
        break;
      }
      case 'create-object':
        if (operation.object === 'materialized-view') tables.add(nameKey(operation.name));
        break;
      case 'rename-table': {
        const [from, to] = [nameKey(operation.table), nameKey(operation.to)];
        if (tables.has(from)) tables.add(to);
        for (const column of columns) {
          if (column.startsWith(`${from}.`)) columns.add(to + column.slice(from.length));
        }
        break;
      }
      case 'drop-table':
        dropped.add(nameKey(operation.table));
        break;
      case 'add-column': {
        const exists =
          before.tables.get(nameKey(operation.table))?.columns.has(operation.column.name) ?? false;
        if (!(operation.ifNotExists && exists))
          columns.add(columnKey(operation.table, operation.column.name));
        break;
      }
      case 'rename-column':
        if (columns.has(columnKey(operation.table, operation.column))) {
          columns.add(columnKey(operation.table, operation.to));
        }
        break;
      default:
    }
  }
  return { tables, columns };
}

/** The key of a column in `Created.columns`. */
export function columnKey(table: ObjectName, column: string): string {
  return `${nameKey(table)}.${column}`;
}
