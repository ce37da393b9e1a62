import type { Evidence } from '../report/finding.ts';
import { codeSpan } from '../report/markdown/code-span.ts';
import { nameKey, type ObjectName, showName } from '../sql/object-name.ts';
import type { ColumnModel, SchemaModel, TableModel } from '../sql/schema/model.ts';

/** What a manual says; `text` names its section. */
export function documented(text: string): Evidence {
  return { kind: 'documented', text, path: null, line: null };
}

/** What the base branch's schema says. */
function schemaSays(text: string): Evidence {
  return { kind: 'schema', text, path: null, line: null };
}

export function tableIn(model: SchemaModel, table: ObjectName): TableModel | undefined {
  return model.tables.get(nameKey(table));
}

export function columnIn(model: SchemaModel, table: ObjectName, column: string): ColumnModel | undefined {
  return tableIn(model, table)?.columns.get(column);
}

/** That the table exists on the base branch, where it is known there. */
export function existsOnBase(base: SchemaModel, ...tables: readonly ObjectName[]): readonly Evidence[] {
  const known = tables
    .filter((table) => tableIn(base, table) !== undefined)
    .map((table) => codeSpan(showName(table)));
  if (known.length === 0) return [];
  return [schemaSays(`${known.join(' and ')} ${known.length === 1 ? 'exists' : 'exist'} on the base branch`)];
}

/** What the base branch says of a column: `orders.email` is `character varying(255)`, nullable. */
export function columnOnBase(base: SchemaModel, table: ObjectName, column: string): readonly Evidence[] {
  const model = columnIn(base, table, column);
  if (model === undefined) return existsOnBase(base, table);
  const type = model.type === null ? '' : `${codeSpan(model.type.text)}, `;
  return [
    schemaSays(
      `${codeSpan(`${showName(table)}.${column}`)} is ${type}${model.nullable ? 'nullable' : 'NOT NULL'} on the base branch`,
    ),
  ];
}
