import { type ObjectName, sameName } from '../../sql/object-name.ts';
import type { PostgresError, ProofDatabase } from '../database.ts';
import type { Counterexample } from '../proof.ts';
import { mustRun, rolledBack } from '../rolled-back.ts';
import { createRowPlanner, insertOf, type PlannedRow, type RowPlanner } from '../rows/plan-rows.ts';
import { readTables } from '../rows/read-tables.ts';
import type { Tables } from '../rows/table-shape.ts';
import { createValuePool } from '../rows/value-pool.ts';
import type { ProvenMigration, ProvenStatement, RowSources } from '../subject.ts';
import { type Aim, aimsBetween } from './aims.ts';
import { asksNothing } from './asks-nothing.ts';
import { columnsAtFault } from './columns-at-fault.ts';
import { readNames, type TableNames, tablesNamed } from './named-tables.ts';
import { asksForAny, findsSome, questionsFor } from './questions.ts';
import { type Rehearsal, rehearse, type Step } from './rehearsal.ts';
import { noSources } from './row-makers.ts';
import { type Ground, type Scenario, scenariosFor } from './scenarios.ts';
import { withoutHarmless } from './screen.ts';
import { shrink } from './shrink.ts';
import { failsOnAny, withTellingNulls } from './telling-values.ts';
import { createTrials, isOfData, type Trials } from './trial.ts';
import { whoMakes } from './who-makes.ts';

export interface CounterexampleOptions {
  /** Who in the repository makes rows. */
  readonly sources?: RowSources;
  /**
   * Tables of which the schema before is not known whole (a statement of the base that names them did not run): what
   * they allow here may not be allowed there, so that nothing is said of them.
   */
  readonly doubtful?: readonly ObjectName[];
  /**
   * Told the migration, by its index, that cannot be looked at before those ahead of it are committed: it uses a value
   * which one of them gives to an enum.
   */
  readonly onUncommitted?: (migration: number) => void;
}

/** By the index of the statement in the migration's way up. */
export type CounterexamplesOfMigration = ReadonlyMap<number, Counterexample>;

/** Scenarios are tried so often for one pull request: each is some milliseconds. */
const mostTrials = 600;
/**
 * A trial runs all statements up to the one that it is of. So many are run for one pull request: half a millisecond each.
 * Statements that can fail have equal shares, and what one leaves goes to those after it.
 */
const mostRuns = 6_000;

/**
 * The rows on which statements fail: rows that the schema before the pull request allows, in tables that it does not
 * make, after which all statements before run as they are. What an earlier statement repairs is thus no counterexample.
 * @param database at the schema before the first of the migrations; it is left as it was. No transaction is open.
 * @param migrations of the pull request, in the order in which they run
 * @returns of each migration; nothing of what comes after a statement that did not run
 */
export async function findCounterexamples(
  database: ProofDatabase,
  migrations: readonly ProvenMigration[],
  { sources = noSources, doubtful = [], onUncommitted }: CounterexampleOptions = {},
): Promise<readonly CounterexamplesOfMigration[]> {
  const found = migrations.map(() => new Map<number, Counterexample>());
  if (migrations.every(({ up }) => up.every(asksNothing))) return found;
  await rolledBack(database, async () => {
    const names = await readNames(database);
    const first = await rehearse(database, migrations);
    await search(database, { migrations, names, sources, doubtful, emptied: [] }, first, found);
    const refusal = first.refused;
    if (refusal?.error.code === '55P04' && refusal.migration > 0) onUncommitted?.(refusal.migration);
    if (refusal === null || !isOfData(refusal.error)) return;
    // The base's own rows are in its way: without them the rest can be looked at, and what they were.
    const emptied = truncations(refusal.error, refusal.proven, names);
    if (emptied.length === 0) return;
    await mustRun(database, 'SAVEPOINT backend_engineer_emptied');
    const ran = await database.exec(emptied.join(';\n'));
    if (ran.ok)
      await search(
        database,
        { migrations, names, sources, doubtful, emptied, from: first.steps.length },
        await rehearse(database, migrations),
        found,
      );
    await mustRun(
      database,
      'ROLLBACK TO SAVEPOINT backend_engineer_emptied; RELEASE SAVEPOINT backend_engineer_emptied',
    );
  });
  return found;
}

interface Subject {
  readonly migrations: readonly ProvenMigration[];
  readonly names: TableNames;
  readonly sources: RowSources;
  readonly doubtful: readonly ObjectName[];
  /** Statements that took the base's own rows away. */
  readonly emptied: readonly string[];
  /** Steps before it are known already. */
  readonly from?: number;
}

async function search(
  database: ProofDatabase,
  subject: Subject,
  rehearsal: Rehearsal,
  found: readonly Map<number, Counterexample>[],
): Promise<void> {
  const { steps } = rehearsal;
  const named = steps.map((step) => tablesNamed(step, subject.names));
  const concerned = [
    ...steps.flatMap(({ after }) => [...after.keys()]),
    ...named.flatMap((one) => one ?? []),
  ];
  const tables = await readTables(database, { oids: concerned.filter((oid) => subject.names.has(oid)) });
  const pool = createValuePool(database);
  const trials = await createTrials(database, rehearsal, tables);
  const bench: Bench = {
    database,
    subject,
    tables,
    pool,
    trials,
    planner: createRowPlanner(tables, pool),
    statements: steps.map(({ proven }) => proven),
    left: { trials: mostTrials, runs: 0 },
  };
  const asked = steps.flatMap((step, index) => {
    if (index < (subject.from ?? 0)) return [];
    const aims = aimsOf(steps, index, tables, named[index] ?? null).filter(
      (aim) => !isDoubtful(aim, subject),
    );
    return aims.length === 0 ? [] : [{ index, step, aims }];
  });
  let runs = mostRuns;
  for (const [place, { index, step, aims }] of asked.entries()) {
    const share = Math.floor(runs / (asked.length - place));
    bench.left.runs = share;
    const changes = steps.slice(0, index + 1).flatMap(({ text }, other) => {
      const oids = named[other];
      return oids === null || oids === undefined ? [] : [{ text, tables: oids }];
    });
    const counterexample = await searchStep(bench, index, aims, { tables, pool, changes }, step);
    runs -= share - bench.left.runs;
    if (counterexample !== null) found[step.migration]?.set(step.statement, counterexample);
  }
}

function aimsOf(
  steps: readonly Step[],
  index: number,
  tables: Tables,
  changed: readonly string[] | null,
): Aim[] {
  const step = steps[index];
  if (step === undefined) return [];
  const before = new Map([...tables, ...(steps[index - 1]?.after ?? [])]);
  const aims = aimsBetween(before, step.after);
  return changed === null ? aims : [...aims, { kind: 'change', tables: changed, text: step.text }];
}

function isDoubtful(aim: Aim, { names, doubtful }: Subject): boolean {
  const oids = aim.kind === 'change' ? aim.tables : [aim.table];
  return oids.some((oid) => {
    const name = names.get(oid);
    return name !== undefined && doubtful.some((one) => sameName(one, name));
  });
}

interface Bench {
  readonly database: ProofDatabase;
  readonly subject: Subject;
  readonly tables: Tables;
  readonly pool: ReturnType<typeof createValuePool>;
  readonly trials: Trials;
  readonly planner: RowPlanner;
  readonly statements: readonly ProvenStatement[];
  /** Trials, and runs of statements, that may still be. */
  readonly left: { trials: number; runs: number };
}

async function searchStep(
  bench: Bench,
  index: number,
  aims: readonly Aim[],
  ground: Ground,
  step: Step,
): Promise<Counterexample | null> {
  for (const aim of aims) {
    const scenarios = await withoutHarmless(
      bench,
      aim,
      await scenariosFor(aim, ground),
      bench.statements.slice(0, index + 1),
    );
    for (const scenario of scenarios) {
      const broken = await tryScenario(bench, index, scenario);
      if (broken !== null) return await counterexampleOf(bench, index, aim, broken, step);
      if (bench.left.trials <= 0 || bench.left.runs <= 0) return null;
    }
  }
  return null;
}

interface Broken {
  readonly rows: readonly PlannedRow[];
  readonly error: PostgresError;
}

async function tryScenario(
  { planner, trials, left }: Bench,
  index: number,
  scenario: Scenario,
): Promise<Broken | null> {
  for (;;) {
    const rows = await planner.plan(scenario);
    if (rows === null || left.trials-- <= 0) return null;
    left.runs -= index + 1;
    const outcome = await trials.run(rows, index);
    if (outcome.kind === 'refused' && planner.learn(outcome.error)) continue;
    return outcome.kind === 'failed' && isOfData(outcome.error) ? { rows, error: outcome.error } : null;
  }
}

async function counterexampleOf(
  { database, subject, tables, pool, trials, planner }: Bench,
  index: number,
  aim: Aim,
  broken: Broken,
  step: Step,
): Promise<Counterexample | null> {
  const fault = columnsAtFault(aim, broken.rows, tables);
  const isSame = (error: PostgresError) =>
    error.code === broken.error.code && error.constraint === broken.error.constraint;
  const fails = async (others: readonly PlannedRow[]): Promise<boolean> => {
    const outcome = await trials.run(others, index);
    return outcome.kind === 'failed' && isSame(outcome.error);
  };
  const shrunk = await shrink(
    broken.rows,
    fails,
    ({ table, values, asked }, column) =>
      (table.oid === fault.table && fault.columns.includes(column)) ||
      (asked.has(column) && values.get(column) === null),
    pool,
  );
  const rows =
    aim.kind === 'change' ? await withTellingNulls(shrunk, { planner, pool, text: aim.text, fails }) : shrunk;
  const last = rows.at(-1);
  const outcome = await trials.runWhole(rows, index);
  if (last === undefined || outcome.kind !== 'failed') return null;
  const question = await provenQuestion(trials, aim, rows, tables, step, outcome.error);
  if (question === null) return null;
  const isOfAny = aim.kind === 'change' && asksForAny(question);
  if (isOfAny && !(await failsOnAny(createRowPlanner(tables, pool), rows, fails))) return null;
  const { table, columns } = columnsAtFault(aim, rows, tables);
  const shape = tables.get(table) ?? last.table;
  const names = columns.flatMap((number) => shape.columns.find((one) => one.number === number)?.name ?? []);
  return {
    table: shape.shown,
    inserts: rows.map(insertOf),
    rows: rows.filter(({ isParent }) => !isParent).map(insertOf),
    parents: [...new Set(rows.flatMap(({ isParent, table }) => (isParent ? table.shown : [])))].sort(),
    error: outcome.error,
    question,
    madeBy: await whoMakes({
      database,
      aim,
      row: last,
      shape,
      step,
      ...subject,
      finds: async () => findsSome((await trials.question([], question)) ?? []),
      fails: async (row) => {
        const planned = await planner.plan([row]);
        return planned !== null && (await trials.run(planned, index)).kind === 'failed';
      },
    }),
    columns: names,
  };
}

/** The first that finds the rows and nothing without them. */
async function provenQuestion(
  trials: Trials,
  aim: Aim,
  rows: readonly PlannedRow[],
  tables: Tables,
  { proven: { operations }, after }: Step,
  error: PostgresError,
): Promise<string | null> {
  const now = new Map([...tables, ...after]);
  for (const query of questionsFor(aim, rows, tables, { operations, error, now })) {
    const without = await trials.question([], query);
    if (without === null || findsSome(without)) continue;
    const answer = await trials.question(rows, query);
    if (answer !== null && findsSome(answer)) return query;
  }
  return null;
}

/** Takes away the rows of the tables that a refusal is about. */
function truncations(error: PostgresError, proven: Step['proven'], names: TableNames): string[] {
  const operations = proven.operations.flatMap((operation) =>
    'table' in operation && operation.table !== null && operation.table !== undefined
      ? [operation.table]
      : [],
  );
  const about =
    error.table === null ? operations : [{ schema: error.schema, name: error.table }, ...operations];
  const shown = [...names.values()]
    .filter(({ schema, name }) => about.some((one) => one.name === name && (one.schema ?? schema) === schema))
    .map((one) => one.shown);
  return shown.length === 0 ? [] : [`TRUNCATE ${[...new Set(shown)].join(', ')} CASCADE`];
}
