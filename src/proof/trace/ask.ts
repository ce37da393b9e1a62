import { type ProofDatabase, ProofEnded } from '../database.ts';
import { answerOf } from '../prepared-question.ts';

const savepoint = 'backend_engineer_question';

/**
 * Asks a read-only question that is asked many times, and undoes that it was asked: neither the locks it takes nor what it
 * sets stays. What a migration may have set (a search_path with operators of its own, a role without rights) has no part
 * in it. Rejects with ProofEnded where it is refused.
 * @param name the same for the same question
 * @param question a SELECT. Its rows come as one JSON: a thousand rows as such take ten times as long
 * @param inTransaction whether one is open
 */
export async function askPrepared<Row>(
  database: ProofDatabase,
  name: string,
  question: string,
  inTransaction: boolean,
): Promise<readonly Row[]> {
  const prepared = { name, type: null, query: () => inOne(question) };
  const answer = await answerOf(database, prepared, '', (text) =>
    answered<Row>(database, text, inTransaction),
  );
  if (answer === null) throw new ProofEnded('a question of ours was refused');
  return answer;
}

/** As `askPrepared`, once; null where PostgreSQL refuses it (a table whose rows its owner shows to nobody). */
export async function tryAsk<Row>(
  database: ProofDatabase,
  question: string,
  inTransaction: boolean,
): Promise<readonly Row[] | null> {
  return await answered<Row>(database, inOne(question), inTransaction);
}

function inOne(question: string): string {
  return `SELECT json_agg(q) AS answer FROM (${question}) q`;
}

async function answered<Row>(
  database: ProofDatabase,
  text: string,
  inTransaction: boolean,
): Promise<readonly Row[] | null> {
  const [open, close] = inTransaction
    ? [`SAVEPOINT ${savepoint}`, `ROLLBACK TO SAVEPOINT ${savepoint}; RELEASE SAVEPOINT ${savepoint}`]
    : ['BEGIN', 'ROLLBACK'];
  const outcome = await database.exec(
    `${open}; SET LOCAL SESSION AUTHORIZATION DEFAULT; SET LOCAL ROLE NONE; SET LOCAL search_path TO pg_catalog; ${text}; ${close}`,
  );
  if (!outcome.ok) {
    await database.exec(close);
    return null;
  }
  const json = outcome.results.findLast(({ command }) => command === 'SELECT')?.rows[0]?.answer;
  return json === null || json === undefined ? [] : JSON.parse(json);
}
