import type { Conjunct, QueryShape } from '../sql/query-shape.ts';
import type { SchemaModel, TableModel } from '../sql/schema/model.ts';
import { tableIn } from './evidence.ts';

/** The one table that a query names, where it is known with all its columns; null where there are more or it is not. */
export function onlyTable(query: QueryShape, schema: SchemaModel): TableModel | null {
  const [use, ...others] = query.tables;
  if (use === undefined || others.length > 0 || query.nested.length > 0) return null;
  const table = tableIn(schema, use.table);
  return table?.complete === true ? table : null;
}

/** Whether some index, or the key of a constraint, begins with the column. Partial indexes count. */
export function leadsIndex({ indexes, constraints }: TableModel, column: string): boolean {
  return (
    indexes.some(({ definition }) => definition.columns[0]?.column === column) ||
    constraints.some(
      ({ constraint }) =>
        (constraint.kind === 'primary-key' || constraint.kind === 'unique') &&
        constraint.columns[0] === column,
    )
  );
}

/** Whether a condition leaves only rows that an index finds: an equality, a list, a range of a column. */
export function narrows({ column, operator }: Conjunct): boolean {
  return column !== null && narrowing.has(operator);
}

const narrowing: ReadonlySet<string> = new Set(['=', 'in', '<', '<=', '>', '>=', 'between']);
