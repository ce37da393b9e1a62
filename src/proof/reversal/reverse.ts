import type { ObjectName } from '../../sql/object-name.ts';
import { type ProofDatabase, rowsOf } from '../database.ts';
import { namedOf } from '../doubtful-tables.ts';
import type { Reversal } from '../proof.ts';
import {
  isTransactionWord,
  mayBeOfSandbox,
  refusesTransaction,
  runStatement,
  withoutConcurrently,
} from '../run-statement.ts';
import type { ProvenMigration, ProvenStatement } from '../subject.ts';
import { type Catalog, compareCatalogs, readCatalog } from './catalog.ts';

const nothing = {
  reason: null,
  range: null,
  error: null,
  differences: [],
  onNewData: null,
} as const;

export interface ReversalOptions {
  /** What was there before the way up. */
  readonly before: Catalog;
  /** Whether the base was made whole: otherwise a name that is missing tells nothing. */
  readonly baseComplete: boolean;
  /** Tables of which the schema before is not known whole: a migration that names one is not taken back. */
  readonly doubtful?: readonly ObjectName[];
  /** Notices of the way up: what it would have dropped and did not find was made outside of the migrations. */
  readonly notices?: readonly string[];
}

/**
 * Runs the way down on what the way up has made, and compares what is there with what was. All of it is rolled back. A
 * statement that refuses transactions is run in its plain form: what it leaves is the same.
 */
export async function reverseMigration(
  database: ProofDatabase,
  { path, up, down }: ProvenMigration,
  { before, baseComplete, doubtful = [], notices = [] }: ReversalOptions,
): Promise<Reversal> {
  if (down === null) return { ...nothing, path, outcome: 'absent' };
  const found = { ...nothing, path: down.path };
  const unsure = namedOf([...up, ...down.statements].map(({ text }) => text).join('\n'), doubtful);
  if (unsure !== null)
    return { ...found, outcome: 'not-run', reason: `the replayed schema lacks something of ${unsure.name}` };
  await database.exec('BEGIN');
  try {
    for (const statement of down.statements) {
      const outcome = await runInside(database, statement);
      if (outcome.kind === 'ran') continue;
      if (outcome.kind === 'not-run') return { ...found, outcome: 'not-run', reason: outcome.reason };
      if (mayBeOfSandbox(outcome.error) && !baseComplete)
        return { ...found, outcome: 'not-run', reason: 'what it needs is not in the replayed schema' };
      return { ...found, outcome: 'failed', range: statement.range, error: outcome.error };
    }
    // What a down sets (a search_path) must not change how definitions are written.
    await database.exec('SET LOCAL search_path = public');
    return {
      ...found,
      outcome: 'ran',
      differences: compareCatalogs(before, await readCatalog(database)).filter(
        (difference) => difference.before !== null || !wasToGo(difference.object, notices),
      ),
    };
  } finally {
    await database.exec('ROLLBACK');
  }
}

function wasToGo(object: string, notices: readonly string[]): boolean {
  const words = new Set(object.match(/[\p{L}_][\p{L}\p{N}_$]*/gu));
  return notices.some((notice) => {
    const missed = /"([^"]+)".* does not exist, skipping$/.exec(notice)?.[1];
    return missed !== undefined && words.has(missed);
  });
}

/** Whether the way up runs on what it has made already. Rolled back. */
export async function runsTwice(database: ProofDatabase, { up }: ProvenMigration): Promise<boolean | null> {
  await database.exec('BEGIN');
  try {
    for (const statement of up) {
      const outcome = await runInside(database, statement);
      if (outcome.kind === 'not-run') return null;
      if (outcome.kind === 'failed') return false;
    }
    return true;
  } finally {
    await database.exec('ROLLBACK');
  }
}

async function runInside(
  database: ProofDatabase,
  statement: ProvenStatement,
): ReturnType<typeof runStatement> {
  if (statement.operations.some(({ kind }) => isTransactionWord(kind)))
    return { kind: 'ran', notices: [], affected: 0 };
  if (statement.operations.some(({ kind }) => kind === 'vacuum'))
    return { kind: 'ran', notices: [], affected: 0 };
  if (!refusesTransaction(statement.operations)) return await runStatement(database, statement, true);
  const plain = withoutConcurrently(statement.text);
  return plain === null
    ? { kind: 'not-run', reason: 'it runs only outside a transaction' }
    : await runStatement(database, { ...statement, text: plain }, true);
}

/** The catalog as the given database has it, whatever its search_path. */
export async function catalogOf(database: ProofDatabase): Promise<Catalog> {
  const [path] = await rowsOf(database, "SELECT pg_catalog.current_setting('search_path') AS path");
  await database.exec('SET search_path = public');
  try {
    return await readCatalog(database);
  } finally {
    await database.exec(
      `SELECT pg_catalog.set_config('search_path', '${(path?.path ?? '').replaceAll("'", "''")}', false)`,
    );
  }
}
