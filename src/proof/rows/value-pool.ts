import type { ProofDatabase, ResultRow } from '../database.ts';
import { tryAsk } from '../rolled-back.ts';
import { type ColumnShape, columnOf, type TableShape } from './table-shape.ts';
import { candidateValues, literalsIn, quote, seriesValue, unique, type Value } from './values.ts';

/** Values by the number of their column. */
export type Values = ReadonlyMap<number, Value>;

/** Which values a column may have, and which of them together, asked of PostgreSQL once. */
export interface ValuePool {
  /** Of these columns the values that the type allows, simplest first, without NULL. */
  candidates(
    table: TableShape,
    numbers: readonly number[],
    literals: readonly string[],
  ): Promise<CandidateMap>;
  /** The `n`th value, from 1. */
  series(column: ColumnShape, n: number): Value;
  /**
   * Values for the columns that the conditions name with which each of them is not false, simplest first, and with
   * `broken` false. Empty where none was found, or where a condition cannot be evaluated.
   */
  allowed(
    table: TableShape,
    given: Values,
    limit: number,
    broken?: string,
    literals?: readonly string[],
  ): Promise<readonly Values[]>;
}

type CandidateMap = ReadonlyMap<number, readonly string[]>;

/** So many values of one column are tried together with those of others. */
const mostTogether = 400;
/** Two values of each are then thousands of combinations. */
const mostColumns = 10;

export function createValuePool(database: ProofDatabase): ValuePool {
  const valid = new Map<string, readonly string[]>();
  const answered = new Map<string, readonly ResultRow[]>();

  async function candidates(
    table: TableShape,
    numbers: readonly number[],
    literals: readonly string[],
  ): Promise<CandidateMap> {
    const columns = numbers.flatMap((number) => columnOf(table, number) ?? []);
    const wanted = columns.map((column) => ({ column, values: candidateValues(column, literals) }));
    const unknown = wanted.filter(({ column, values }) => !valid.has(keyOf(column, values)));
    for (const [index, values] of (await validOf(database, unknown)).entries()) {
      const one = unknown[index];
      if (one !== undefined) valid.set(keyOf(one.column, one.values), values);
    }
    return new Map(
      wanted.map(({ column, values }) => [column.number, valid.get(keyOf(column, values)) ?? []]),
    );
  }

  async function allowed(
    table: TableShape,
    given: Values,
    limit: number,
    broken?: string,
    more: readonly string[] = [],
  ): Promise<readonly Values[]> {
    const checks = table.checks.filter(({ validated }) => validated);
    const named = namedIn(table, [...checks.flatMap(({ columns }) => columns)], broken ?? '');
    const conditions = checks.map(({ expression }) => `(${expression}) IS NOT FALSE`);
    if (broken !== undefined) conditions.push(`(${broken}) IS FALSE`);
    if (named.length === 0 || named.length > mostColumns) return [];
    const literals = unique([
      ...checks.flatMap(({ expression }) => literalsIn(expression)),
      ...table.bounds.flatMap(literalsIn),
      ...literalsIn(broken ?? ''),
      ...more,
    ]);
    const pool = await candidates(table, named, literals);
    const lists = named.map((number) => listOf(columnOf(table, number), given, pool.get(number) ?? []));
    const query = combinations(table, named, lists, conditions, limit);
    const known = answered.get(query) ?? (await tryAsk(database, query)) ?? [];
    answered.set(query, known);
    return known.map((row) => new Map(named.map((number) => [number, row[`v${number}`] ?? null] as const)));
  }

  return { candidates, allowed, series: seriesValue };
}

function keyOf(column: ColumnShape, values: readonly string[]): string {
  return JSON.stringify([column.type, values]);
}

/** Columns of a text are found by their names: one that is not meant costs a combination, no more. */
function namedIn(table: TableShape, numbers: readonly number[], text: string): number[] {
  return unique([...numbers, ...columnsNamed(table, text)]).sort((a, b) => a - b);
}

/** Numbers of the columns whose name stands in an SQL text. */
export function columnsNamed(table: TableShape, text: string): number[] {
  const words = new Set(text.match(/[\p{L}_][\p{L}\p{N}_$]*|"(?:[^"]|"")+"/gu) ?? []);
  return table.columns
    .filter(({ name, shown }) => words.has(shown) || words.has(name) || words.has(name.toUpperCase()))
    .map(({ number }) => number);
}

function listOf(
  column: ColumnShape | undefined,
  given: Values,
  candidates: readonly string[],
): readonly Value[] {
  if (column === undefined) return [null];
  const fixed = given.get(column.number);
  if (fixed !== undefined) return [fixed];
  return column.notNull ? candidates : [...candidates, null];
}

/** All combinations as a query: how many fit together is bounded by taking fewer of each column. */
function combinations(
  table: TableShape,
  named: readonly number[],
  lists: readonly (readonly Value[])[],
  conditions: readonly string[],
  limit: number,
): string {
  const each = Math.max(2, Math.floor(mostTogether ** (1 / lists.length)) + 1);
  const from = lists.map((list, index) => {
    const kept = named.length === 1 ? list : spread(list, each);
    const values = kept.map((value, order) => `(${order}, ${value === null ? 'NULL' : quote(value)})`);
    return `(VALUES ${values.join(', ') || '(0, NULL)'}) AS l${index} (o, v)`;
  });
  const columns = table.columns.map((column) => {
    const index = named.indexOf(column.number);
    const value = index < 0 ? `NULL::${column.plainType}` : `l${index}.v::text::${column.plainType}`;
    return `${value} AS ${column.shown}`;
  });
  const values = named.map((number, index) => `l${index}.v::text AS v${number}`);
  const orders = named.map((_, index) => `l${index}.o`).join(' + ');
  const outer = named.map((number) => `v${number}`).join(', ');
  return `SELECT ${outer} FROM (SELECT ${[...columns, ...values].join(', ')}, ${orders} AS simplest
    FROM ${from.join(' CROSS JOIN ')} OFFSET 0) AS ${table.shown.slice(table.shown.lastIndexOf('.') + 1)}
    WHERE ${conditions.join(' AND ') || 'true'} ORDER BY simplest, ${outer} LIMIT ${limit}`;
}

/** The first, the last (NULL and the unusual), and what lies between. */
function spread<Item>(list: readonly Item[], count: number): readonly Item[] {
  if (list.length <= count) return list;
  return Array.from({ length: count }, (_, index) => {
    const place = Math.round((index * (list.length - 1)) / (count - 1));
    return list[place] as Item;
  });
}

interface Wanted {
  readonly column: ColumnShape;
  readonly values: readonly string[];
}

/** Types whose input function cannot say no without an error are asked one value at a time. */
async function validOf(
  database: ProofDatabase,
  wanted: readonly Wanted[],
): Promise<readonly (readonly string[])[]> {
  if (wanted.length === 0) return [];
  const valid = await tryAsk(database, validQuery(wanted));
  if (valid !== null) return grouped(wanted, valid);
  const answers: string[][] = [];
  for (const { column, values } of wanted) {
    const kept: string[] = [];
    for (const value of values)
      if ((await tryAsk(database, `SELECT ${quote(value)}::${column.type}`)) !== null) kept.push(value);
    answers.push(kept);
  }
  return answers;
}

function validQuery(wanted: readonly Wanted[]): string {
  const rows = wanted.flatMap(({ column, values }, index) =>
    values.map((value, order) => `(${index}, ${order}, ${quote(value)}, ${quote(column.type)})`),
  );
  return `SELECT i, value FROM (VALUES ${rows.join(', ')}) AS v (i, o, value, type)
    WHERE pg_input_is_valid(value, type) ORDER BY i, o`;
}

function grouped(wanted: readonly Wanted[], rows: readonly ResultRow[]): readonly (readonly string[])[] {
  return wanted.map((_, index) =>
    rows.filter(({ i }) => i === String(index)).flatMap(({ value }) => value ?? []),
  );
}
