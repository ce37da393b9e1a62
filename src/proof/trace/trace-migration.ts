import type { ObjectName } from '../../sql/object-name.ts';
import type { ExecOutcome, PostgresError, ProofDatabase } from '../database.ts';
import { namedOf } from '../doubtful-tables.ts';
import type { StatementProof } from '../proof.ts';
import { refusal } from '../refusals.ts';
import { type RunOutcome, refusesTransaction, runStatement, setsIsolation } from '../run-statement.ts';
import type { ProvenMigration, ProvenStatement } from '../subject.ts';
import { putsRows } from './puts-rows.ts';
import { rehearseScans } from './rehearse-scans.ts';
import { runUnwatched, runWatched } from './run-alone.ts';
import { isSandboxesLack } from './sandboxes-lack.ts';
import {
  closesToo,
  needsTransaction,
  speaksOfSession,
  speaksOfTransaction,
  type TransactionWord,
  transactionWord,
} from './transaction-words.ts';
import { nothingSeen, type Watcher, watchTransaction } from './watcher.ts';

/** Of a migration of more statements the others are run, and not watched: to look after each costs more than to run it. */
export const mostWatched = 200;

export interface TraceOptions {
  /**
   * Fills tables with rows that the schema allows, inside a transaction that is rolled back: scans show where there are
   * rows. null: they show on the rows that are always there.
   */
  readonly fill: ((tables: readonly ObjectName[]) => Promise<unknown>) | null;
  /** Whether all of the base was replayed: what a migration misses is then its own mistake. */
  readonly baseIsWhole: boolean;
  /** Tables of which it was not: a statement that names one and fails may not fail elsewhere. */
  readonly doubtful?: readonly ObjectName[];
}

/**
 * Runs the way up of a migration for good, statement by statement in the transactions that its tool makes, and tells what
 * each one did. After one that fails nothing more is run, as its tool would do.
 * Rejects with ProofEnded when the database is gone.
 * @returns one proof a statement, in the order of `migration.up`
 */
export async function traceMigration(
  database: ProofDatabase,
  migration: ProvenMigration,
  options: TraceOptions,
): Promise<readonly StatementProof[]> {
  const scans =
    options.fill === null
      ? null
      : await rehearseScans(database, migration.up.slice(0, mostWatched), options.fill);
  const run = new MigrationRun(database, options);
  for (const statement of migration.up) await run.next(statement);
  await run.end();
  return run.proofs.map((proof, index) => {
    const seen = scans?.[index];
    return seen === undefined || proof.outcome !== 'ran' ? proof : { ...proof, scans: seen };
  });
}

/** Runs a migration's statements one after the other; knows whether a transaction is open, and whether one failed. */
class MigrationRun {
  readonly #database: ProofDatabase;
  readonly #done: Done[] = [];
  /** The tool's number of the transaction that the last statement stood in. */
  #group: number | null = null;
  /** Of the open transaction (the tool's or the text's), null outside. */
  #watcher: Watcher | null = null;
  #transactions = 0;
  #failed: 'its transaction' | 'the migration' | null = null;
  #baseIsWhole: boolean;
  readonly #doubtful: readonly ObjectName[];
  /** Tables that rows were put into. */
  readonly #filled = new Set<string>();

  constructor(database: ProofDatabase, { baseIsWhole, doubtful = [] }: TraceOptions) {
    this.#database = database;
    this.#baseIsWhole = baseIsWhole;
    this.#doubtful = doubtful;
  }

  get proofs(): StatementProof[] {
    return this.#done.map(({ proof, transaction }) => {
      const acting = this.#done.filter((other) => other.acts && other.transaction === transaction);
      return { ...proof, held: transaction !== null && acting.length > 1 && proof.locks.length > 0 };
    });
  }

  async next(statement: ProvenStatement): Promise<void> {
    if (statement.transaction !== this.#group) await this.#enter(statement.transaction);
    const word = transactionWord(statement);
    const refused = statement.failure === null ? refusal(statement) : 'it did not parse';
    if (this.#failed !== null) {
      this.#note(statement, notRun(`an earlier statement of ${this.#failed} failed`));
      if (word !== null) this.#failed = 'the migration';
    } else if (refused !== null) {
      // Nobody knows what it would have made.
      this.#baseIsWhole = false;
      this.#note(statement, notRun(refused));
    } else if (word !== null) await this.#runWord(statement, word);
    else if (this.#watcher !== null) await this.#runInside(statement, this.#watcher);
    else await this.#runAlone(statement);
  }

  /** What the text left open is committed, so that what follows finds it. */
  async end(): Promise<void> {
    await this.#commit();
    await this.#database.exec('RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL');
  }

  async #enter(group: number | null): Promise<void> {
    if (this.#group !== null) await this.#commit();
    this.#group = group;
    if (this.#failed !== null) this.#failed = 'the migration';
    else if (group !== null && this.#watcher === null) {
      await this.#database.exec('BEGIN');
      this.#opened();
    }
  }

  #opened(): void {
    this.#transactions++;
    this.#watcher = watchTransaction(this.#database);
  }

  /** A deferred constraint fails here: it is laid to the last statement that did something. */
  async #commit(): Promise<void> {
    if (this.#watcher === null) return;
    this.#watcher = null;
    const outcome = await this.#database.exec('COMMIT');
    if (!outcome.ok) this.#failAtCommit(outcome.error);
  }

  #failAtCommit(error: PostgresError): void {
    this.#failed = 'the migration';
    const last = this.#done.findLast(({ acts, transaction }) => acts && transaction === this.#transactions);
    if (last !== undefined) last.proof = { ...last.proof, outcome: 'failed', error };
  }

  async #runWord(statement: ProvenStatement, word: TransactionWord): Promise<void> {
    const outcome = await this.#database.exec(statement.text);
    const wasOpen = this.#watcher !== null;
    if (!outcome.ok) {
      this.#watcher = null;
      this.#failed = 'the migration';
    } else if (word !== 'opens' || closesToo(statement)) this.#watcher = null;
    this.#note(statement, { ...fromExec(outcome), acts: false, transaction: null });
    if (outcome.ok && word === 'opens' && (!wasOpen || closesToo(statement))) this.#opened();
  }

  async #runInside(statement: ProvenStatement, watcher: Watcher): Promise<void> {
    const transaction = this.#transactions;
    if (speaksOfTransaction(statement)) {
      const outcome = setsIsolation(statement)
        ? { ok: true as const, results: [], notices: [] }
        : await this.#database.exec(statement.text);
      this.#note(statement, { ...fromExec(outcome), acts: false, transaction });
      if (!outcome.ok) await this.#giveUp();
      return;
    }
    const acts = !speaksOfSession(statement);
    const behind = this.#isBehind();
    const watched = acts && !behind && !this.#isOneMoreRow(statement);
    if (watched) await watcher.prepare();
    else watcher.skip();
    const outcome = await runStatement(this.#database, statement, true);
    const seen =
      watched && outcome.kind === 'ran' ? await watcher.observe(statement.operations) : nothingSeen;
    const unseen = acts && behind ? unwatched : {};
    if (!this.#noteOutcome(statement, outcome, { ...seen, ...unseen, acts, transaction }))
      await this.#giveUp();
  }

  async #giveUp(): Promise<void> {
    this.#watcher = null;
    this.#failed = 'its transaction';
    await this.#database.exec('ROLLBACK');
  }

  /** Within a transaction of our own, so that its locks can be seen, unless it minds. */
  async #runAlone(statement: ProvenStatement): Promise<void> {
    const bare = speaksOfSession(statement) || needsTransaction(statement);
    const behind = this.#isBehind();
    if (bare || behind || this.#isOneMoreRow(statement)) {
      const outcome = await runStatement(this.#database, statement, false);
      const seen = behind && !bare ? unwatched : { watched: bare };
      if (!this.#noteOutcome(statement, outcome, seen)) this.#failed = 'the migration';
      return;
    }
    const run = refusesTransaction(statement.operations)
      ? await runUnwatched(this.#database, statement)
      : await runWatched(this.#database, statement);
    if (!this.#noteOutcome(statement, run.outcome, { ...run.seen, watched: run.watched }))
      this.#failed = 'the migration';
  }

  #isBehind(): boolean {
    return this.#done.length >= mostWatched;
  }

  /** A file of a thousand rows would be watched for ten seconds, and show a thousand times the same. */
  #isOneMoreRow(statement: ProvenStatement): boolean {
    if (!putsRows(statement)) return false;
    const tables = JSON.stringify(statement.query?.tables.map(({ table }) => table));
    const known = this.#filled.has(tables);
    this.#filled.add(tables);
    return known;
  }

  /** False where the migration ends here. What the sandbox lacks is no mistake of the migration. */
  #noteOutcome(statement: ProvenStatement, outcome: RunOutcome, more: Partial<Noted>): boolean {
    if (outcome.kind === 'ran') this.#note(statement, { ...more, notices: outcome.notices });
    else if (outcome.kind === 'not-run') {
      this.#baseIsWhole = false;
      this.#note(statement, { ...notRun(outcome.reason), transaction: more.transaction ?? null });
    } else if (this.#mayBeOfBase(statement, outcome.error)) {
      this.#baseIsWhole = false;
      const reason = `the proof's database lacks what it needs: ${outcome.error.message}`;
      this.#note(statement, { ...notRun(reason), transaction: more.transaction ?? null });
    } else {
      this.#note(statement, {
        ...more,
        ...nothingSeen,
        outcome: 'failed',
        reason: null,
        error: outcome.error,
      });
      return false;
    }
    return true;
  }

  #mayBeOfBase({ text }: ProvenStatement, error: PostgresError): boolean {
    return isSandboxesLack(error, this.#baseIsWhole) || namedOf(text, this.#doubtful) !== null;
  }

  #note({ range }: ProvenStatement, { acts = true, transaction = null, ...seen }: Partial<Noted>): void {
    this.#done.push({
      proof: {
        range,
        outcome: 'ran',
        reason: null,
        error: null,
        watched: true,
        ...nothingSeen,
        held: false,
        notices: [],
        counterexample: null,
        ...seen,
      },
      transaction,
      acts,
    });
  }
}

interface Done {
  proof: StatementProof;
  /** Counted over the migration; null for what stands in none of several statements. */
  readonly transaction: number | null;
  /** Whether it does more than to open, close or set something. */
  readonly acts: boolean;
}

type Noted = StatementProof & Pick<Done, 'transaction' | 'acts'>;

const unwatched: Partial<Noted> = {
  watched: false,
  reason: `it stands behind the first ${mostWatched} statements`,
};

function notRun(reason: string): Partial<Noted> {
  return { outcome: 'not-run', reason, watched: false, acts: false };
}

function fromExec(outcome: ExecOutcome): Partial<Noted> {
  return outcome.ok ? { notices: outcome.notices } : { outcome: 'failed', error: outcome.error };
}
