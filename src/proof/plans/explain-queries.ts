import type { ObjectName } from '../../sql/object-name.ts';
import type { SqlParser } from '../../sql/parse.ts';
import type { ProofDatabase } from '../database.ts';
import { literal } from '../literal.ts';
import type { QueryPlan } from '../proof.ts';
import { ask, mustRun, rolledBack } from '../rolled-back.ts';
import type { ProvenQuery } from '../subject.ts';
import { foldedColumns, predicatesOf } from './conditions.ts';
import { installExplain, planLines, planQueries } from './explain.ts';
import { fewestRows, fillAndAnalyze } from './fill-and-analyze.ts';
import { hasNode, joinConditionsOf, type PlanNode, scansOf } from './plan-tree.ts';
import { keysOf, type PlannedTable, type PlannedTables, readTables, tableKey } from './read-tables.ts';
import { isNarrowed, type WantedIndex, wantedIndexes } from './wanted-index.ts';

export interface ExplainOptions {
  readonly parser: SqlParser;
  /** Fills tables with some thousand rows, inside the transaction that is open. */
  fill(tables: readonly ObjectName[]): Promise<unknown>;
  /** Whether a table, named as `QueryPlan.table` is, is known to hold few rows: reading it whole costs nothing. */
  isSmall(table: string): boolean;
}

/**
 * The queries that read a table by filtering where an index would lead to the rows, each with the index that PostgreSQL
 * then goes by. Sorted by place. To be called outside a transaction; nothing stays in the database.
 */
export async function explainQueries(
  database: ProofDatabase,
  queries: readonly ProvenQuery[],
  options: ExplainOptions,
): Promise<readonly QueryPlan[]> {
  if (queries.length === 0) return [];
  return rolledBack(database, async () => {
    await installExplain(database);
    const { suspects, tables: empty } = await findSuspects(database, queries, options);
    if (suspects.length === 0) return [];
    const tables = await fillAndAnalyze(database, empty, options);
    const plans: QueryPlan[] = [];
    for (const { query, wanted } of await judge(database, suspects, tables, options)) {
      const plan = await tryIndexes(database, query, wanted, options.parser);
      if (plan !== null) plans.push(plan);
    }
    return plans.sort(byPlace);
  });
}

/**
 * Queries that PostgreSQL can plan, and of which not every table is reached by an index while tables are empty: where it
 * is then, an index can serve. With the tables that they read.
 */
async function findSuspects(
  database: ProofDatabase,
  queries: readonly ProvenQuery[],
  options: ExplainOptions,
): Promise<{ readonly suspects: readonly ProvenQuery[]; readonly tables: PlannedTables }> {
  const plans = await planQueries(
    database,
    queries.map(({ sql }) => sql),
    'forced',
  );
  const all = await readTables(database, plans.flatMap(keysOf));
  const isSuspect = (_: unknown, index: number): boolean => {
    const plan = plans[index] ?? null;
    return plan !== null && readsByFiltering(plan, all, options);
  };
  const read = new Set(plans.filter(isSuspect).flatMap(keysOf));
  return { suspects: queries.filter(isSuspect), tables: new Map([...all].filter(([key]) => read.has(key))) };
}

function readsByFiltering(plan: PlanNode, tables: PlannedTables, options: ExplainOptions): boolean {
  const scans = scansOf(plan);
  const aliases = scans.map(({ alias }) => alias);
  const joins = joinConditionsOf(plan).length > 0;
  return scans.some((scan) => {
    const table = tables.get(tableKey(scan.schema, scan.relation));
    if (table === undefined || options.isSmall(table.name) || (scan.filter === null && !joins)) return false;
    return !isNarrowed(scan, tables, (condition) => predicatesOf(condition, aliases, options.parser));
  });
}

async function judge(
  database: ProofDatabase,
  queries: readonly ProvenQuery[],
  tables: PlannedTables,
  options: ExplainOptions,
): Promise<{ readonly query: ProvenQuery; readonly wanted: readonly WantedIndex[] }[]> {
  const texts = queries.map(({ sql }) => sql);
  const usual = await planQueries(database, texts, 'usual');
  const forced = await planQueries(database, texts, 'forced');
  return queries.flatMap((query, index) => {
    const plans = { usual: usual[index] ?? null, forced: forced[index] ?? null };
    if (plans.usual === null || plans.forced === null) return [];
    const wanted = wantedIndexes({ usual: plans.usual, forced: plans.forced }, tables, options.parser);
    const seen = new Set<string>();
    return wanted.flatMap((each) => {
      // A table that the query reads twice, or whose partitions it reads, lacks one index.
      const key = JSON.stringify([each[0]?.table.name, each[0]?.keys]);
      if (seen.has(key) || !isLarge(each, options) || (each[0]?.table.rows ?? 0) < fewestRows) return [];
      seen.add(key);
      return [{ query, wanted: each }];
    });
  });
}

function isLarge([first]: readonly WantedIndex[], options: ExplainOptions): boolean {
  return first !== undefined && !options.isSmall(first.table.name);
}

/** The first of the indexes that PostgreSQL goes by, with the plans before and after. */
async function tryIndexes(
  database: ProofDatabase,
  query: ProvenQuery,
  wanted: readonly WantedIndex[],
  parser: SqlParser,
): Promise<QueryPlan | null> {
  const before = await planLines(database, query.sql, 'usual');
  for (const index of wanted) {
    const tried = await tryIndex(database, query.sql, index, parser);
    if (tried === null) continue;
    const { table } = index;
    const columns = `(${index.keys.join(', ')})${index.where === null ? '' : ` WHERE ${index.where}`}`;
    return {
      path: query.path,
      range: query.range,
      sql: query.sql,
      table: table.name,
      filtered: index.leading,
      before,
      // On a partitioned table PostgreSQL refuses CONCURRENTLY: the way there is several statements.
      proposal: table.partitioned
        ? null
        : { sql: `CREATE INDEX CONCURRENTLY ${tried.name} ON ${table.name} ${columns}`, after: tried.lines },
    };
  }
  return null;
}

async function tryIndex(
  database: ProofDatabase,
  sql: string,
  index: WantedIndex,
  parser: SqlParser,
): Promise<{ readonly name: string; readonly lines: readonly string[] } | null> {
  await mustRun(database, 'SAVEPOINT backend_engineer_index');
  try {
    const where = index.where === null ? '' : ` WHERE ${index.where}`;
    const made = await database.exec(`CREATE INDEX ON ${index.table.sql} (${index.keys.join(', ')})${where}`);
    if (!made.ok) return null;
    for (const each of ['usual', index.unsorted ? 'ordered' : 'forced'] as const) {
      const [plan] = await planQueries(database, [sql], each);
      if (plan == null || !goesBy(plan, index, parser)) continue;
      return { name: await newestIndex(database, index.table), lines: await planLines(database, sql, each) };
    }
    return null;
  } finally {
    await mustRun(database, 'ROLLBACK TO SAVEPOINT backend_engineer_index');
  }
}

/** Whether all columns of the index that are compared are in an index condition. */
function goesBy(plan: PlanNode, index: WantedIndex, parser: SqlParser): boolean {
  if (index.unsorted && (hasNode(plan, 'Sort') || hasNode(plan, 'Incremental Sort'))) return false;
  const scans = scansOf(plan);
  const aliases = [...new Set(scans.map(({ alias }) => alias))];
  const conditions = scans
    .filter(({ alias }) => alias === index.alias)
    .flatMap((scan) => scan.indexes.flatMap(({ condition }) => condition ?? []));
  const led = conditions.flatMap((condition) => [
    ...predicatesOf(condition, aliases, parser),
    ...foldedColumns(condition).map((each) => ({ ...each, column: `${each.fold}(${each.column})` })),
  ]);
  const columns = new Set(led.filter(({ alias }) => alias === index.alias).map(({ column }) => column));
  return index.leading.every((column) => columns.has(column));
}

/** The name that PostgreSQL gave the index that was just made. */
async function newestIndex(database: ProofDatabase, table: PlannedTable): Promise<string> {
  const rows = await ask(
    database,
    `SELECT pg_catalog.quote_ident(c.relname) AS name FROM pg_catalog.pg_index AS i
     JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
     WHERE i.indrelid = ${literal(table.sql)}::pg_catalog.regclass ORDER BY i.indexrelid DESC LIMIT 1`,
  );
  return rows[0]?.name ?? '';
}

function byPlace(a: QueryPlan, b: QueryPlan): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.range.start - b.range.start || (a.table < b.table ? -1 : 1);
}
