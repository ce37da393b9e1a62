import { createHash } from 'node:crypto';
import type { ObjectName } from '../sql/object-name.ts';
import { type ProofDatabase, rowsOf } from './database.ts';
import { changesSchema, doubtfulTables } from './doubtful-tables.ts';
import { extensionsOf } from './extensions.ts';
import { refusal } from './refusals.ts';
import { isTransactionWord, type RunOutcome, runStatement } from './run-statement.ts';
import type { OpenProof, PastStatement, ProofDatabases, ProofRequest } from './subject.ts';

/** How the schema before the pull request came to be in a proof's database. */
export interface BaseOutcome {
  readonly statements: number;
  readonly failed: number;
  /** Of the first that failed, one line. */
  readonly firstFailure: string | null;
  /** Whether all ran that makes or changes something: what a migration misses is then its own mistake. */
  readonly schemaIsWhole: boolean;
  /** Tables that are there and that a statement which did not run was to change: nothing is claimed of them. */
  readonly doubtful: readonly ObjectName[];
}

/** What an image holds besides the base: another number for another way to replay it. */
const replayVersion = 3;

/** Holds, as its comment, how the base came to be: an image of a database has all of it. */
const ownSchema = 'backend_engineer';

/** A database with the base in it: replayed, or as an earlier proof of the same base has left it. */
export async function openBase(
  { base, migrations }: Pick<ProofRequest, 'base' | 'migrations'>,
  databases: ProofDatabases,
): Promise<{ readonly database: OpenProof; readonly base: BaseOutcome }> {
  const statements = base.key === null ? base.statements() : null;
  const key = `${replayVersion} ${base.key ?? keyOf(statements ?? [])}`;
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
  const failures: Failure[] = [];
  for (const group of groupsOf(statements))
    if (!(await runTogether(database, group))) failures.push(...(await runOneByOne(database, group)));
  // What a dump sets (an empty search_path) is not what a migration tool's connection has.
  await database.exec('RESET ALL');
  await database.exec(`ANALYZE ${askedCatalogs.map((name) => `pg_catalog.${name}`).join(', ')}`);
  const failed = failures.map(({ statement }) => statement);
  return {
    statements: statements.length,
    failed: failed.length,
    firstFailure: failures[0]?.reason ?? null,
    schemaIsWhole: !failed.some(changesSchema),
    doubtful: await doubtfulTables(database, failed),
  };
}

interface Failure {
  readonly statement: PastStatement;
  readonly reason: string;
}

/** SQLSTATEs of what a transaction is in the way of: a new value of an enum, a statement that opens its own. */
const mindsTransaction = new Set(['55P04', '25001', '2D000']);

/** Each behind a savepoint of the transaction that they ran in; outside of one where one of them minds it. */
async function runOneByOne(database: ProofDatabase, group: readonly PastStatement[]): Promise<Failure[]> {
  const inside = group.length > 1 ? await runInTransaction(database, group) : null;
  if (inside !== null) return inside;
  const failures: Failure[] = [];
  for (const statement of group) {
    const reason = reasonOf(await runStatement(database, statement, false));
    if (reason !== null) failures.push({ statement, reason });
  }
  return failures;
}

/** null where nothing of it stayed. */
async function runInTransaction(
  database: ProofDatabase,
  group: readonly PastStatement[],
): Promise<Failure[] | null> {
  await database.exec('BEGIN');
  const failures: Failure[] = [];
  for (const statement of group) {
    const outcome = await runStatement(database, statement, true);
    if (outcome.kind === 'failed' && mindsTransaction.has(outcome.error.code)) {
      await database.exec('ROLLBACK');
      return null;
    }
    const reason = reasonOf(outcome);
    if (reason !== null) failures.push({ statement, reason });
  }
  const committed = await database.exec('COMMIT');
  return committed.ok ? failures : null;
}

function reasonOf(outcome: RunOutcome): string | null {
  if (outcome.kind === 'ran') return null;
  return outcome.kind === 'failed' ? outcome.error.message : outcome.reason;
}

/** What our questions join most: without statistics PostgreSQL takes them for small, and asks in a third more time. */
const askedCatalogs = [
  'pg_attrdef',
  'pg_attribute',
  'pg_class',
  'pg_constraint',
  'pg_depend',
  'pg_index',
  'pg_proc',
  'pg_type',
];

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
