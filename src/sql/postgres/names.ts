import type { Node, RangeVar } from 'libpg-query';
import type { ObjectName } from '../object-name.ts';
import { as, items, strings } from './ast.ts';

export function relationName(relation: RangeVar | undefined): ObjectName {
  return { schema: relation?.schemaname ?? null, name: relation?.relname ?? '' };
}

/** `[catalog.]schema.name` as the parser lists it. */
export function nameOf(parts: readonly string[]): ObjectName {
  return { schema: parts.at(-2) ?? null, name: parts.at(-1) ?? '' };
}

/** The name in whatever wrapping DROP, RENAME and ALTER give it. */
export function objectName(node: Node | undefined): ObjectName {
  const typed = as(node, 'TypeName');
  if (typed !== null) return nameOf(strings(typed.names));
  const called = as(node, 'ObjectWithArgs');
  if (called !== null) return nameOf(strings(called.objname));
  const relation = as(node, 'RangeVar');
  if (relation !== null) return relationName(relation);
  const plain = as(node, 'String')?.sval;
  if (plain !== undefined) return { schema: null, name: plain };
  return nameOf(strings(items(node)));
}

/** The table and the name of something that lives on a table (`ON s.a` and `t` are listed `s`, `a`, `t`). */
export function nameOnTable(node: Node | undefined): { table: ObjectName; name: string } {
  const parts = strings(items(node));
  return { table: nameOf(parts.slice(0, -1)), name: parts.at(-1) ?? '' };
}
