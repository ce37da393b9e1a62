import type { PostgresError } from '../database.ts';
import {
  type ColumnShape,
  columnOf,
  type ForeignKeyShape,
  isRequired,
  type TableShape,
  type Tables,
} from './table-shape.ts';
import type { ValuePool, Values } from './value-pool.ts';
import { literalOf, type Value } from './values.ts';

/** A row that is asked for: what it leaves open the schema fills. */
export interface WantedRow {
  readonly table: string;
  readonly values: Values;
  /** Foreign keys, by object id, whose other side is not to be there. */
  readonly orphanOf?: readonly string[];
}

/** A row with all that an INSERT says of it. */
export interface PlannedRow {
  readonly table: TableShape;
  readonly values: Values;
  /** Columns that were asked for, not filled to make the row a row. */
  readonly asked: ReadonlySet<number>;
  /** Columns that another row refers to. */
  readonly referenced: Set<number>;
  /** Whether nobody asked for it: it is there for a row that refers to it. */
  readonly isParent: boolean;
}

/** Makes rows whole: required columns, and the rows that they refer to before them. */
export interface RowPlanner {
  /** null where the schema allows no such rows, as far as is known. */
  plan(wanted: readonly WantedRow[]): Promise<readonly PlannedRow[] | null>;
  /** As `plan`, of several groups that are to be there together. */
  planEach(groups: readonly (readonly WantedRow[])[]): Promise<readonly (readonly PlannedRow[])[] | null>;
  /** Learns of a refusal; true where planning again may help. */
  learn(error: PostgresError): boolean;
}

/** Parents of parents; deeper is a cycle. */
const deepest = 12;
/** So often other values are tried where one is taken. */
const mostMoves = 6;

export function createRowPlanner(tables: Tables, pool: ValuePool): RowPlanner {
  /** Tables whose checks refuse the plain values. */
  const hard = new Set<string>();
  /** Where the series of a table begins: rows of the base are in the way of the first. */
  const starts = new Map<string, number>();
  const moves = new Map<string, number>();
  /** Columns whose default (a sequence that rows of the base did not use) is taken already. */
  const taken = new Map<string, Set<number>>();

  async function plan(wanted: readonly WantedRow[]): Promise<readonly PlannedRow[] | null> {
    return (await planEach([wanted]))?.[0] ?? null;
  }

  async function planEach(
    groups: readonly (readonly WantedRow[])[],
  ): Promise<readonly (readonly PlannedRow[])[] | null> {
    const planned: PlannedRow[] = [];
    const each: PlannedRow[][] = [];
    for (const group of groups) {
      const before = planned.length;
      for (const row of group) if (!(await add(planned, row, 0))) return null;
      each.push(planned.slice(before));
    }
    return each;
  }

  async function add(
    planned: PlannedRow[],
    wanted: WantedRow,
    depth: number,
    referenced: readonly number[] = [],
  ): Promise<boolean> {
    const table = tables.get(wanted.table);
    if (table === undefined || depth > deepest) return false;
    const nth =
      (starts.get(table.oid) ?? 0) + planned.filter((row) => row.table.oid === table.oid).length + 1;
    const values = new Map(wanted.values);
    const keys = [...table.foreignKeys].sort((a, b) => b.columns.length - a.columns.length);
    // What stands in no foreign key first: a row may refer to itself.
    const referring = new Set(keys.flatMap(({ columns }) => columns));
    if (hard.has(table.oid)) await fillAllowed(table, values, nth);
    for (const column of table.columns)
      if (isToBeSaid(table, column) && !values.has(column.number) && !referring.has(column.number))
        values.set(column.number, pool.series(column, nth));
    for (const key of keys) {
      if (wanted.orphanOf?.includes(key.oid) === true) continue;
      if (!(await refer(planned, table, values, key, nth, depth))) return false;
    }
    for (const column of table.columns)
      if (isRequired(column) && !values.has(column.number))
        values.set(column.number, pool.series(column, nth));
    const asked = new Set([...wanted.values.keys()].filter((number) => !referenced.includes(number)));
    planned.push({ table, values, asked, referenced: new Set(referenced), isParent: depth > 0 });
    return true;
  }

  function isToBeSaid(table: TableShape, column: ColumnShape): boolean {
    return isRequired(column) || taken.get(table.oid)?.has(column.number) === true;
  }

  async function fillAllowed(table: TableShape, values: Map<number, Value>, nth: number): Promise<void> {
    const found = await pool.allowed(table, values, nth);
    const chosen = found[(nth - 1) % Math.max(found.length, 1)] ?? new Map();
    for (const [number, value] of chosen)
      if (!values.has(number) && columnOf(table, number)?.generated === false && isTold(table, number, value))
        values.set(number, value);
  }

  /** Sees to it that the row which a row refers to is there. */
  async function refer(
    planned: PlannedRow[],
    table: TableShape,
    values: Map<number, Value>,
    key: ForeignKeyShape,
    nth: number,
    depth: number,
  ): Promise<boolean> {
    const given = key.columns.map((number) => values.get(number));
    const required = key.columns.some((number) => {
      const column = columnOf(table, number);
      return column !== undefined && isRequired(column);
    });
    const whole = given.every((value) => value !== undefined && value !== null);
    if (!whole && (!required || given.some((value) => value === null))) return true;
    const parent = tables.get(key.references);
    if (parent === undefined) return false;
    const asked = new Map<number, Value>();
    for (const [index, number] of key.referenced.entries()) {
      const value = given[index];
      if (value !== undefined) asked.set(number, value);
    }
    if (parent.oid === table.oid && selfReference(values, key, parent, nth)) return true;
    const known = planned.findLast(
      (row) =>
        row.table.oid === parent.oid &&
        [...asked].every(([number, value]) => row.values.get(number) === value) &&
        (whole || !isUnique(table, key.columns)) &&
        key.referenced.every((number) => row.values.has(number)),
    );
    const found = known ?? (await addParent(planned, parent, key, asked, depth));
    if (found === null) return false;
    for (const number of key.referenced) found.referenced.add(number);
    for (const [index, number] of key.columns.entries())
      values.set(number, found.values.get(key.referenced[index] ?? 0) ?? null);
    return true;
  }

  async function addParent(
    planned: PlannedRow[],
    parent: TableShape,
    key: ForeignKeyShape,
    asked: Map<number, Value>,
    depth: number,
  ): Promise<PlannedRow | null> {
    const nth =
      (starts.get(parent.oid) ?? 0) + planned.filter((row) => row.table.oid === parent.oid).length + 1;
    const own = new Set(parent.foreignKeys.flatMap(({ columns }) => columns));
    for (const number of key.referenced) {
      const column = columnOf(parent, number);
      if (column === undefined || column.generated) return null;
      if (!asked.has(number) && !own.has(number) && !hard.has(parent.oid))
        asked.set(number, pool.series(column, nth));
    }
    if (!(await add(planned, { table: parent.oid, values: asked }, depth + 1, key.referenced))) return null;
    const added = planned.at(-1);
    if (added === undefined || !key.referenced.every((number) => added.values.has(number))) return null;
    return added;
  }

  /** A row that has to refer to one of its own table refers to itself. */
  function selfReference(
    values: Map<number, Value>,
    key: ForeignKeyShape,
    table: TableShape,
    nth: number,
  ): boolean {
    if (key.columns.some((number) => values.has(number))) return false;
    for (const [index, number] of key.columns.entries()) {
      const referenced = key.referenced[index] ?? 0;
      const column = columnOf(table, referenced);
      if (column === undefined) return false;
      const value = values.get(referenced) ?? pool.series(column, nth);
      values.set(referenced, value);
      values.set(number, value);
    }
    return true;
  }

  function learn(error: PostgresError): boolean {
    const table = [...tables.values()].find(
      ({ name, schema }) => name === error.table && schema === (error.schema ?? schema),
    );
    if (table === undefined) return false;
    if (error.code === '23514' && !hard.has(table.oid)) {
      hard.add(table.oid);
      return true;
    }
    const moved = (moves.get(table.oid) ?? 0) + 1;
    if ((error.code !== '23505' && error.code !== '23P01') || moved > mostMoves) return false;
    moves.set(table.oid, moved);
    const index = table.uniques.find(({ name }) => name === error.constraint);
    const own = index?.columns.filter((number) => columnOf(table, number)?.filled === true) ?? [];
    taken.set(table.oid, new Set([...(taken.get(table.oid) ?? []), ...own]));
    // Some hundred seeded rows are passed in a few steps.
    starts.set(table.oid, (starts.get(table.oid) ?? 0) + 4 ** moved);
    return true;
  }

  return { plan, planEach, learn };
}

/** A value that a column has by itself need not be said. */
function isTold(table: TableShape, number: number, value: Value): boolean {
  const column = columnOf(table, number);
  return value !== null || column?.filled === true;
}

function isUnique(table: TableShape, columns: readonly number[]): boolean {
  return table.uniques.some((unique) => unique.columns.every((number) => columns.includes(number)));
}

/** The statement that a person would write for the row. */
export function insertOf({ table, values }: PlannedRow): string {
  const columns = table.columns.filter(({ number }) => values.has(number));
  if (columns.length === 0) return `INSERT INTO ${table.shown} DEFAULT VALUES`;
  const overriding = columns.some(({ identityAlways }) => identityAlways) ? ' OVERRIDING SYSTEM VALUE' : '';
  const names = columns.map(({ shown }) => shown).join(', ');
  const written = columns.map((column) => literalOf(column, values.get(column.number) ?? null)).join(', ');
  return `INSERT INTO ${table.shown} (${names})${overriding} VALUES (${written})`;
}
