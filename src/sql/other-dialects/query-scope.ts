import type { ObjectName } from '../object-name.ts';
import type { ColumnUse } from '../query-shape.ts';
import type { OtherDialect } from './tokens.ts';
import { isTree, type Tree, textAt, treeAt } from './tree.ts';

/** What the names of one query level mean, and of those around it. */
export interface QueryScope {
  readonly dialect: OtherDialect;
  readonly relations: Map<string, ObjectName | null>;
  readonly ctes: Set<string>;
  readonly outer: QueryScope | null;
}

export function tableIn(item: Tree, scope: QueryScope): ObjectName | null {
  const name = textAt(item, 'table');
  if (name === null) return null;
  const schema = textAt(item, 'schema') ?? textAt(item, 'db');
  const isDefault =
    (scope.dialect === 'mssql' && schema === 'dbo') || (scope.dialect === 'sqlite' && schema === 'main');
  if (schema === null && isCte(scope, name)) return null;
  return { schema: isDefault ? null : schema, name };
}

function isCte(scope: QueryScope | null, name: string): boolean {
  return scope !== null && (scope.ctes.has(name) || isCte(scope.outer, name));
}

/** The column of a node that is nothing but one; `parameter` where the parser takes a variable for a column. */
export function columnIn(value: unknown, scope: QueryScope): ColumnUse | 'parameter' | null {
  if (!isTree(value)) return null;
  const type = textAt(value, 'type');
  if (type === 'double_quote_string' && (scope.dialect === 'sqlite' || scope.dialect === 'mssql')) {
    return resolve(scope, null, textAt(value, 'value') ?? '');
  }
  if (type !== 'column_ref') return null;
  const column = textAt(value, 'column') ?? textAt(treeAt(treeAt(value, 'column'), 'expr'), 'value');
  if (column === null) return null;
  if (column.startsWith('@')) return 'parameter';
  return resolve(scope, textAt(value, 'table'), column);
}

export function resolve(scope: QueryScope, qualifier: string | null, column: string): ColumnUse {
  if (qualifier === null) {
    const only = scope.relations.size === 1 ? scope.relations.values().next().value : null;
    return { table: only ?? null, column };
  }
  for (let level: QueryScope | null = scope; level !== null; level = level.outer) {
    const found = level.relations.get(qualifier);
    if (found !== undefined) return { table: found, column };
  }
  return { table: null, column };
}
