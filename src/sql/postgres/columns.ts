import type { ColumnDef, Constraint } from 'libpg-query';
import type { ColumnDefinition, Expression, TableConstraint } from '../definitions.ts';
import { lastBefore, type Source, type TokenSpan, tokenAt, wordAt } from '../tokens/source.ts';
import { as, strings } from './ast.ts';
import { insideAfter, readConstraint } from './constraints.ts';
import { readExpression } from './expressions.ts';
import { columnKeywords, readType } from './types.ts';

export function readColumn(column: ColumnDef, source: Source, span: TokenSpan): ColumnDefinition {
  const name = column.colname ?? '';
  const first = tokenAt(source, source.offset(column.location));
  const own = { first, last: lastBefore(source, { first, last: span.last }, (word) => word === ',') };
  const { type, serial } = readType(column.typeName, source, own);
  const constraints = columnConstraints(column);
  const generated = constraints.find((each) => each.contype === 'CONSTR_GENERATED');
  const identity = constraints.find((each) => each.contype === 'CONSTR_IDENTITY');
  return {
    name,
    type,
    nullable:
      !serial &&
      identity === undefined &&
      !constraints.some((each) => each.contype === 'CONSTR_NOTNULL' || each.contype === 'CONSTR_PRIMARY'),
    default: readDefault(constraints, source, own),
    generated:
      generated === undefined
        ? null
        : {
            stored: generated.generated_kind !== 'v',
            expression: readExpression(
              generated.raw_expr,
              source,
              insideAfter(
                source,
                { first: tokenAt(source, source.offset(generated.location)), last: own.last },
                'as',
              ),
            ),
          },
    identity: identity === undefined ? null : identity.generated_when === 'a' ? 'always' : 'by-default',
    autoIncrement: serial,
    collation: strings(column.collClause?.collname).at(-1) ?? null,
    constraints: constraints.flatMap((each) => readConstraint(each, name, source, own) ?? []),
  };
}

/** A column of a partition, or of a typed table, has no type here: only what it adds counts. */
export function readColumnOptions(column: ColumnDef, source: Source, span: TokenSpan): TableConstraint[] {
  return columnConstraints(column).flatMap((each): TableConstraint[] => {
    if (each.contype === 'CONSTR_NOTNULL') {
      return [
        {
          kind: 'not-null',
          name: each.conname ?? null,
          deferrable: false,
          column: column.colname ?? '',
          notValid: false,
        },
      ];
    }
    const constraint = readConstraint(each, column.colname ?? '', source, span);
    return constraint === null ? [] : [constraint];
  });
}

/** The parser lists DEFERRABLE and NOT ENFORCED behind the constraint that they belong to. */
function columnConstraints(column: ColumnDef): Constraint[] {
  const constraints: Constraint[] = [];
  for (const node of column.constraints ?? []) {
    const constraint = as(node, 'Constraint');
    if (constraint === null) continue;
    const previous = constraints.at(-1);
    if (constraint.contype === 'CONSTR_ATTR_DEFERRABLE' || constraint.contype === 'CONSTR_ATTR_DEFERRED') {
      if (previous !== undefined) constraints[constraints.length - 1] = { ...previous, deferrable: true };
    } else if (constraint.contype === 'CONSTR_ATTR_NOT_ENFORCED') {
      if (previous !== undefined) constraints[constraints.length - 1] = { ...previous, is_enforced: false };
    } else constraints.push(constraint);
  }
  return constraints;
}

function readDefault(constraints: readonly Constraint[], source: Source, own: TokenSpan): Expression | null {
  const constraint = constraints.find((each) => each.contype === 'CONSTR_DEFAULT');
  if (constraint === undefined) return null;
  let first = tokenAt(source, source.offset(constraint.location));
  while (first < own.last && wordAt(source, first) !== 'default') first++;
  first++;
  const ends = (word: string, index: number): boolean =>
    columnKeywords.has(word) && wordAt(source, index - 1) !== 'is';
  return readExpression(constraint.raw_expr, source, {
    first,
    last: lastBefore(source, { first, last: own.last }, ends),
  });
}
