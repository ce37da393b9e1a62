import type { ProofDatabase } from './database.ts';

/** A question that is asked many times: to read and to plan it takes longer than to answer it. */
export interface PreparedQuestion {
  /** Of the prepared statement, without its prefix. */
  readonly name: string;
  /** Of its one parameter, as DDL writes it; null where it has none. */
  readonly type: string | null;
  /** @param parameter what stands for it */
  query(parameter: string): string;
}

/** Names of those that are prepared. */
const prepared = new WeakMap<ProofDatabase, Set<string>>();

/**
 * The texts to ask a question by, the first of which that is not refused answers: prepared, as long as a migration
 * leaves it (DEALLOCATE, DISCARD), else as it is.
 * @param value of the parameter, as SQL
 */
export async function answerOf<Answer>(
  database: ProofDatabase,
  { name, type, query }: PreparedQuestion,
  value: string,
  ask: (text: string) => Promise<Answer | null>,
): Promise<Answer | null> {
  const names = prepared.get(database) ?? new Set();
  prepared.set(database, names);
  const full = `backend_engineer_${name}`;
  const make =
    names.has(name) === true ? '' : `PREPARE ${full}${type === null ? '' : ` (${type})`} AS ${query('$1')}; `;
  const call = `SET LOCAL plan_cache_mode TO force_generic_plan; EXECUTE ${full}${type === null ? '' : ` (${value})`}`;
  const answer = await ask(`${make}${call}`);
  if (answer !== null) {
    names.add(name);
    return answer;
  }
  names.delete(name);
  return await ask(query(value));
}
