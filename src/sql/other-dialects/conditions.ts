import type { TextRange } from '../../text/range.ts';
import type { Conjunct, ConjunctValue } from '../query-shape.ts';
import { closingOf, lastBefore, rangeOf, type Source, type TokenSpan, wordAt } from '../tokens/source.ts';
import { columnIn, type QueryScope } from './query-scope.ts';
import { isTree, listAt, queryIn, type Tree, textAt, treeAt } from './tree.ts';

const flipped: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
const comparisons = new Set(['=', '<', '<=', '>', '>=', '<>']);
const parameters = new Set(['param', 'var', 'origin']);
const literals = new Set([
  'number',
  'single_quote_string',
  'string',
  'double_quote_string',
  'bool',
  'null',
  'bigint',
]);

/** The conditions that AND connects, without their places. */
export function flatten(value: unknown): Tree[] {
  if (!isTree(value)) return [];
  if (textAt(value, 'type') === 'binary_expr' && textAt(value, 'operator') === 'AND') {
    return [...flatten(value.left), ...flatten(value.right)];
  }
  return [value];
}

export function readCondition(node: Tree, scope: QueryScope, range: TextRange): Conjunct {
  const opaque: Conjunct = { column: null, operator: 'other', value: 'other', range };
  const bare = columnIn(textAt(node, 'type') === 'unary_expr' ? node.expr : node, scope);
  const isNot = textAt(node, 'type') === 'unary_expr' && textAt(node, 'operator') === 'NOT';
  if (bare !== null && bare !== 'parameter' && (isNot || textAt(node, 'type') !== 'unary_expr')) {
    return { column: bare, operator: '=', value: 'literal', range };
  }
  if (textAt(node, 'type') !== 'binary_expr') return opaque;
  const written = (textAt(node, 'operator') ?? '').toUpperCase();
  const name = written === '!=' ? '<>' : written;
  const left = columnIn(node.left, scope);
  const value = valueOfSide(node.right, scope);
  if (left !== null && left !== 'parameter')
    return { column: left, operator: operatorOf(name, node), value, range };
  const right = columnIn(node.right, scope);
  if (right === null || right === 'parameter' || !comparisons.has(name)) return opaque;
  return { column: right, operator: flipped[name] ?? name, value: valueOfSide(node.left, scope), range };
}

function operatorOf(name: string, node: Tree): string {
  if (comparisons.has(name)) return name;
  if (name === 'IN' || name === 'LIKE' || name === 'BETWEEN') return name.toLowerCase();
  const isNull = textAt(treeAt(node, 'right'), 'type') === 'null';
  if (name === 'IS' && isNull) return 'is-null';
  return name === 'IS NOT' && isNull ? 'is-not-null' : 'other';
}

function valueOfSide(value: unknown, scope: QueryScope): ConjunctValue {
  if (!isTree(value)) return 'other';
  if (queryIn(value) !== null) return 'subquery';
  const column = columnIn(value, scope);
  if (column !== null) return column === 'parameter' ? 'parameter' : 'column';
  const type = textAt(value, 'type') ?? '';
  if (type === 'expr_list') {
    const list = listAt(value, 'value').map((each) => valueOfSide(each, scope));
    if (list.length === 1 && list[0] === 'subquery') return 'subquery';
    if (list.every((each) => each === 'literal')) return 'literal';
    return list.every((each) => each === 'literal' || each === 'parameter') ? 'parameter' : 'other';
  }
  if (parameters.has(type)) return 'parameter';
  return literals.has(type) || type.endsWith('_string') ? 'literal' : 'other';
}

const endsOfWhere = new Set(
  'group order limit having window for returning union except intersect into lock option offset'.split(' '),
);

/** The places of the conditions after a statement's own WHERE, in order; empty where it has none. */
export function conditionRanges(source: Source, statement: TokenSpan): TextRange[] {
  const where = lastBefore(source, statement, (word) => word === 'where') + 1;
  if (where > statement.last) return [];
  const first = where + 1;
  const last = lastBefore(source, { first, last: statement.last }, (word) => endsOfWhere.has(word));
  return conjunctSpans(source, { first, last }).map((span) => rangeOf(source, span));
}

function conjunctSpans(source: Source, span: TokenSpan): TokenSpan[] {
  if (lastBefore(source, span, (word) => word === 'or' || word === '|') < span.last) return [span];
  const spans: TokenSpan[] = [];
  for (let first = span.first; first <= span.last; ) {
    let isBetween = false;
    const last = lastBefore(source, { first, last: span.last }, (word) => {
      if (word === 'between') isBetween = true;
      if (word !== 'and') return false;
      const ends = !isBetween;
      isBetween = false;
      return ends;
    });
    const isWrapped =
      wordAt(source, first) === '(' && closingOf(source, first, last) === last && last > first;
    if (isWrapped && wordAt(source, first + 1) !== 'select') {
      spans.push(...conjunctSpans(source, { first: first + 1, last: last - 1 }));
    } else spans.push({ first, last });
    first = last + 2;
  }
  return spans;
}
