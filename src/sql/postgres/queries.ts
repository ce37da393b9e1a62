import type { Node, SelectStmt } from 'libpg-query';
import type { ObjectName } from '../object-name.ts';
import type { QueryShape } from '../query-shape.ts';
import type { Source } from '../tokens/source.ts';
import { as } from './ast.ts';
import { readDelete, readInsert, readMerge, readUpdate } from './data-changes.ts';
import { readFrom } from './from-clause.ts';
import { QueryParts } from './query-parts.ts';
import { innerScope, plainColumn, plainOutput, type Scope } from './scope.ts';

/** The shape of a SELECT, INSERT, UPDATE, DELETE or MERGE; null for other statements. */
export function readQuery(
  node: Node | undefined,
  source: Source,
  outer: Scope | null = null,
): QueryShape | null {
  const parts = new QueryParts(source, innerScope(outer), readQuery);
  const select = as(node, 'SelectStmt');
  if (select !== null) return readSelect(select, parts);
  const insert = as(node, 'InsertStmt');
  if (insert !== null) return readInsert(insert, parts);
  const update = as(node, 'UpdateStmt');
  if (update !== null) return readUpdate(update, parts);
  const deletion = as(node, 'DeleteStmt');
  if (deletion !== null) return readDelete(deletion, parts);
  const merge = as(node, 'MergeStmt');
  return merge === null ? null : readMerge(merge, parts);
}

/** The tables that a view's query reads. */
export function tablesRead(query: Node | undefined, source: Source): ObjectName[] {
  return (readQuery(query, source)?.tables ?? []).map((use) => use.table);
}

function readSelect(select: SelectStmt, parts: QueryParts): QueryShape {
  parts.readWith(select.withClause);
  for (const side of [select.larg, select.rarg]) if (side !== undefined) parts.nest({ SelectStmt: side });
  readFrom(select.fromClause, parts);
  for (const node of select.targetList ?? []) {
    const target = as(node, 'ResTarget');
    if (target?.name !== undefined)
      parts.scope.outputs.set(target.name, plainColumn(parts.scope, target.val));
  }
  parts.read(
    select.targetList,
    select.whereClause,
    select.havingClause,
    select.distinctClause,
    select.windowClause,
    select.valuesLists,
    select.limitCount,
    select.limitOffset,
  );
  for (const node of select.groupClause ?? []) parts.readOutput(node);
  const sorted = (select.sortClause ?? []).map((node) => as(node, 'SortBy')?.node);
  for (const node of sorted) parts.readOutput(node);
  return parts.shape('select', select.whereClause, {
    orderBy: sorted.flatMap((node) => plainOutput(parts.scope, node) ?? []),
    hasLimit: select.limitCount !== undefined && as(select.limitCount, 'A_Const')?.isnull !== true,
  });
}
