import type { A_Expr, Node } from 'libpg-query';
import type { Conjunct, ConjunctValue } from '../query-shape.ts';
import { rangeOf, type Source } from '../tokens/source.ts';
import { as, items, strings } from './ast.ts';
import { extentOf } from './extent.ts';
import { plainColumn, type Scope } from './scope.ts';

type Condition = Pick<Conjunct, 'column' | 'operator' | 'value'>;

const opaque: Condition = { column: null, operator: 'other', value: 'other' };
const comparisons = new Set(['=', '<', '<=', '>', '>=', '<>']);
const flipped: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

/** The conditions that AND connects at the top of an expression. */
export function readConjuncts(node: Node | undefined, scope: Scope, source: Source): Conjunct[] {
  if (node === undefined) return [];
  const both = as(node, 'BoolExpr');
  if (both?.boolop === 'AND_EXPR')
    return (both.args ?? []).flatMap((each) => readConjuncts(each, scope, source));
  return [{ ...readCondition(node, scope), range: rangeOf(source, extentOf(node, source)) }];
}

function readCondition(node: Node, scope: Scope): Condition {
  const expression = as(node, 'A_Expr');
  if (expression !== null) return readOperator(expression, scope);
  const test = as(node, 'NullTest');
  if (test !== null) {
    const operator = test.nulltesttype === 'IS_NULL' ? 'is-null' : 'is-not-null';
    return { column: plainColumn(scope, test.arg), operator, value: 'literal' };
  }
  const link = as(node, 'SubLink');
  if (link?.subLinkType === 'ANY_SUBLINK') {
    const equal = link.operName === undefined || strings(link.operName).at(-1) === '=';
    return { column: plainColumn(scope, link.testexpr), operator: equal ? 'in' : 'other', value: 'subquery' };
  }
  // A boolean column by itself, or NOT of one, is a comparison with a literal.
  const not = as(node, 'BoolExpr');
  const bare = plainColumn(scope, not?.boolop === 'NOT_EXPR' ? not.args?.[0] : node);
  return bare === null ? opaque : { column: bare, operator: '=', value: 'literal' };
}

function readOperator(expression: A_Expr, scope: Scope): Condition {
  const name = strings(expression.name).at(-1) ?? '';
  const left = plainColumn(scope, expression.lexpr);
  const value = sideOf(expression.rexpr);
  switch (expression.kind) {
    case 'AEXPR_OP': {
      const operator = comparisons.has(name) ? name : 'other';
      if (left !== null) return { column: left, operator, value };
      const right = plainColumn(scope, expression.rexpr);
      if (right === null) return opaque;
      return { column: right, operator: flipped[operator] ?? operator, value: sideOf(expression.lexpr) };
    }
    case 'AEXPR_OP_ANY':
    case 'AEXPR_IN':
      return { column: left, operator: name === '=' ? 'in' : 'other', value };
    case 'AEXPR_LIKE':
      return { column: left, operator: name === '~~' ? 'like' : 'other', value };
    case 'AEXPR_BETWEEN':
    case 'AEXPR_BETWEEN_SYM':
      return { column: left, operator: 'between', value };
    default:
      return { column: left, operator: 'other', value };
  }
}

function sideOf(node: Node | undefined): ConjunctValue {
  if (node === undefined) return 'other';
  if (as(node, 'ParamRef') !== null || isNamedParameter(node)) return 'parameter';
  if (as(node, 'A_Const') !== null) return 'literal';
  const cast = as(node, 'TypeCast');
  if (cast !== null) return sideOf(cast.arg);
  if (as(node, 'ColumnRef') !== null) return 'column';
  if (as(node, 'SubLink') !== null) return 'subquery';
  const list = as(node, 'List') === null ? as(node, 'A_ArrayExpr')?.elements : items(node);
  if (list === undefined) return 'other';
  const values = list.map(sideOf);
  if (values.every((value) => value === 'literal')) return 'literal';
  return values.every((value) => value === 'literal' || value === 'parameter') ? 'parameter' : 'other';
}

/** sqlc's `@name` (read as an operator before a column) and `sqlc.arg(name)`. */
export function isNamedParameter(node: Node): boolean {
  const expression = as(node, 'A_Expr');
  if (expression !== null) {
    const isAt = expression.lexpr === undefined && strings(expression.name).at(-1) === '@';
    return isAt && as(expression.rexpr, 'ColumnRef') !== null;
  }
  return strings(as(node, 'FuncCall')?.funcname)[0] === 'sqlc';
}
