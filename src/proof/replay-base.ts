import type { ProofDatabase } from './database.ts';
import { runStatement } from './run-statement.ts';
import type { ProvenBase } from './subject.ts';

/** How the schema before the pull request came to be in a proof's database. */
export interface BaseOutcome {
  readonly statements: number;
  readonly failed: number;
  /** Of the first that failed, one line. */
  readonly firstFailure: string | null;
}

/**
 * Runs what the base branch's migrations ran, each statement by itself: one that fails (an extension that is not there, a
 * table that was made by hand) must not take the others with it.
 */
export async function replayBase(database: ProofDatabase, { statements }: ProvenBase): Promise<BaseOutcome> {
  let failed = 0;
  let firstFailure: string | null = null;
  for (const statement of statements) {
    if (statement.operations.some(({ kind }) => isTransactionWord(kind))) continue;
    const outcome = await runStatement(database, statement, false);
    if (outcome.kind === 'ran') continue;
    failed++;
    firstFailure ??= outcome.kind === 'failed' ? outcome.error.message : outcome.reason;
  }
  // What a dump sets (an empty search_path) is not what a migration tool's connection has.
  await database.exec('RESET ALL');
  return { statements: statements.length, failed, firstFailure };
}

/** Each statement stands alone here, so a transaction's words have nothing to hold together. */
function isTransactionWord(kind: string): boolean {
  return kind === 'begin' || kind === 'commit' || kind === 'rollback';
}
