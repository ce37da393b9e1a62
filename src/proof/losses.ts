import { type ObjectName, sameName } from '../sql/object-name.ts';
import { queriesWithin } from '../sql/query-shape.ts';
import { aimsBetween } from './counterexample/aims.ts';
import { readNames, type TableNames } from './counterexample/named-tables.ts';
import { rehearse, type Step } from './counterexample/rehearsal.ts';
import { createTrials, type Trials } from './counterexample/trial.ts';
import type { ProofDatabase } from './database.ts';
import { lossyChange } from './lossy-change.ts';
import type { DataLoss } from './proof.ts';
import { ask, mustRun, rolledBack } from './rolled-back.ts';
import { fillTables } from './rows/fill-tables.ts';
import {
  createRowPlanner,
  insertOf,
  type PlannedRow,
  type RowPlanner,
  type WantedRow,
} from './rows/plan-rows.ts';
import { readTables } from './rows/read-tables.ts';
import { type ColumnShape, columnOf, type TableShape, type Tables } from './rows/table-shape.ts';
import { createValuePool } from './rows/value-pool.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';
import type { ProvenMigration, ProvenStatement } from './subject.ts';

export interface LossOptions {
  /** Migrations of the same pull request that have run: tables that they make hold nothing of value. */
  readonly earlier?: readonly ProvenMigration[];
  /** Tables of which the schema before is not known whole: what they lose here may not be there. */
  readonly doubtful?: readonly ObjectName[];
}

/** Rows a table: enough that a condition which picks some of them does. */
const rowsEach = 40;
/** More tables are not filled for one migration. */
const mostTables = 30;

/**
 * What a migration's way up takes away of rows that were there: rows, values, columns, tables. It runs on generated rows,
 * statement by statement, up to the first that does not run. What a statement before reads (a copy to elsewhere) is not
 * called lost.
 * @param database at the schema before the migration; it is left as it was. No transaction is open.
 */
export async function findLosses(
  database: ProofDatabase,
  migration: ProvenMigration,
  { earlier = [], doubtful = [] }: LossOptions = {},
): Promise<readonly DataLoss[]> {
  if (!migration.up.some(mayLose)) return [];
  return await rolledBack(database, async () => {
    const names = await readNames(database);
    const { steps, roles } = await rehearse(database, [migration]);
    const made = madeBy(earlier);
    const named = steps.flatMap((step, index) =>
      mayLose(step.proven) ? namedIn(step, steps[index - 1], names) : [],
    );
    const oids = (await withCascades(database, named, steps.some(truncatesAll))).filter((oid) => {
      const name = names.get(oid);
      return name !== undefined && !made.has(name.name) && !doubtful.some((one) => sameName(one, name));
    });
    if (oids.length === 0) return [];
    const watched = oids.slice(0, mostTables);
    const tables = await readTables(database, { oids: watched });
    const filled = watched.flatMap((oid) => tables.get(oid) ?? []);
    await fillTables(database, filled, rowsEach, 1);
    await addUnusual(database, steps, roles, tables);
    const statements = [...earlier.flatMap(({ up }) => up), ...migration.up];
    return await runAndCompare(database, steps, filled, statements);
  });
}

function madeBy(migrations: readonly ProvenMigration[]): ReadonlySet<string> {
  const operations = migrations.flatMap(({ up }) => up.flatMap((statement) => statement.operations));
  return new Set(operations.flatMap((one) => (one.kind === 'create-table' ? one.table.name : [])));
}

/** Whether a statement is of a kind that takes something away; an UPDATE puts something in its place. */
function mayLose({ query, operations }: ProvenStatement): boolean {
  if (query !== null) return queriesWithin(query).some(({ kind }) => kind === 'delete' || kind === 'merge');
  return operations.some(({ kind }) => taking.has(kind));
}

const taking: ReadonlySet<string> = new Set([
  'drop-table',
  'drop-column',
  'set-column-type',
  'truncate',
  'run-code',
  'drop-object',
  'not-understood',
]);

/** Tables that a statement names, of those where it began, by the names that they have by then. */
function namedIn({ text }: Step, before: Step | undefined, names: TableNames): string[] {
  const words = new Set(text.match(/[\p{L}_][\p{L}\p{N}_$]*/gu) ?? []);
  return [...names]
    .filter(([oid, { name }]) => words.has(before?.after.get(oid)?.name ?? name))
    .map(([oid]) => oid);
}

function truncatesAll({ proven }: Step): boolean {
  return proven.operations.some((operation) => operation.kind === 'truncate' && operation.cascade);
}

/** With the tables whose rows go along with theirs; a TRUNCATE … CASCADE takes all that refer to it. */
async function withCascades(
  database: ProofDatabase,
  oids: readonly string[],
  all: boolean,
): Promise<string[]> {
  if (oids.length === 0) return [];
  const rows = await ask(
    database,
    `WITH RECURSIVE going AS (SELECT oid FROM pg_class WHERE oid IN (${oids.join(', ')})
       UNION SELECT k.conrelid FROM going JOIN pg_constraint k ON k.confrelid = going.oid
         WHERE k.contype = 'f' ${all ? '' : "AND k.confdeltype = 'c'"})
     SELECT c.oid::text AS oid FROM going JOIN pg_class c USING (oid) ORDER BY c.relnamespace::regnamespace::text, c.relname`,
  );
  return rows.flatMap(({ oid }) => oid ?? []);
}

/** Rows with values of every kind in columns whose type changes, as far as the migration takes them. */
async function addUnusual(
  database: ProofDatabase,
  steps: readonly Step[],
  roles: readonly string[],
  tables: Tables,
): Promise<void> {
  const aims = steps.flatMap(({ after }, index) =>
    aimsBetween(new Map([...tables, ...(steps[index - 1]?.after ?? [])]), after),
  );
  if (!aims.some(({ kind }) => kind === 'type')) return;
  const pool = createValuePool(database);
  const planner = createRowPlanner(tables, pool);
  const trials = await createTrials(database, { steps, roles, refused: null }, tables);
  const accepted: WantedRow[] = [];
  for (const aim of aims) {
    const table = aim.kind === 'type' ? tables.get(aim.table) : undefined;
    if (aim.kind !== 'type' || table === undefined) continue;
    if (columnOf(table, aim.from.number)?.generated !== false) continue;
    const candidates = await pool.candidates(table, [aim.from.number], []);
    for (const value of candidates.get(aim.from.number) ?? []) {
      const row = { table: aim.table, values: new Map([[aim.from.number, value]]) };
      if ((await allowedRows(planner, trials, [row], steps.length - 1)) !== null) accepted.push(row);
    }
  }
  const rows = await allowedRows(planner, trials, accepted, steps.length - 1);
  if (rows !== null && rows.length > 0) await mustRun(database, rows.map(insertOf).join(';\n'));
}

/** The rows in full, where the schema and all statements take them. */
async function allowedRows(
  planner: RowPlanner,
  trials: Trials,
  wanted: readonly WantedRow[],
  last: number,
): Promise<readonly PlannedRow[] | null> {
  for (;;) {
    const rows = await planner.plan(wanted);
    if (rows === null) return null;
    const outcome = await trials.run(rows, last);
    if (outcome.kind === 'passed') return rows;
    if (outcome.kind !== 'refused' || !planner.learn(outcome.error)) return null;
  }
}

async function runAndCompare(
  database: ProofDatabase,
  steps: readonly Step[],
  tables: readonly TableShape[],
  statements: readonly Step['proven'][],
): Promise<readonly DataLoss[]> {
  const losses: DataLoss[] = [];
  const oids = tables.map(({ oid }) => oid);
  /** As the statement before has left them; null where that is not known. */
  let known: Snapshot | null = null;
  const last = steps.findLastIndex(({ proven }) => mayLose(proven));
  for (const step of steps.slice(0, last + 1)) {
    const before = mayLose(step.proven) ? (known ?? (await takeSnapshot(database, oids))) : null;
    known = null;
    await mustRun(database, 'SAVEPOINT backend_engineer_loss');
    const outcome = await database.exec(step.text);
    if (!outcome.ok) {
      await mustRun(database, 'ROLLBACK TO SAVEPOINT backend_engineer_loss');
      break;
    }
    if (before === null) continue;
    const after = await takeSnapshot(database, oids);
    known = after;
    const earlier = statements.slice(0, statements.indexOf(step.proven));
    for (const table of tables)
      losses.push(...(await lossesOf(database, step, before, after, table, earlier)));
  }
  return losses.sort(
    (a, b) =>
      a.range.start - b.range.start || compare(a.table, b.table) || compare(a.column ?? '', b.column ?? ''),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

async function lossesOf(
  database: ProofDatabase,
  { proven }: Step,
  before: Snapshot,
  after: Snapshot,
  base: TableShape,
  earlier: readonly Step['proven'][],
): Promise<readonly DataLoss[]> {
  const [old, now] = [before.get(base.oid), after.get(base.oid)];
  if (old === undefined || old.rows.length === 0) return [];
  const { shape } = old;
  // What the migration itself adds held nothing before it.
  const columns = shape.columns.filter(
    ({ number, generated }) => !generated && columnOf(base, number) !== undefined,
  );
  const at = { range: proven.range, table: shape.shown, rows: old.rows.length, example: null };
  if (now === undefined)
    return isCopied(earlier, shape, null)
      ? []
      : [{ ...at, kind: 'table-gone', column: null, lost: old.rows.length }];
  const losses: DataLoss[] = [];
  for (const column of columns) {
    if (columnOf(now.shape, column.number) !== undefined) continue;
    const held = old.rows.filter((row) => row.values.get(column.number) !== null).length;
    if (held > 0 && !isCopied(earlier, shape, column))
      losses.push({ ...at, kind: 'column-gone', column: column.name, lost: held });
  }
  const keys = new Set(now.rows.map(({ key }) => key));
  // A key that a statement changes is another, and its row still there: never more are gone than there are fewer.
  const gone = Math.min(
    old.rows.filter(({ key }) => !keys.has(key)).length,
    Math.max(old.rows.length - now.rows.length, 0),
  );
  if (gone > 0) losses.push({ ...at, kind: 'rows-removed', column: null, lost: gone });
  if (proven.query !== null) return losses;
  for (const column of columns) {
    const to = columnOf(now.shape, column.number);
    if (to === undefined || to.type === column.type) continue;
    const change = await lossyChange(database, old.rows, now.rows, column, to);
    if (change !== null) losses.push({ ...at, kind: 'value-changed', column: column.name, ...change });
  }
  return losses;
}

/** Whether a statement before may have taken the values to another place: it reads them, and does more than delete. */
function isCopied(
  earlier: readonly Step['proven'][],
  table: TableShape,
  column: ColumnShape | null,
): boolean {
  return earlier.some(({ text, query, operations }) => {
    const reads =
      (query !== null && query.kind !== 'delete') ||
      operations.some((one) => one.kind === 'run-code' || (one.kind === 'create-table' && one.asQuery));
    const words = new Set(text.match(/[\p{L}_][\p{L}\p{N}_$]*/gu) ?? []);
    return (
      reads && words.has(table.name) && (column === null || words.has(column.name) || text.includes('*'))
    );
  });
}
