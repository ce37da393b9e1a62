import type { ProofDatabase } from '../database.ts';
import type { IndexProof } from '../proof.ts';
import { mustRun, rolledBack } from '../rolled-back.ts';
import type { ProvenQuery } from '../subject.ts';
import { predicatesOf } from './conditions.ts';
import { installExplain, type PlannerSettings, planLines, planQueries } from './explain.ts';
import type { ExplainOptions } from './explain-queries.ts';
import { fewestRows, fillAndAnalyze } from './fill-and-analyze.ts';
import { byIndexPlace, type IndexChanges, indexKey, operationsOf, type Place } from './index-changes.ts';
import { type PlanNode, scansOf, type TableScan } from './plan-tree.ts';
import type { CatalogIndex } from './read-indexes.ts';
import {
  keysOf,
  type PlannedIndex,
  type PlannedTable,
  type PlannedTables,
  readTables,
  tableKey,
} from './read-tables.ts';
import { isNarrowed, leads } from './wanted-index.ts';

interface Dropped {
  readonly index: CatalogIndex;
  readonly place: Place;
}

/**
 * Indexes that the migrations drop although a query goes by them and no other one serves it. To be called after the
 * migrations, outside a transaction: the index is made once more for the plan before. Sorted by place.
 */
export async function findNeededIndexes(
  database: ProofDatabase,
  changes: IndexChanges,
  queries: readonly ProvenQuery[],
  options: ExplainOptions,
): Promise<IndexProof[]> {
  const dropped = droppedIndexes(changes).filter(({ index }) => !options.isSmall(index.tableName));
  if (dropped.length === 0 || queries.length === 0) return [];
  return rolledBack(database, async () => {
    await installExplain(database);
    const { asked, tables } = await queriesOn(database, queries, dropped);
    if (asked.length === 0) return [];
    const filled = await fillAndAnalyze(database, tables, options);
    const needed: IndexProof[] = [];
    for (const each of dropped) {
      const proof = await neededBy(database, each, asked, filled, options);
      if (proof !== null) needed.push(proof);
    }
    return needed.sort(byIndexPlace);
  });
}

function droppedIndexes({ before, after, migrations }: IndexChanges): Dropped[] {
  const left = new Set(after.map(indexKey));
  const gone = before.filter((index) => !left.has(indexKey(index)));
  const byIndex = operationsOf(migrations, 'drop-index').flatMap(({ operation: { index: name }, place }) =>
    gone
      .filter(({ index, schema }) => index === name.name && schema === (name.schema ?? schema))
      .map((index) => ({ index, place })),
  );
  const byConstraint = operationsOf(migrations, 'drop-constraint').flatMap(
    ({ operation: { name, table }, place }) =>
      gone
        .filter(
          (index) =>
            index.index === name &&
            index.table === table.name &&
            index.schema === (table.schema ?? index.schema),
        )
        .map((index) => ({ index, place })),
  );
  return [...byIndex, ...byConstraint];
}

/** The queries that can be planned and read a table of a dropped index, with all tables that they read. */
async function queriesOn(
  database: ProofDatabase,
  queries: readonly ProvenQuery[],
  dropped: readonly Dropped[],
): Promise<{ readonly asked: readonly ProvenQuery[]; readonly tables: PlannedTables }> {
  const plans = await planQueries(
    database,
    queries.map(({ sql }) => sql),
    'forced',
  );
  const sought = new Set(dropped.map(({ index }) => tableKey(index.schema, index.table)));
  const isAsked = (_: unknown, place: number): boolean =>
    keysOf(plans[place] ?? null).some((key) => sought.has(key));
  const tables = await readTables(database, plans.filter(isAsked).flatMap(keysOf));
  return { asked: queries.filter(isAsked), tables };
}

/** The first query that goes by the index where it is, and by none where it is not. */
async function neededBy(
  database: ProofDatabase,
  { index, place }: Dropped,
  queries: readonly ProvenQuery[],
  tables: PlannedTables,
  options: ExplainOptions,
): Promise<IndexProof | null> {
  const texts = queries.map(({ sql }) => sql);
  const without = await bothPlans(database, texts);
  const table = tables.get(tableKey(index.schema, index.table));
  if (table === undefined || table.rows < fewestRows) return null;
  await mustRun(database, 'SAVEPOINT backend_engineer_index');
  const made = await database.exec(index.definition);
  const withIndex = made.ok ? await bothPlans(database, texts) : null;
  const found =
    withIndex === null ? null : firstServed(index, table, queries, { withIndex, without }, options);
  const before = found === null ? [] : await planLines(database, found.query.sql, found.settings);
  await mustRun(database, 'ROLLBACK TO SAVEPOINT backend_engineer_index');
  if (found === null) return null;
  const after = await planLines(database, found.query.sql, 'usual');
  const by = found.query.sql.trim().replaceAll(/\s+/g, ' ');
  return { ...place, index: index.name, kind: 'needed', by, plan: { before, after } };
}

type Plans = Readonly<Record<'usual' | 'forced', readonly (PlanNode | null)[]>>;

async function bothPlans(database: ProofDatabase, texts: readonly string[]): Promise<Plans> {
  return {
    usual: await planQueries(database, texts, 'usual'),
    forced: await planQueries(database, texts, 'forced'),
  };
}

function firstServed(
  index: CatalogIndex,
  table: PlannedTable,
  queries: readonly ProvenQuery[],
  { withIndex, without }: { readonly withIndex: Plans; readonly without: Plans },
  { parser }: ExplainOptions,
): { readonly query: ProvenQuery; readonly settings: PlannerSettings } | null {
  const tables = new Map([[tableKey(index.schema, index.table), table]]);
  for (const [place, query] of queries.entries())
    for (const settings of ['usual', 'forced'] as const) {
      const served = scanBy(index, withIndex[settings][place] ?? null);
      if (served === null) continue;
      const read = (condition: string) => predicatesOf(condition, [served.scan.alias], parser);
      const others = [without.usual[place], without.forced[place]].map((plan) =>
        plan == null ? undefined : scansOf(plan).find(({ alias }) => alias === served.scan.alias),
      );
      // An index that may serve is one also where the plan on a few rows does not go by it.
      const left = table.indexes.filter((each) => mayServe(each, table, query));
      if (read(served.condition).some(({ column }) => leads(left, column))) continue;
      if (others.every((scan) => scan !== undefined && !isNarrowed(scan, tables, read)))
        return { query, settings };
    }
  return null;
}

/** A partial index serves only queries that speak of its condition's columns. */
function mayServe({ predicate }: PlannedIndex, { columns }: PlannedTable, { sql }: ProvenQuery): boolean {
  const names = [...columns].filter(([, column]) => predicate !== null && hasWord(predicate, column.sql));
  return predicate === null || names.some(([name]) => hasWord(sql.toLowerCase(), name.toLowerCase()));
}

function hasWord(text: string, word: string): boolean {
  const literal = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_$])${literal}(?![\\p{L}\\p{N}_$])`, 'u').test(text);
}

function scanBy(
  { index, schema, table }: CatalogIndex,
  plan: PlanNode | null,
): { readonly scan: TableScan; readonly condition: string } | null {
  for (const scan of plan === null ? [] : scansOf(plan)) {
    const condition = scan.indexes.find(({ name }) => name === index)?.condition;
    if (scan.schema === schema && scan.relation === table && condition != null) return { scan, condition };
  }
  return null;
}
