import type { ObjectName } from '../../sql/object-name.ts';
import { type PostgresError, type ProofDatabase, rowsOf } from '../database.ts';
import { ask, mustRun } from '../rolled-back.ts';
import { deferredChecks } from './deferred-checks.ts';
import { readTables } from './read-tables.ts';
import { seriesExpression } from './series-expression.ts';
import {
  type ColumnShape,
  columnOf,
  type ForeignKeyShape,
  isRequired,
  type TableShape,
  type Tables,
} from './table-shape.ts';
import { createValuePool, type ValuePool, type Values } from './value-pool.ts';
import { quote } from './values.ts';

/** What became of the tables, and of those that they refer to, by name. */
export interface FillOutcome {
  readonly tables: readonly FilledTable[];
}

interface FilledTable {
  /** As a statement names it, without `public.`. */
  readonly table: string;
  /** Rows that were added; fewer than asked for where the schema allows no more. */
  readonly rows: number;
  /** Why there are none, as the end of a sentence; null where there are. */
  readonly reason: string | null;
}

/**
 * Puts rows into tables that the schema allows, and into those that they refer to first. Values are different from row
 * to row and never NULL where there is a choice, so that a tightening has nothing to refuse. The caller has opened a
 * transaction, and takes it back.
 * @param count rows a table; some thousand take some hundred milliseconds
 * @param seed equal seeds give equal rows
 */
export async function fillTables(
  database: ProofDatabase,
  tables: readonly ObjectName[],
  count: number,
  seed: number,
): Promise<FillOutcome> {
  const oids = await oidsOf(database, tables);
  const all = await readTables(database, { oids });
  const [path] = await rowsOf(database, "SELECT pg_catalog.current_setting('search_path') AS path");
  const filling: Filling = {
    database,
    after: [...(await deferredChecks(database)), `SET LOCAL search_path TO ${path?.path}`],
    tables: all,
    pool: createValuePool(database),
    count,
    first: 1 + (Math.abs(Math.trunc(seed)) % 1000),
    done: new Map(),
  };
  for (const oid of oids) await fill(filling, oid, []);
  const filled = [...filling.done].map(([oid, outcome]) => ({
    table: all.get(oid)?.shown ?? '',
    ...outcome,
  }));
  return { tables: filled.sort((a, b) => (a.table < b.table ? -1 : 1)) };
}

async function oidsOf(database: ProofDatabase, tables: readonly ObjectName[]): Promise<string[]> {
  if (tables.length === 0) return [];
  const names = tables.map(({ schema, name }) => `(${quote(schema ?? 'public')}, ${quote(name)})`);
  const rows = await ask(
    database,
    `SELECT c.oid::text AS oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE (n.nspname, c.relname) IN (${names.join(', ')}) AND c.relkind IN ('r', 'p')
     ORDER BY n.nspname, c.relname`,
  );
  return rows.flatMap(({ oid }) => oid ?? []);
}

type Outcome = Pick<FilledTable, 'rows' | 'reason'>;

interface Filling {
  readonly database: ProofDatabase;
  readonly tables: Tables;
  readonly pool: ValuePool;
  readonly count: number;
  readonly first: number;
  readonly done: Map<string, Outcome>;
  /** Statements after each insertion. */
  readonly after: readonly string[];
}

/** @param above tables that wait for this one */
async function fill(filling: Filling, oid: string, above: readonly string[]): Promise<void> {
  const table = filling.tables.get(oid);
  if (table === undefined || filling.done.has(oid) || above.includes(oid)) return;
  for (const { references } of table.foreignKeys) await fill(filling, references, [...above, oid]);
  filling.done.set(oid, await fillOne(filling, table));
}

async function fillOne(filling: Filling, table: TableShape): Promise<Outcome> {
  const plain = insertSeries(filling, table, []);
  if (typeof plain !== 'string') return { rows: 0, reason: plain.reason };
  const first = await attempt(filling, plain);
  if (!('code' in first)) return outcomeOf(first.rows);
  if (first.code !== '23514') return { rows: 0, reason: reasonOf(first) };
  // A check refuses the plain values: those that it names are chosen together.
  const allowed = await filling.pool.allowed(table, new Map(), mostCombinations);
  const chosen = insertSeries(filling, table, allowed);
  if (allowed.length === 0 || typeof chosen !== 'string') return { rows: 0, reason: reasonOf(first) };
  const second = await attempt(filling, chosen);
  return 'code' in second ? { rows: 0, reason: reasonOf(second) } : outcomeOf(second.rows);
}

/** Values that fit together are repeated after so many rows. */
const mostCombinations = 50;

function outcomeOf(rows: number): Outcome {
  return rows > 0
    ? { rows, reason: null }
    : { rows, reason: 'the rows that are there leave no room for others' };
}

function reasonOf({ message }: PostgresError): string {
  return `PostgreSQL refuses its rows: ${message}`;
}

async function attempt(
  { database, after }: Filling,
  insert: string,
): Promise<{ readonly rows: number } | PostgresError> {
  // The functions that the values are made of are found whatever search_path a migration has set.
  const outcome = await database.exec(
    `SAVEPOINT backend_engineer_fill; SET LOCAL search_path TO pg_catalog, public, pg_temp;
     ${[insert, ...after].join(';\n')}`,
  );
  if (!outcome.ok) {
    await mustRun(
      database,
      'ROLLBACK TO SAVEPOINT backend_engineer_fill; RELEASE SAVEPOINT backend_engineer_fill',
    );
    return outcome.error;
  }
  await mustRun(database, 'RELEASE SAVEPOINT backend_engineer_fill');
  return { rows: outcome.results.reduce((sum, { affected }) => sum + affected, 0) };
}

/** One INSERT … SELECT for all rows; a reason where the table cannot be filled. */
function insertSeries(
  filling: Filling,
  table: TableShape,
  allowed: readonly Values[],
): string | { readonly reason: string } {
  const values = new Map<number, string>();
  const joins: string[] = [];
  const keys = [...table.foreignKeys].sort((a, b) => b.columns.length - a.columns.length);
  for (const [place, key] of keys.entries()) {
    if (key.columns.some((number) => values.has(number))) continue;
    const joined = refer(filling, table, key, `p${place}`);
    if (joined === 'none') continue;
    if (joined === 'impossible')
      return { reason: `${parentOf(filling, key)}, which it refers to, has no rows` };
    joins.push(joined.join);
    for (const [number, expression] of joined.values) values.set(number, expression);
  }
  const referring = new Set(table.foreignKeys.flatMap(({ columns }) => columns));
  for (const column of table.columns) {
    if (values.has(column.number) || !isWritten(column, referring)) continue;
    const expression = chosenExpression(column, allowed) ?? seriesExpression(column, 'n');
    if (expression !== null) values.set(column.number, expression);
    else if (isRequired(column)) return { reason: `nothing is known of values of type ${column.type}` };
  }
  const columns = table.columns.filter(({ number }) => values.has(number));
  if (columns.length === 0) return { reason: 'none of its columns can be written' };
  const overriding = columns.some(({ identityAlways }) => identityAlways) ? ' OVERRIDING SYSTEM VALUE' : '';
  const last = filling.first + filling.count - 1;
  return `INSERT INTO ${table.shown} (${columns.map(({ shown }) => shown).join(', ')})${overriding}
    SELECT ${columns.map(({ number }) => values.get(number)).join(', ')}
    FROM generate_series(${filling.first}, ${last}) AS g (n) ${joins.join(' ')} ON CONFLICT DO NOTHING`;
}

/** A default stays a default, but for numbers that others refer to and for what tells rows apart. */
function isWritten(column: ColumnShape, referring: ReadonlySet<number>): boolean {
  if (column.generated) return false;
  if (referring.has(column.number)) return isRequired(column);
  return !column.filled || column.kind === 'e' || !isCounter(column);
}

function isCounter({ filled, base }: ColumnShape): boolean {
  return filled && ['int2', 'int4', 'int8'].includes(base);
}

function chosenExpression(column: ColumnShape, allowed: readonly Values[]): string | null {
  if (allowed[0]?.has(column.number) !== true) return null;
  const values = allowed.map((row) => row.get(column.number) ?? null);
  const list = values.map((value) => (value === null ? 'NULL' : quote(value))).join(', ');
  return `((ARRAY[${list}]::text[])[(n - 1) % ${values.length} + 1])::${column.type}`;
}

type Reference =
  | { readonly join: string; readonly values: ReadonlyMap<number, string> }
  | 'none'
  | 'impossible';

/** Row after row refers to the rows of the other table in turn. */
function refer(filling: Filling, table: TableShape, key: ForeignKeyShape, alias: string): Reference {
  const parent = filling.tables.get(key.references);
  const isNeeded = key.columns.some((number) => {
    const column = columnOf(table, number);
    return column !== undefined && isRequired(column);
  });
  if (parent === undefined) return isNeeded ? 'impossible' : 'none';
  if (parent.oid === table.oid) return isNeeded ? itself(table, key) : 'none';
  if ((filling.done.get(parent.oid)?.rows ?? 0) === 0) return isNeeded ? 'impossible' : 'none';
  const names = key.referenced.flatMap((number) => columnOf(parent, number)?.shown ?? []);
  const join = `JOIN (SELECT ${names.map((name, place) => `${name} AS v${place}`).join(', ')},
      row_number() OVER (ORDER BY ${names.join(', ')}) AS place, count(*) OVER () AS total FROM ${parent.shown}) AS ${alias}
    ON ${alias}.place = (n - 1) % ${alias}.total + 1`;
  return { join, values: new Map(key.columns.map((number, place) => [number, `${alias}.v${place}`])) };
}

/** A row that has to refer to one of its own table refers to itself. */
function itself(table: TableShape, key: ForeignKeyShape): Reference {
  const values = new Map<number, string>();
  for (const [place, number] of key.columns.entries()) {
    const referenced = key.referenced[place] ?? 0;
    const column = columnOf(table, referenced);
    const expression = column === undefined ? null : seriesExpression(column, 'n');
    if (expression === null) return 'impossible';
    values.set(number, expression);
    values.set(referenced, expression);
  }
  return { join: '', values };
}

function parentOf({ tables }: Filling, { references }: ForeignKeyShape): string {
  return tables.get(references)?.shown ?? 'a table';
}
