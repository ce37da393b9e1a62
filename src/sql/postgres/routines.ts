import type { CreateFunctionStmt } from 'libpg-query';
import { type UnquotedParameter, unquotedParameters } from '../dynamic-sql.ts';
import { as, strings } from './ast.ts';
import type { Context } from './context.ts';
import { tokenize } from './tokens.ts';

/** Types whose values may hold any text. */
const texts: ReadonlySet<string> = new Set(['text', 'varchar', 'bpchar', 'citext', 'json', 'jsonb']);

/** Where a function in PL/pgSQL puts its parameters into the SQL that it executes, as they are. */
export function unquotedInRoutine(
  node: CreateFunctionStmt,
  { source, span }: Context,
): readonly UnquotedParameter[] {
  const options = (node.options ?? []).map((each) => as(each, 'DefElem'));
  const language = options.find((option) => option?.defname === 'language');
  if (as(language?.arg, 'String')?.sval !== 'plpgsql') return [];
  const body = source.tokens
    .slice(span.first, span.last + 1)
    .findLast(({ kind }) => kind === 'dollar-string');
  if (body === undefined) return [];
  const tag = source.text.indexOf('$', body.start + 1) + 1 - body.start;
  const names = new Set<string>();
  for (const [index, each] of (node.parameters ?? []).entries()) {
    const parameter = as(each, 'FunctionParameter');
    const type = strings(parameter?.argType?.names).at(-1) ?? '';
    if (!texts.has(type) || parameter?.mode === 'FUNC_PARAM_OUT' || parameter?.mode === 'FUNC_PARAM_TABLE')
      continue;
    names.add(`$${index + 1}`);
    if (parameter?.name !== undefined) names.add(parameter.name);
  }
  if (names.size === 0) return [];
  const tokens = tokenize(source.text.slice(0, body.end - tag), body.start + tag);
  return unquotedParameters('postgres', source.text, tokens, names);
}
