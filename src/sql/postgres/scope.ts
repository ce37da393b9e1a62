import type { Node, RangeVar } from 'libpg-query';
import type { ObjectName } from '../object-name.ts';
import type { ColumnUse } from '../query-shape.ts';
import { as, strings } from './ast.ts';
import { relationName } from './names.ts';

/** What the names of one query level mean, and of those around it. */
export interface Scope {
  /** By alias or name; null for what is no table (a CTE, a subquery, a function). */
  readonly relations: Map<string, ObjectName | null>;
  readonly ctes: Set<string>;
  /** Columns behind the names that the SELECT list gives, for ORDER BY and GROUP BY; null for an expression. */
  readonly outputs: Map<string, ColumnUse | null>;
  readonly outer: Scope | null;
}

export function innerScope(outer: Scope | null): Scope {
  return { relations: new Map(), ctes: new Set(), outputs: new Map(), outer };
}

/** Makes the relation known; answers its table, null where the name is a CTE's. */
export function addRelation(scope: Scope, relation: RangeVar): ObjectName | null {
  const table = relationName(relation);
  const isCte = table.schema === null && isCteName(scope, table.name);
  scope.relations.set(relation.alias?.aliasname ?? table.name, isCte ? null : table);
  return isCte ? null : table;
}

function isCteName(scope: Scope | null, name: string): boolean {
  return scope !== null && (scope.ctes.has(name) || isCteName(scope.outer, name));
}

export function resolveColumn(scope: Scope, fields: readonly Node[]): ColumnUse {
  const names = strings(fields);
  const last = fields.at(-1);
  const isStar = last !== undefined && 'A_Star' in last;
  const column = isStar ? '*' : (names.at(-1) ?? '');
  const qualifier = isStar ? names.at(-1) : names.at(-2);
  if (qualifier === undefined) {
    const only = scope.relations.size === 1 ? scope.relations.values().next().value : null;
    return { table: only ?? null, column };
  }
  for (let level: Scope | null = scope; level !== null; level = level.outer) {
    const found = level.relations.get(qualifier);
    if (found !== undefined) return { table: found, column };
  }
  return { table: null, column };
}

/** The column of a node that is nothing but a column. */
export function plainColumn(scope: Scope, node: Node | undefined): ColumnUse | null {
  const fields = as(node, 'ColumnRef')?.fields;
  return fields === undefined ? null : resolveColumn(scope, fields);
}

/** As `plainColumn`, for ORDER BY and GROUP BY, which take the SELECT list's names before those of columns. */
export function plainOutput(scope: Scope, node: Node | undefined): ColumnUse | null {
  const fields = as(node, 'ColumnRef')?.fields;
  const name = fields?.length === 1 ? strings(fields)[0] : undefined;
  const output = name === undefined ? undefined : scope.outputs.get(name);
  return output === undefined ? plainColumn(scope, node) : output;
}
