import { type ProofDatabase, rowsOf } from './database.ts';

/** A question that is asked many times: to read and to plan it takes longer than to answer it. */
export interface PreparedQuestion {
  /** Of the prepared statement, without its prefix. */
  readonly name: string;
  /** Of its one parameter, as DDL writes it; null where it has none. */
  readonly type: string | null;
  /** @param parameter what stands for it */
  query(parameter: string): string;
}

/** Of each database the names that are prepared, with the hash of what they were prepared as. */
const prepared = new WeakMap<ProofDatabase, Map<string, string>>();

/**
 * Asks a question by a prepared statement, as long as a migration leaves it (DEALLOCATE, DISCARD), else as it is. One that
 * a migration has put in its place is not believed.
 * @param value of the parameter, as SQL
 * @param ask sends a text in a search_path of pg_catalog; null where it is refused, which leaves the transaction usable
 */
export async function answerOf<Answer>(
  database: ProofDatabase,
  { name, type, query }: PreparedQuestion,
  value: string,
  ask: (text: string) => Promise<Answer | null>,
): Promise<Answer | null> {
  const known = prepared.get(database) ?? new Map<string, string>();
  prepared.set(database, known);
  const full = `backend_engineer_${name}`;
  const hash = known.get(name);
  const make =
    hash === undefined
      ? `PREPARE ${full}${type === null ? '' : ` (${type})`} AS ${query('$1')}`
      : `SELECT 1 / count(*) FROM pg_prepared_statements WHERE name = '${full}' AND md5(statement) = '${hash}'`;
  const call = `EXECUTE ${full}${type === null ? '' : ` (${value})`}`;
  const answer = await ask(`${make}; SET LOCAL plan_cache_mode TO force_generic_plan; ${call}`);
  if (answer === null) {
    known.delete(name);
    return await ask(query(value));
  }
  if (hash === undefined) known.set(name, await hashOf(database, full));
  return answer;
}

async function hashOf(database: ProofDatabase, name: string): Promise<string> {
  const [row] = await rowsOf(
    database,
    `SELECT pg_catalog.md5(statement) AS hash FROM pg_catalog.pg_prepared_statements
     WHERE name OPERATOR(pg_catalog.=) '${name}'`,
  );
  return row?.hash ?? '';
}
