import type { DeleteStmt, InsertStmt, MergeStmt, Node, UpdateStmt } from 'libpg-query';
import type { Assignment, QueryShape } from '../query-shape.ts';
import { lastBefore, tokenAt, wordAt } from '../tokens/source.ts';
import { as } from './ast.ts';
import { readConjuncts } from './conjuncts.ts';
import { readExpression } from './expressions.ts';
import { addTable, readFrom } from './from-clause.ts';
import { relationName } from './names.ts';
import type { QueryParts } from './query-parts.ts';

export function readInsert(insert: InsertStmt, parts: QueryParts): QueryShape {
  parts.readWith(insert.withClause);
  const source = as(insert.selectStmt, 'SelectStmt');
  // The rows come before the target is known: they do not see it.
  if (source?.valuesLists !== undefined) parts.read(source.valuesLists);
  else if (insert.selectStmt !== undefined) parts.nest(insert.selectStmt);
  addTable(insert.relation, 'write', parts);
  readTargets(insert.cols, insert, parts);
  const conflict = insert.onConflictClause;
  if (conflict !== undefined) {
    parts.scope.relations.set('excluded', null);
    for (const node of conflict.infer?.indexElems ?? []) {
      const element = as(node, 'IndexElem');
      if (element?.name !== undefined)
        parts.readColumn({ table: relationName(insert.relation), column: element.name });
      else parts.read(element?.expr);
    }
    readTargets(conflict.targetList, insert, parts);
    parts.read(conflict.infer?.whereClause, conflict.whereClause);
  }
  parts.read(insert.returningClause?.exprs);
  return parts.shape('insert', undefined);
}

export function readUpdate(update: UpdateStmt, parts: QueryParts): QueryShape {
  parts.readWith(update.withClause);
  addTable(update.relation, 'write', parts);
  readFrom(update.fromClause, parts);
  readTargets(update.targetList, update, parts);
  parts.read(update.whereClause, update.returningClause?.exprs);
  return { ...parts.shape('update', update.whereClause), assignments: readAssignments(update, parts) };
}

const afterAssignment = new Set([',', ';', 'from', 'where', 'returning']);

function readAssignments({ targetList = [] }: UpdateStmt, { source }: QueryParts): Assignment[] {
  return targetList.flatMap((node): Assignment[] => {
    const target = as(node, 'ResTarget');
    if (target?.name === undefined || target.val === undefined) return [];
    if (target.indirection !== undefined || as(target.val, 'MultiAssignRef') !== null) return [];
    const first = tokenAt(source, source.offset(target.location)) + 2;
    const last = lastBefore(
      source,
      { first, last: source.tokens.length - 1 },
      // `a IS DISTINCT FROM b` goes on.
      (word, at) => afterAssignment.has(word) && !(word === 'from' && wordAt(source, at - 1) === 'distinct'),
    );
    return [{ column: target.name, value: readExpression(target.val, source, { first, last }) }];
  });
}

export function readDelete(deletion: DeleteStmt, parts: QueryParts): QueryShape {
  parts.readWith(deletion.withClause);
  addTable(deletion.relation, 'write', parts);
  readFrom(deletion.usingClause, parts);
  parts.read(deletion.whereClause, deletion.returningClause?.exprs);
  return parts.shape('delete', deletion.whereClause);
}

export function readMerge(merge: MergeStmt, parts: QueryParts): QueryShape {
  parts.readWith(merge.withClause);
  addTable(merge.relation, 'write', parts);
  if (merge.sourceRelation !== undefined) readFrom([merge.sourceRelation], parts);
  parts.read(merge.joinCondition);
  parts.joins.push(...readConjuncts(merge.joinCondition, parts.scope, parts.source));
  for (const node of merge.mergeWhenClauses ?? []) {
    const clause = as(node, 'MergeWhenClause');
    readTargets(clause?.targetList, merge, parts);
    parts.read(clause?.condition, clause?.values);
  }
  parts.read(merge.returningClause?.exprs);
  return parts.shape('merge', undefined);
}

function readTargets(
  targets: readonly Node[] | undefined,
  { relation }: Pick<UpdateStmt, 'relation'>,
  parts: QueryParts,
): void {
  for (const node of targets ?? []) {
    const target = as(node, 'ResTarget');
    if (target?.name === undefined) continue;
    parts.written.push({ table: relationName(relation), column: target.name });
    parts.read(target.val, target.indirection);
  }
}
