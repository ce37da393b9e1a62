import { nameKey } from '../../sql/object-name.ts';
import type { OperationOf } from '../../sql/operation.ts';
import type { TextRange } from '../../text/range.ts';
import { type ProofDatabase, rowsOf } from '../database.ts';
import type { IndexProof } from '../proof.ts';
import type { ProvenMigration, ProvenQuery } from '../subject.ts';
import { predicatesOf } from './conditions.ts';
import { installExplain, type PlannerSettings, planLines, planQueries } from './explain.ts';
import type { ExplainOptions } from './explain-queries.ts';
import { fewestRows } from './fewest-rows.ts';
import { type PlanNode, scansOf, type TableScan } from './plan-tree.ts';
import type { CatalogIndex } from './read-indexes.ts';
import { type PlannedIndex, type PlannedTable, readTables, tableKey } from './read-tables.ts';
import { isNarrowed, leads } from './wanted-index.ts';

export interface IndexChanges {
  /** `readIndexes` before and after the migrations. */
  readonly before: readonly CatalogIndex[];
  readonly after: readonly CatalogIndex[];
  readonly migrations: readonly Pick<ProvenMigration, 'path' | 'up'>[];
}

interface Place {
  readonly path: string;
  readonly range: TextRange;
}

/** Indexes that the migrations add although another one serves all that they do. Sorted by place. */
export function findCoveredIndexes({ before, after, migrations }: IndexChanges): IndexProof[] {
  const known = new Set(before.map(keyOf));
  const added = after.filter((index) => !known.has(keyOf(index)));
  return operationsOf(migrations, 'create-index')
    .flatMap(({ operation, place }): IndexProof[] => {
      const index = added.find((each) => isMadeBy(each, operation));
      const by = index === undefined ? undefined : coverOf(index, after);
      if (index === undefined || by === undefined) return [];
      return [{ ...place, index: index.name, kind: 'covered', by: by.name, plan: null }];
    })
    .sort(byPlace);
}

/** Without a name in the statement it is the index that has its columns. */
function isMadeBy(
  { index, table, schema, columns, predicate, method }: CatalogIndex,
  operation: OperationOf<'create-index'>,
): boolean {
  if (table !== operation.table.name || schema !== (operation.table.schema ?? schema)) return false;
  const { name, columns: written, predicate: condition, method: by } = operation.index;
  if (name !== null) return name === index;
  return (
    method === by &&
    (predicate === null) === (condition === null) &&
    columns.length === written.length &&
    written.every(({ column }, place) => column !== null && column === columns[place])
  );
}

/** Of two that are the same, the older one serves for both. */
function coverOf(index: CatalogIndex, all: readonly CatalogIndex[]): CatalogIndex | undefined {
  return all.find(
    (other, place) =>
      other !== index && covers(other, index) && (!covers(index, other) || place < all.indexOf(index)),
  );
}

function covers(other: CatalogIndex, index: CatalogIndex): boolean {
  if (
    nameKey({ schema: other.schema, name: other.table }) !==
    nameKey({ schema: index.schema, name: index.table })
  )
    return false;
  if (other.method !== index.method || other.predicate !== index.predicate) return false;
  const sameLength = other.keys.length === index.keys.length;
  // Only a B-tree serves by its first columns as one of these alone would.
  if (!sameLength && index.method !== 'btree') return false;
  if (!index.keys.every((key, place) => key === other.keys[place])) return false;
  if (!index.includes.every((column) => other.includes.includes(column) || other.columns.includes(column)))
    return false;
  if (!index.unique) return true;
  return (
    other.unique &&
    sameLength &&
    other.nullsNotDistinct === index.nullsNotDistinct &&
    other.deferrable === index.deferrable
  );
}

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
  await rowsOf(database, 'BEGIN');
  try {
    await installExplain(database);
    const asked = await queriesOn(database, queries, dropped);
    if (asked.length === 0) return [];
    const names = [...new Set(asked.flatMap(({ tables }) => tables))].sort();
    await options.fill(names);
    await rowsOf(database, `ANALYZE ${names.join(', ')}`);
    const needed: IndexProof[] = [];
    for (const each of dropped) {
      const proof = await neededBy(
        database,
        each,
        asked.map(({ query }) => query),
        options,
      );
      if (proof !== null) needed.push(proof);
    }
    return needed.sort(byPlace);
  } finally {
    await database.exec('ROLLBACK');
  }
}

function droppedIndexes({ before, after, migrations }: IndexChanges): Dropped[] {
  const left = new Set(after.map(keyOf));
  const gone = before.filter((index) => !left.has(keyOf(index)));
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

/** The queries that can be planned and read a table of a dropped index without an index, each with all of its tables. */
async function queriesOn(
  database: ProofDatabase,
  queries: readonly ProvenQuery[],
  dropped: readonly Dropped[],
): Promise<{ readonly query: ProvenQuery; readonly tables: readonly string[] }[]> {
  const tables = await readTables(database);
  const plans = await planQueries(
    database,
    queries.map(({ sql }) => sql),
    'forced',
  );
  const sought = new Set(dropped.map(({ index }) => tableKey(index.schema, index.table)));
  return queries.flatMap((query, place) => {
    const plan = plans[place];
    const scans = plan == null ? [] : scansOf(plan);
    if (!scans.some(({ schema, relation }) => sought.has(tableKey(schema, relation)))) return [];
    const names = scans.flatMap(({ schema, relation }) => tables.get(tableKey(schema, relation))?.name ?? []);
    return [{ query, tables: names }];
  });
}

/** The first query that goes by the index where it is, and by none where it is not. */
async function neededBy(
  database: ProofDatabase,
  { index, place }: Dropped,
  queries: readonly ProvenQuery[],
  options: ExplainOptions,
): Promise<IndexProof | null> {
  const texts = queries.map(({ sql }) => sql);
  const without = await bothPlans(database, texts);
  const table = (await readTables(database)).get(tableKey(index.schema, index.table));
  if (table === undefined || table.rows < fewestRows) return null;
  await rowsOf(database, 'SAVEPOINT backend_engineer_index');
  const made = await database.exec(index.definition);
  const withIndex = made.ok ? await bothPlans(database, texts) : null;
  const found =
    withIndex === null ? null : firstServed(index, table, queries, { withIndex, without }, options);
  const before = found === null ? [] : await planLines(database, found.query.sql, found.settings);
  await rowsOf(database, 'ROLLBACK TO SAVEPOINT backend_engineer_index');
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

function operationsOf<Kind extends 'create-index' | 'drop-index' | 'drop-constraint'>(
  migrations: IndexChanges['migrations'],
  kind: Kind,
): { readonly operation: OperationOf<Kind>; readonly place: Place }[] {
  return migrations.flatMap(({ path, up }) =>
    up.flatMap(({ range, operations }) =>
      operations
        .filter((operation): operation is OperationOf<Kind> => operation.kind === kind)
        .map((operation) => ({ operation, place: { path, range } })),
    ),
  );
}

function keyOf({ schema, index }: CatalogIndex): string {
  return nameKey({ schema, name: index });
}

function byPlace(a: IndexProof, b: IndexProof): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.range.start - b.range.start || (a.index < b.index ? -1 : 1);
}
