import { createHash } from 'node:crypto';
import { type ProofDatabase, rowsOf } from './database.ts';
import { extensionsOf } from './extensions.ts';
import { refusal } from './refusals.ts';
import { runStatement } from './run-statement.ts';
import type { OpenProof, PastStatement, ProofDatabases, ProofRequest } from './subject.ts';

/** How the schema before the pull request came to be in a proof's database. */
export interface BaseOutcome {
  readonly statements: number;
  readonly failed: number;
  /** Of the first that failed, one line. */
  readonly firstFailure: string | null;
}

/** Holds, as its comment, how the base came to be: an image of a database has all of it. */
const ownSchema = 'backend_engineer';

/** A database with the base in it: replayed, or as an earlier proof of the same base has left it. */
export async function openBase(
  { base, migrations }: Pick<ProofRequest, 'base' | 'migrations'>,
  databases: ProofDatabases,
): Promise<{ readonly database: OpenProof; readonly base: BaseOutcome }> {
  const statements = base.key === null ? base.statements() : null;
  const key = base.key ?? keyOf(statements ?? []);
  const texts = [...base.texts(), ...migrations.map(({ text }) => text)];
  const prepare = async (empty: ProofDatabase): Promise<void> => {
    const outcome = await replayBase(empty, statements ?? base.statements());
    const comment = JSON.stringify(outcome).replaceAll("'", "''");
    await empty.exec(`CREATE SCHEMA ${ownSchema}; COMMENT ON SCHEMA ${ownSchema} IS '${comment}'`);
  };
  const database = await databases.open(key, prepare, {
    extensions: extensionsOf(texts.map((text) => ({ text }))),
  });
  const [row] = await rowsOf(
    database,
    `SELECT pg_catalog.obj_description(oid, 'pg_namespace') AS outcome FROM pg_catalog.pg_namespace WHERE nspname = '${ownSchema}'`,
  );
  return { database, base: JSON.parse(row?.outcome ?? '') as BaseOutcome };
}

function keyOf(statements: readonly PastStatement[]): string {
  const hash = createHash('sha256');
  for (const { text } of statements) hash.update(`${text.length} ${text}`);
  return hash.digest('base64');
}

/**
 * Runs what the base branch's migrations ran. What ran in one transaction runs in one, in one message; where that fails (an
 * extension that is not there, a table that was made by hand), each of its statements by itself: one must not take the
 * others with it.
 */
export async function replayBase(
  database: ProofDatabase,
  statements: readonly PastStatement[],
): Promise<BaseOutcome> {
  let failed = 0;
  let firstFailure: string | null = null;
  for (const group of groupsOf(statements)) {
    if (await runTogether(database, group)) continue;
    for (const statement of group) {
      const outcome = await runStatement(database, statement, false);
      if (outcome.kind === 'ran') continue;
      failed++;
      firstFailure ??= outcome.kind === 'failed' ? outcome.error.message : outcome.reason;
    }
  }
  // What a dump sets (an empty search_path) is not what a migration tool's connection has.
  await database.exec('RESET ALL');
  return { statements: statements.length, failed, firstFailure };
}

/** Statements that run together, without the words of transactions: those between BEGIN and COMMIT do, too. */
function groupsOf(statements: readonly PastStatement[]): PastStatement[][] {
  const groups: PastStatement[][] = [];
  let open: number | 'begin' | null = null;
  for (const statement of statements) {
    const words = statement.operations.map(({ kind }) => kind);
    if (words.some(isTransactionWord)) {
      open = words.includes('begin') ? 'begin' : null;
      if (open === 'begin') groups.push([]);
      continue;
    }
    const together: number | 'begin' | null = open === 'begin' ? open : statement.transaction;
    if (together === null || together !== open) groups.push([statement]);
    else groups.at(-1)?.push(statement);
    open = together;
  }
  return groups;
}

async function runTogether(database: ProofDatabase, group: readonly PastStatement[]): Promise<boolean> {
  if (group.length === 0) return true;
  if (group.length < 2 || group.some((each) => each.failure !== null || refusal(each) !== null)) return false;
  const outcome = await database.exec(`BEGIN;\n${group.map(({ text }) => text).join('\n;\n')}\n;COMMIT`);
  if (!outcome.ok) await database.exec('ROLLBACK');
  return outcome.ok;
}

function isTransactionWord(kind: string): boolean {
  return kind === 'begin' || kind === 'commit' || kind === 'rollback';
}
