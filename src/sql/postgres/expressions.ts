import type { Node } from 'libpg-query';
import type { Expression, Volatility } from '../definitions.ts';
import { type Source, type TokenSpan, textOf } from '../tokens/source.ts';
import { as, strings, walk } from './ast.ts';
import { functionVolatility } from './function-volatility.ts';

const rank: Readonly<Record<Volatility, number>> = { immutable: 0, stable: 1, unknown: 2, volatile: 3 };

/** An expression whose text stands in `span`. */
export function readExpression(node: Node | undefined, source: Source, span: TokenSpan): Expression {
  const functions = new Set<string>();
  const columns = new Set<string>();
  let volatility: Volatility = 'immutable';
  const atLeast = (found: Volatility): void => {
    if (rank[found] > rank[volatility]) volatility = found;
  };
  walk(node, (tag, content) => {
    if (tag === 'FuncCall') {
      const names = strings(content.funcname as Node[]);
      const name = names.at(-1) ?? '';
      const schema = names.length > 1 ? names.at(-2) : 'pg_catalog';
      functions.add(schema === 'pg_catalog' ? name : `${schema}.${name}`);
      const known = functionVolatility(name);
      // Elsewhere than in pg_catalog the name says nothing for sure, but `extensions.uuid_generate_v4` is what it seems.
      atLeast(schema === 'pg_catalog' || known === 'volatile' ? known : 'unknown');
    } else if (tag === 'SQLValueFunction') {
      functions.add(valueFunction(String(content.op)));
      atLeast('stable');
    } else if (tag === 'ColumnRef') {
      const name = strings(content.fields as Node[]).at(-1);
      if (name !== undefined) columns.add(name);
    } else if (tag === 'SubLink') atLeast('unknown');
    return true;
  });
  return {
    text: textOf(source, span),
    kind: kindOf(node),
    volatility,
    functions: [...functions],
    columns: [...columns],
  };
}

/** `SVFOP_CURRENT_TIMESTAMP_N` is `current_timestamp`. */
function valueFunction(operation: string): string {
  return operation
    .replace(/^SVFOP_/, '')
    .replace(/_N$/, '')
    .toLowerCase();
}

function kindOf(node: Node | undefined): Expression['kind'] {
  const constant = as(node, 'A_Const');
  if (constant !== null) return constant.isnull === true ? 'null' : 'constant';
  const cast = as(node, 'TypeCast');
  if (cast !== null) return kindOf(cast.arg);
  const array = as(node, 'A_ArrayExpr');
  if (array !== null)
    return (array.elements ?? []).every((each) => kindOf(each) !== 'other') ? 'constant' : 'other';
  return 'other';
}

/** The column where the expression is exactly `column IS NOT NULL`. */
export function provenNotNull(node: Node | undefined): string | null {
  const test = as(node, 'NullTest');
  if (test?.nulltesttype !== 'IS_NOT_NULL') return null;
  const fields = as(test.arg, 'ColumnRef')?.fields;
  return fields?.length === 1 ? (strings(fields)[0] ?? null) : null;
}
