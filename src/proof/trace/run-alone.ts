import type { ProofDatabase } from '../database.ts';
import { type RunOutcome, runStatement } from '../run-statement.ts';
import type { ProvenStatement } from '../subject.ts';
import { nothingSeen, type Observation, watchAlone, watchTransaction } from './watcher.ts';

interface AloneRun {
  readonly outcome: RunOutcome;
  readonly seen: Observation;
  readonly watched: boolean;
}

/** SQLSTATEs with which a statement, or a routine that it calls, minds the transaction that it stands in. */
const mindsTransaction = new Set(['25001', '2D000']);

/** Runs a statement for good in a transaction of its own; without one where it minds. */
export async function runWatched(database: ProofDatabase, statement: ProvenStatement): Promise<AloneRun> {
  await database.exec('BEGIN');
  const watcher = watchTransaction(database);
  await watcher.prepare();
  const outcome = await runStatement(database, statement, true);
  if (outcome.kind !== 'ran') {
    await database.exec('ROLLBACK');
    return outcome.kind === 'failed' && mindsTransaction.has(outcome.error.code)
      ? await runUnwatched(database, statement)
      : { outcome, seen: nothingSeen, watched: true };
  }
  const seen = await watcher.observe(statement.operations);
  const committed = await database.exec('COMMIT');
  if (!committed.ok)
    return { outcome: { kind: 'failed', error: committed.error }, seen: nothingSeen, watched: true };
  return { outcome, seen, watched: true };
}

/** Runs a statement for good in autocommit: its locks cannot be seen, what it changed can. */
export async function runUnwatched(database: ProofDatabase, statement: ProvenStatement): Promise<AloneRun> {
  const watcher = watchAlone(database);
  await watcher.prepare();
  const outcome = await runStatement(database, statement, false);
  const seen = outcome.kind === 'ran' ? await watcher.observe(statement.operations) : nothingSeen;
  return { outcome, seen, watched: false };
}
