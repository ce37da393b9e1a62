import type { Statement } from '../sql/statement.ts';
import type { SqlRule } from './rule.ts';

type StatementRule = Extract<SqlRule, { about: 'statement' }>;

/**
 * Answers which of the rules look at a statement, in their order. Most look at one kind of operation: asking all of them
 * about each statement of a long history takes more time than parsing it.
 */
export function fittingRules(
  rules: readonly StatementRule[],
): (statement: Pick<Statement, 'operations' | 'query'>) => readonly StatementRule[] {
  const known = new Map<string, readonly StatementRule[]>();
  return ({ operations, query }) => {
    const holds = new Set(operations.map(({ kind }) => kind as string));
    if (query !== null) holds.add('query');
    const key = [...holds].join();
    const before = known.get(key);
    if (before !== undefined) return before;
    const fitting = rules.filter(({ on }) => on === undefined || on.some((kind) => holds.has(kind)));
    known.set(key, fitting);
    return fitting;
  };
}
