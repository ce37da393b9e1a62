/** A node of node-sql-parser's tree, whose types promise more than the parser keeps: looked at field by field. */
export type Tree = Readonly<Record<string, unknown>>;

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function treeAt(node: Tree | null, field: string): Tree | null {
  const value = node?.[field];
  return isTree(value) ? value : null;
}

export function textAt(node: Tree | null, field: string): string | null {
  const value = node?.[field];
  return typeof value === 'string' ? value : null;
}

export function listAt(node: Tree | null, field: string): readonly unknown[] {
  const value = node?.[field];
  return Array.isArray(value) ? value : [];
}

/** The query in whatever wrapping it comes: itself, or in the `ast` of a parenthesis, a CTE, a subquery. */
export function queryIn(value: unknown): Tree | null {
  if (!isTree(value)) return null;
  const inner = treeAt(value, 'ast');
  if (inner !== null) return inner;
  const type = textAt(value, 'type');
  return type === 'select' || type === 'union' ? value : null;
}
