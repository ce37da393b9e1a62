import type { JoinExpr, Node, RangeVar } from 'libpg-query';
import type { TableUse } from '../query-shape.ts';
import { as, strings } from './ast.ts';
import { readConjuncts } from './conjuncts.ts';
import type { QueryParts } from './query-parts.ts';
import { addRelation } from './scope.ts';

/** Makes the relations of a FROM (or USING) known, then reads the conditions of its joins. */
export function readFrom(nodes: readonly Node[] | undefined, parts: QueryParts): void {
  const joins: JoinExpr[] = [];
  const readers: (() => void)[] = [];
  for (const node of nodes ?? []) addItem(node, parts, joins, readers);
  for (const read of readers) read();
  for (const join of joins) {
    parts.read(join.quals);
    parts.joins.push(...readConjuncts(join.quals, parts.scope, parts.source));
    for (const column of strings(join.usingClause)) parts.readColumn({ table: null, column });
  }
}

export function addTable(
  relation: RangeVar | undefined,
  access: TableUse['access'],
  parts: QueryParts,
): void {
  if (relation === undefined) return;
  const table = addRelation(parts.scope, relation);
  if (table !== null) parts.tables.push({ table, alias: relation.alias?.aliasname ?? null, access });
}

function addItem(node: Node, parts: QueryParts, joins: JoinExpr[], readers: (() => void)[]): void {
  const relation = as(node, 'RangeVar');
  const join = as(node, 'JoinExpr');
  const subselect = as(node, 'RangeSubselect');
  const sampled = as(node, 'RangeTableSample');
  const called = as(node, 'RangeFunction');
  if (relation !== null) addTable(relation, 'read', parts);
  else if (join !== null) {
    for (const side of [join.larg, join.rarg]) if (side !== undefined) addItem(side, parts, joins, readers);
    joins.push(join);
  } else if (subselect !== null) {
    addDerived(subselect.alias?.aliasname, parts);
    // Read after all relations are known: LATERAL sees those before it.
    readers.push(() => parts.read(subselect.subquery));
  } else if (sampled?.relation !== undefined) addItem(sampled.relation, parts, joins, readers);
  else if (called !== null) {
    addDerived(called.alias?.aliasname, parts);
    readers.push(() => parts.read(called.functions));
  } else parts.partial = true;
}

/** Without an alias it still counts as a relation: a column may be its. */
function addDerived(alias: string | undefined, parts: QueryParts): void {
  parts.scope.relations.set(alias ?? `(${parts.scope.relations.size})`, null);
}
