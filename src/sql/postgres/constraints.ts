import type { Constraint } from 'libpg-query';
import type { ReferentialAction, TableConstraint } from '../definitions.ts';
import {
  closingOf,
  lastBefore,
  type Source,
  type TokenSpan,
  textOf,
  tokenAt,
  wordAt,
} from '../tokens/source.ts';
import { strings } from './ast.ts';
import { provenNotNull, readExpression } from './expressions.ts';
import { relationName } from './names.ts';

const actions: Readonly<Record<string, ReferentialAction>> = {
  a: 'no-action',
  r: 'restrict',
  c: 'cascade',
  n: 'set-null',
  d: 'set-default',
};

/** The inside of the first parentheses after a word, from the constraint on. */
export function insideAfter(source: Source, span: TokenSpan, word: string): TokenSpan {
  let index = span.first;
  while (index < span.last && wordAt(source, index) !== word) index++;
  while (index < span.last && wordAt(source, index) !== '(') index++;
  return { first: index + 1, last: closingOf(source, index, span.last) - 1 };
}

/**
 * A constraint of a table, or of the column given. null for what is no constraint of the house (NOT NULL at a column,
 * defaults, identity, attributes).
 */
export function readConstraint(
  constraint: Constraint,
  column: string | null,
  source: Source,
  span: TokenSpan,
): TableConstraint | null {
  const first = tokenAt(source, source.offset(constraint.location));
  const own = { first, last: span.last };
  const base = { name: constraint.conname ?? null, deferrable: constraint.deferrable === true };
  const keys = column === null ? strings(constraint.keys) : [column];
  const notValid = constraint.skip_validation === true || constraint.is_enforced !== true;
  switch (constraint.contype) {
    case 'CONSTR_PRIMARY':
      return { ...base, kind: 'primary-key', columns: keys, usingIndex: constraint.indexname ?? null };
    case 'CONSTR_UNIQUE':
      return {
        ...base,
        kind: 'unique',
        columns: keys,
        usingIndex: constraint.indexname ?? null,
        nullsNotDistinct: constraint.nulls_not_distinct === true,
      };
    case 'CONSTR_CHECK':
      return {
        ...base,
        kind: 'check',
        expression: readExpression(constraint.raw_expr, source, insideAfter(source, own, 'check')),
        notValid,
        provesNotNull: provenNotNull(constraint.raw_expr),
      };
    case 'CONSTR_FOREIGN':
      return {
        ...base,
        kind: 'foreign-key',
        columns: column === null ? strings(constraint.fk_attrs) : [column],
        references: relationName(constraint.pktable),
        referencedColumns: strings(constraint.pk_attrs),
        onDelete: actions[constraint.fk_del_action ?? 'a'] ?? 'no-action',
        onUpdate: actions[constraint.fk_upd_action ?? 'a'] ?? 'no-action',
        notValid,
      };
    case 'CONSTR_EXCLUSION':
      return {
        ...base,
        kind: 'exclude',
        text: textOf(source, { first, last: lastBefore(source, own, (word) => word === ',') }),
      };
    case 'CONSTR_NOTNULL':
      return column === null
        ? {
            ...base,
            kind: 'not-null',
            column: keys[0] ?? '',
            notValid: constraint.skip_validation === true,
          }
        : null;
    default:
      return null;
  }
}
