import type { ObjectName } from '../sql/object-name.ts';
import { findCounterexamples } from './counterexample/find-counterexamples.ts';
import { searchInSteps } from './counterexample/search-in-steps.ts';
import { type ProofDatabase, ProofEnded } from './database.ts';
import { findCycles } from './deadlocks/find-cycles.ts';
import { transactionOfCode, transactionsOfMigration } from './deadlocks/transactions-of.ts';
import { findLosses } from './losses.ts';
import { type QueryWatch, watchQueries } from './old-code/watch-queries.ts';
import { findCoveredIndexes } from './plans/covered-indexes.ts';
import { explainQueries } from './plans/explain-queries.ts';
import { changesIndexes, type IndexChanges } from './plans/index-changes.ts';
import { findNeededIndexes } from './plans/needed-indexes.ts';
import { readIndexes } from './plans/read-indexes.ts';
import type { MigrationProof, Proof, Reversal } from './proof.ts';
import { openBase } from './replay-base.ts';
import { catalogOf, reverseMigration, runsTwice } from './reversal/reverse.ts';
import { fillTables } from './rows/fill-tables.ts';
import { serverName } from './server-name.ts';
import type { ProofDatabases, ProofRequest, ProvenMigration } from './subject.ts';
import { mostWatched, traceMigration } from './trace/trace-migration.ts';
import { nothingSeen } from './trace/watcher.ts';

/** Rows in which a scan shows, and rows with which a planner has a choice. */
const rowsForScans = 100;
const rowsForPlans = 2_000;

/** Any: the same rows for the same schema. */
const seed = 1;

/** A pull request with more queries changes them all alike. */
const maximumChangedQueries = 100;
const maximumQueries = 1_000;

/**
 * Runs what a pull request does to a database: its migrations on what the base branch's have made, the base branch's
 * queries before and after, its own queries' plans. What takes too long ends the database, and what was shown until then
 * stays.
 * Rejects with ProofEnded where there is no database to be had.
 */
export async function prove(request: ProofRequest, databases: ProofDatabases): Promise<Proof> {
  const { database, base } = await openBase(request, databases);
  const { statements, failed, firstFailure } = base;
  const shown: Shown = {
    server: '',
    base: { statements, failed, firstFailure },
    migrations: [],
    brokenQueries: [],
    plans: [],
    indexes: [],
    deadlocks: [],
    notices: [],
  };
  try {
    shown.server = await serverName(database);
    if (failed * 2 > statements) {
      shown.notices.push(
        `Nothing was run: of the ${statements} statements that make the schema before it, ${failed} do not run here.`,
      );
      return shown;
    }
    const { schemaIsWhole, doubtful } = base;
    await proveAll(
      { database, request, baseIsWhole: request.base.isWhole && schemaIsWhole, doubtful },
      shown,
    );
  } catch (error) {
    if (!(error instanceof ProofEnded)) throw error;
    shown.notices.push(`The rest was not run: ${error.reason}.`);
  } finally {
    await database.close();
  }
  return shown;
}

interface ProofRun {
  readonly database: ProofDatabase;
  readonly request: ProofRequest;
  readonly baseIsWhole: boolean;
  readonly doubtful: readonly ObjectName[];
}

/** What was shown so far. */
interface Shown extends Proof {
  server: string;
  readonly migrations: MigrationProof[];
  brokenQueries: Proof['brokenQueries'];
  plans: Proof['plans'];
  readonly indexes: Proof['indexes'][number][];
  deadlocks: Proof['deadlocks'];
  readonly notices: string[];
}

async function proveAll(run: ProofRun, shown: Shown): Promise<void> {
  const { database, request, doubtful } = run;
  const { migrations, sources, parser } = request;
  const old = request.queries.filter(({ changed }) => !changed).slice(0, maximumQueries);
  const indexes = async () => (changesIndexes(migrations) ? await readIndexes(database) : []);
  const before = await indexes();
  const watch = await watchQueries(database, migrations.length > 0 ? old : [], parser);
  const counterexamples = await searchInSteps(database, migrations, { sources, doubtful });
  if (migrations.some(({ up }) => up.length > mostWatched))
    shown.notices.push(
      `Of a migration of more than ${mostWatched} statements the first ${mostWatched} were watched and tried on rows; the others only ran.`,
    );
  let goesOn = true;
  for (const [index, migration] of migrations.entries()) {
    const found = await counterexamples.of(index, goesOn);
    const own: MigrationProof = goesOn
      ? await proveMigration(run, migration, migrations.slice(0, index), watch)
      : notReached(migration, 'an earlier migration failed');
    shown.migrations.push({
      ...own,
      statements: own.statements.map((statement, at) => ({
        ...statement,
        counterexample: found.get(at) ?? null,
      })),
    });
    shown.brokenQueries = watch.broken();
    goesOn = goesOn && own.statements.every(({ outcome }) => outcome !== 'failed');
  }
  shown.deadlocks = cycles(run, shown.migrations);
  if (goesOn) await provePlans(run, { before, after: await indexes(), migrations }, old, shown);
}

/** Runs one migration for good, with what can be shown of it before and after. */
async function proveMigration(
  { database, baseIsWhole, doubtful }: ProofRun,
  migration: ProvenMigration,
  earlier: readonly ProvenMigration[],
  watch: QueryWatch,
): Promise<MigrationProof> {
  const before = migration.down === null ? new Map<string, string>() : await catalogOf(database);
  const losses = await findLosses(database, migration, { earlier, doubtful });
  const fill = (tables: readonly ObjectName[]): Promise<unknown> =>
    fillTables(database, tables, rowsForScans, seed);
  const statements = await traceMigration(database, migration, { fill, baseIsWhole, doubtful });
  const ran = statements.every(({ outcome }) => outcome === 'ran');
  await watch.afterMigration(migration, ran);
  if (!ran) return { path: migration.path, statements, losses, reversal: null, runsTwice: null };
  return {
    path: migration.path,
    statements,
    losses,
    reversal: await withNewData(
      database,
      migration,
      await reverseMigration(database, migration, {
        before,
        baseComplete: baseIsWhole,
        doubtful,
        notices: statements.flatMap((one) => one.notices),
      }),
      doubtful,
    ),
    runsTwice: migration.repeatable === true ? await runsTwice(database, migration) : null,
  };
}

/** The reversal with a row that the new schema allows and the way down does not. */
async function withNewData(
  database: ProofDatabase,
  { text, down }: ProvenMigration,
  reversal: Reversal,
  doubtful: readonly ObjectName[],
): Promise<Reversal> {
  if (down === null || reversal.outcome !== 'ran') return reversal;
  const back = { path: down.path, text, up: down.statements, down: null };
  const [found] = await findCounterexamples(database, [back], { doubtful });
  const [first] = found ?? [];
  if (first === undefined) return reversal;
  const [index, { error, rows, parents }] = first;
  const range = down.statements[index]?.range;
  return range === undefined ? reversal : { ...reversal, onNewData: { range, error, rows, parents } };
}

function notReached({ path, up }: ProvenMigration, reason: string): MigrationProof {
  return {
    path,
    statements: up.map(({ range }) => ({
      range,
      outcome: 'not-run',
      reason,
      error: null,
      watched: false,
      ...nothingSeen,
      held: false,
      notices: [],
      counterexample: null,
    })),
    losses: [],
    reversal: null,
    runsTwice: null,
  };
}

function cycles({ request }: ProofRun, proofs: readonly MigrationProof[]): Proof['deadlocks'] {
  const { migrations, transactions, parser } = request;
  return findCycles([
    ...migrations.flatMap((migration, index) => {
      const proof = proofs[index];
      return proof === undefined ? [] : transactionsOfMigration(migration, proof);
    }),
    ...transactions.map((transaction) => transactionOfCode(transaction, parser)),
  ]);
}

/** Plans on the schema as the pull request leaves it. */
async function provePlans(
  { database, request }: ProofRun,
  changes: IndexChanges,
  old: ProofRequest['queries'],
  shown: Shown,
): Promise<void> {
  const { parser, isSmall, queries } = request;
  const options = {
    parser,
    isSmall,
    fill: (tables: readonly ObjectName[]) => fillTables(database, tables, rowsForPlans, seed),
  };
  shown.indexes.push(...findCoveredIndexes(changes));
  const changed = queries.filter((query) => query.changed).slice(0, maximumChangedQueries);
  shown.plans = await explainQueries(database, changed, options);
  shown.indexes.push(...(await findNeededIndexes(database, changes, [...old, ...changed], options)));
}
