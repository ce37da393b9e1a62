import type { WantedRow } from '../rows/plan-rows.ts';
import { type ColumnShape, columnOf, type TableShape, type Tables } from '../rows/table-shape.ts';
import { columnsNamed, type ValuePool, type Values } from '../rows/value-pool.ts';
import { isText, literalsIn, unique, type Value } from '../rows/values.ts';
import type { Aim } from './aims.ts';

/** Rows that might make a statement fail, simplest first, in the order in which they enter. */
export type Scenario = readonly WantedRow[];

/** What the scenarios of an aim are made of. */
export interface Ground {
  /** As they are where rows enter. */
  readonly tables: Tables;
  readonly pool: ValuePool;
  /** Texts of the statements up to this one that write rows, with the tables of the ground that each names. */
  readonly changes: readonly { readonly text: string; readonly tables: readonly string[] }[];
}

/** More are not tried for one aim. */
const mostScenarios = 60;
const mostValues = 12;

export async function scenariosFor(aim: Aim, ground: Ground): Promise<readonly Scenario[]> {
  const scenarios = await scenariosOf(aim, ground);
  const seen = new Map(scenarios.map((scenario) => [keyOf(scenario), scenario]));
  return [...seen.values()].slice(0, mostScenarios);
}

async function scenariosOf(aim: Aim, ground: Ground): Promise<readonly Scenario[]> {
  if (aim.kind === 'change') return ofChange(aim.tables, aim.text, ground);
  const table = ground.tables.get(aim.table);
  // A table of the pull request has the rows that its statements bring from others.
  if (table === undefined)
    return await inTurn(ground.changes, (one) => ofChange(one.tables, one.text, ground));
  switch (aim.kind) {
    case 'any-row':
      return [[row(table)]];
    case 'not-null':
      return await varied(
        table,
        columnOf(table, aim.column) ? new Map([[aim.column, null]]) : new Map(),
        ground,
      );
    case 'unique':
      return await ofUnique(table, aim.index, ground);
    case 'check':
      return await ofCheck(table, aim.expression, aim.columns, ground);
    case 'foreign-key':
      return await ofForeignKey(table, aim.key.columns, ground);
    case 'type':
      return await ofType(table, aim.from, aim.to, ground);
    case 'exclusion':
      return await ofExclusion(table, aim.exclusion, ground);
  }
}

/** One after the other: there is one connection. */
async function inTurn<Item>(
  items: readonly Item[],
  scenarios: (item: Item) => Promise<readonly Scenario[]>,
): Promise<Scenario[]> {
  const all: Scenario[] = [];
  for (const item of items) all.push(...(await scenarios(item)));
  return all;
}

/** A row, then the row with what the statements before might look at: a backfill may leave some out. */
async function varied(table: TableShape, core: Values, ground: Ground): Promise<Scenario[]> {
  const changes = ground.changes.filter(({ tables }) => tables.includes(table.oid));
  const text = changes.map((change) => change.text).join('\n');
  const numbers = columnsNamed(table, text).filter((number) => !core.has(number));
  const nullable = numbers.filter((number) => isNullable(columnOf(table, number)));
  // With a value wherever a backfill looks: it may be that nothing is left out.
  const scenarios: Scenario[] = [[row(table, valuesOf(table, nullable, ground, core))]];
  for (const number of nullable) scenarios.push([row(table, core, [number, null])]);
  const candidates = await ground.pool.candidates(table, numbers, literalsIn(text));
  for (const [number, values] of candidates)
    for (const value of values.slice(0, mostValues)) scenarios.push([row(table, core, [number, value])]);
  if (nullable.length > 1)
    scenarios.push([row(table, core, ...nullable.map((number): [number, null] => [number, null]))]);
  return scenarios;
}

async function ofUnique(
  table: TableShape,
  index: Extract<Aim, { kind: 'unique' }>['index'],
  ground: Ground,
): Promise<Scenario[]> {
  const numbers = keyColumns(table, index);
  const core = await predicateValues(table, index.predicate, ground);
  const same = valuesOf(table, numbers, ground, core);
  const scenarios: Scenario[] = [[row(table, same), row(table, same)]];
  if (index.nullsNotDistinct) {
    const empty = new Map(numbers.map((number) => [number, null] as const));
    scenarios.push([row(table, empty), row(table, empty)]);
  }
  for (const number of numbers) {
    const column = columnOf(table, number);
    if (column === undefined) continue;
    scenarios.push(...alike(table, column, same));
    const values = (await ground.pool.candidates(table, [number], [])).get(number) ?? [];
    for (const other of values.slice(0, mostValues))
      scenarios.push([row(table, same), row(table, same, [number, other])]);
  }
  const varying = await varied(table, new Map(), ground);
  return [...scenarios, ...varying.map((one) => [...one, ...one])];
}

/** Where single values are unique already, what an expression makes equal may differ. */
function alike(table: TableShape, column: ColumnShape, core: Values): Scenario[] {
  if (!isText(column)) return [];
  return ['A', 'a ', ' a', 'a-'].map((other) => [
    row(table, core, [column.number, 'a']),
    row(table, core, [column.number, other]),
  ]);
}

/** Values with which the predicate of a partial index or constraint is true. */
async function predicateValues(table: TableShape, predicate: string | null, ground: Ground): Promise<Values> {
  if (predicate === null) return new Map();
  const [found] = await ground.pool.allowed(table, new Map(), 1, `NOT (${predicate})`);
  const named = new Set(columnsNamed(table, predicate));
  return new Map([...(found ?? [])].filter(([number]) => named.has(number)));
}

function valuesOf(table: TableShape, numbers: readonly number[], ground: Ground, core: Values): Values {
  const values = new Map(core);
  for (const number of numbers) {
    const column = columnOf(table, number);
    if (column !== undefined && !values.has(number) && !column.generated)
      values.set(number, ground.pool.series(column, 1));
  }
  return values;
}

function keyColumns(
  table: TableShape,
  index: { columns: readonly number[]; keys: readonly string[] },
): number[] {
  const named = index.columns.flatMap((number, place) =>
    number === 0 ? columnsNamed(table, index.keys[place] ?? '') : [number],
  );
  return unique(named).filter((number) => columnOf(table, number) !== undefined);
}

async function ofCheck(
  table: TableShape,
  expression: string,
  columns: readonly number[],
  ground: Ground,
): Promise<Scenario[]> {
  const allowed = await ground.pool.allowed(table, new Map(), mostValues, expression);
  const named = new Set([...columns, ...columnsNamed(table, expression)]);
  const scenarios: Scenario[] = allowed.map((values) => [
    row(table, new Map([...values].filter(([number]) => named.has(number)))),
  ]);
  // Not to be evaluated on the old table (a new name, a new column): then by trial alone.
  if (allowed.length === 0) {
    const present = [...named].filter((number) => columnOf(table, number) !== undefined);
    const candidates = await ground.pool.candidates(table, present, literalsIn(expression));
    for (const [number, values] of candidates)
      for (const value of values.slice(0, mostValues * 2))
        scenarios.push([row(table, new Map([[number, value]]))]);
  }
  // A backfill may put right what it finds, and wrong what it makes.
  const repaired = await inTurn(allowed.slice(0, 3), (values) => varied(table, new Map(values), ground));
  return [...scenarios, ...(await varied(table, new Map(), ground)), ...repaired];
}

async function ofForeignKey(
  table: TableShape,
  columns: readonly number[],
  ground: Ground,
): Promise<Scenario[]> {
  const present = columns.flatMap((number) => columnOf(table, number) ?? []);
  // Seeds of the other table are in the way of the first.
  const orphans = [1, 2, 1001].map(
    (n) => new Map(present.map((column) => [column.number, ground.pool.series(column, n)] as const)),
  );
  const candidates = await ground.pool.candidates(
    table,
    present.map(({ number }) => number),
    [],
  );
  const single = present.length === 1 ? (present[0]?.number ?? 0) : 0;
  for (const value of (candidates.get(single) ?? []).slice(3, mostValues))
    orphans.push(new Map([[single, value]]));
  const all = await inTurn(orphans.slice(0, 3), (values) => varied(table, values, ground));
  return [...orphans.map((values) => [row(table, values)]), ...all];
}

async function ofType(
  table: TableShape,
  from: ColumnShape,
  to: ColumnShape,
  ground: Ground,
): Promise<Scenario[]> {
  const column = columnOf(table, from.number);
  if (column === undefined || column.generated) return await varied(table, new Map(), ground);
  const gone = column.labels.filter((label) => !to.labels.includes(label));
  const literals = [
    ...limitsOf(to.type),
    ...to.labels,
    ...literalsIn(ground.changes.map(({ text }) => text).join('\n')),
  ];
  const candidates = await ground.pool.candidates(table, [column.number], literals);
  const values: Value[] = [...gone, ...(candidates.get(column.number) ?? []), null];
  return unique(values).map((value) => [row(table, new Map([[column.number, value]]))]);
}

/** Of a type with length, precision or scale: where values stop fitting. */
function limitsOf(type: string): string[] {
  const [first, scale] = [...type.matchAll(/\d+/g)].map(([digits]) => Number(digits));
  if (first === undefined || !type.includes('(')) return [];
  return type.startsWith('numeric') ? [`1${'0'.repeat(first - (scale ?? 0))}`] : [String(first)];
}

async function ofExclusion(
  table: TableShape,
  exclusion: Extract<Aim, { kind: 'exclusion' }>['exclusion'],
  ground: Ground,
): Promise<Scenario[]> {
  const core = await predicateValues(table, exclusion.predicate, ground);
  const [first, second] = [new Map(core), new Map(core)];
  for (const [place, operator] of exclusion.operators.entries()) {
    const number = exclusion.columns[place] ?? 0;
    const numbers = number === 0 ? columnsNamed(table, exclusion.keys[place] ?? '') : [number];
    for (const [order, one] of numbers.entries()) {
      const column = columnOf(table, one);
      if (column === undefined || column.generated) continue;
      // The columns of an expression are mostly a beginning and an end.
      first.set(one, ground.pool.series(column, order + 1));
      second.set(one, ground.pool.series(column, operator === '<>' ? order + 2 : order + 1));
    }
  }
  return [[row(table, first), row(table, second)]];
}

/** Whatever might make a statement that reads and writes rows fail. */
async function ofChange(oids: readonly string[], text: string, ground: Ground): Promise<Scenario[]> {
  const scenarios: Scenario[] = [];
  for (const oid of oids) {
    const table = ground.tables.get(oid);
    if (table === undefined) continue;
    const numbers = columnsNamed(table, text);
    const candidates = await ground.pool.candidates(table, numbers, literalsIn(text));
    const nullable = numbers.filter((number) => isNullable(columnOf(table, number)));
    // With a value in each: where that fails, any row does.
    const full = valuesOf(table, nullable, ground, new Map());
    scenarios.push([row(table, full)], ...referrers(table, ground, new Map()));
    for (const number of numbers) {
      const column = columnOf(table, number);
      if (column === undefined || column.generated) continue;
      if (isNullable(column)) scenarios.push([row(table, new Map([[number, null]]))]);
      const first = new Map([[number, ground.pool.series(column, 1)]]);
      scenarios.push([row(table, first), row(table, first)], ...alike(table, column, new Map()));
    }
    for (const number of numbers)
      for (const value of (candidates.get(number) ?? []).slice(0, mostValues)) {
        const values = new Map([[number, value]]);
        scenarios.push([row(table, values)], ...referrers(table, ground, values));
      }
  }
  return scenarios.sort((a, b) => a.length - b.length);
}

/** Rows of other tables that refer to a row: it cannot go without them. */
function referrers(table: TableShape, ground: Ground, values: Values): Scenario[] {
  return [...ground.tables.values()].flatMap((other) =>
    other.foreignKeys
      .filter(({ references }) => references === table.oid && other.oid !== table.oid)
      .map((key) => {
        const parent = new Map(values);
        const child = new Map<number, Value>();
        for (const [place, number] of key.referenced.entries()) {
          const column = columnOf(table, number);
          if (column !== undefined && !parent.has(number)) parent.set(number, ground.pool.series(column, 1));
          child.set(key.columns[place] ?? 0, parent.get(number) ?? null);
        }
        return [row(table, parent), row(other, child)];
      }),
  );
}

function row(table: TableShape, core: Values = new Map(), ...more: readonly [number, Value][]): WantedRow {
  const values = [...core, ...more].filter(([number]) => columnOf(table, number)?.generated === false);
  return { table: table.oid, values: new Map(values) };
}

function isNullable(column: ColumnShape | undefined): boolean {
  return column?.notNull === false && !column.generated;
}

function keyOf(scenario: Scenario): string {
  return JSON.stringify(scenario.map(({ table, values }) => [table, [...values].sort(([a], [b]) => a - b)]));
}
