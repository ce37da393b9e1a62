import { type ProofDatabase, ProofEnded, type ResultRow, rowsOf } from './database.ts';
import { answerOf, type PreparedQuestion } from './prepared-question.ts';

/**
 * Does something inside a transaction that is rolled back, and sets sequences back, which no rollback does: the database
 * is left as it was found. What a transaction must not do (CONCURRENTLY) does not work inside.
 */
export async function rolledBack<Result>(
  database: ProofDatabase,
  work: () => Promise<Result>,
): Promise<Result> {
  await mustRun(database, 'BEGIN');
  const before = await positions(database);
  let result: Result;
  try {
    result = await work();
  } catch (error) {
    // What went wrong is more worth telling than that a database which is gone cannot roll back.
    await database.exec('ROLLBACK').catch(() => null);
    throw error;
  }
  await mustRun(database, 'ROLLBACK');
  await putBack(database, before);
  return result;
}

/**
 * The rows of one query of ours, inside an open transaction, whatever search_path and role a migration has set: names
 * in its answer are qualified but for those in `public`. Rejects with ProofEnded where it is refused.
 */
export async function ask(database: ProofDatabase, query: string): Promise<readonly ResultRow[]> {
  const answer = await tryAsk(database, query);
  if (answer === null) throw new ProofEnded('a question of ours was refused');
  return answer;
}

/** As `ask`, of a question that is asked many times. @param value of its parameter, as SQL */
export async function askPrepared(
  database: ProofDatabase,
  question: PreparedQuestion,
  value: string,
): Promise<readonly ResultRow[]> {
  const answer = await answerOf(database, question, value, (text) => tryAsk(database, text));
  if (answer === null) throw new ProofEnded('a question of ours was refused');
  return answer;
}

/** As `ask`; null where PostgreSQL refuses it, which leaves the transaction usable. */
export async function tryAsk(database: ProofDatabase, query: string): Promise<readonly ResultRow[] | null> {
  const outcome = await database.exec(
    `SAVEPOINT backend_engineer_question; RESET ROLE;
     SET LOCAL search_path TO pg_catalog, public, pg_temp; SET LOCAL row_security TO on;
     SET LOCAL datestyle TO 'ISO, MDY'; ${query};
     ROLLBACK TO SAVEPOINT backend_engineer_question; RELEASE SAVEPOINT backend_engineer_question`,
  );
  if (outcome.ok) return outcome.results.at(-3)?.rows ?? [];
  await mustRun(
    database,
    'ROLLBACK TO SAVEPOINT backend_engineer_question; RELEASE SAVEPOINT backend_engineer_question',
  );
  return null;
}

/** A statement of ours that nothing of the pull request can make fail. */
export async function mustRun(database: ProofDatabase, sql: string): Promise<void> {
  const outcome = await database.exec(sql);
  if (!outcome.ok) throw new ProofEnded(`a statement of ours was refused: ${outcome.error.message}`);
}

const sequences = `SELECT s.seqrelid::pg_catalog.text AS sequence,
    pg_catalog.pg_sequence_last_value(s.seqrelid)::pg_catalog.text AS last, s.seqstart::pg_catalog.text AS start
  FROM pg_catalog.pg_sequence s JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) s.seqrelid
  WHERE c.relpersistence OPERATOR(pg_catalog.<>) 't'`;

/** Where each sequence stands; null where it was never asked. */
async function positions(database: ProofDatabase): Promise<ReadonlyMap<string, string | null>> {
  const rows = await rowsOf(database, sequences);
  return new Map(rows.map(({ sequence, last }) => [sequence ?? '', last ?? null]));
}

async function putBack(database: ProofDatabase, before: ReadonlyMap<string, string | null>): Promise<void> {
  const moved = (await rowsOf(database, sequences)).filter(
    ({ sequence, last }) => before.get(sequence ?? '') !== last,
  );
  if (moved.length === 0) return;
  const calls = moved.map(({ sequence, start }) => {
    const last = before.get(sequence ?? '') ?? null;
    return `pg_catalog.setval(${sequence}::pg_catalog.regclass, ${last ?? start}, ${last !== null})`;
  });
  await rowsOf(database, `SELECT ${calls.join(', ')}`);
}
