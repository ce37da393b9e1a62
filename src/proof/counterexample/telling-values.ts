import type { PlannedRow, RowPlanner, WantedRow } from '../rows/plan-rows.ts';
import { columnsNamed, type ValuePool } from '../rows/value-pool.ts';

/** So many columns of a row are looked at: each is a trial. */
const mostColumns = 12;

interface Failing {
  readonly planner: RowPlanner;
  readonly pool: ValuePool;
  /** Of the statement that fails on the rows. */
  readonly text: string;
  /** Whether it does so in the same way on others. */
  fails(rows: readonly PlannedRow[]): Promise<boolean>;
}

/**
 * The rows, the last of which says of each column that it is NULL where the statement does not fail with a value in it:
 * such a NULL is what makes the row a breaking one, though nobody asked for it.
 */
export async function withTellingNulls(
  rows: readonly PlannedRow[],
  { planner, pool, text, fails }: Failing,
): Promise<readonly PlannedRow[]> {
  const last = rows.at(-1);
  const [own, ...others] = rows.filter(({ isParent }) => !isParent);
  if (last === undefined || own !== last || others.length > 0) return rows;
  const { table, values, asked } = last;
  const telling: number[] = [];
  for (const number of columnsNamed(table, text).slice(0, mostColumns)) {
    const column = table.columns.find((one) => one.number === number);
    const isEmpty = column !== undefined && (values.get(number) ?? null) === null;
    if (!isEmpty || column.notNull || column.generated || column.filled || asked.has(number)) continue;
    const wanted = new Map([...wantedOf(last).values, [number, pool.series(column, 1)] as const]);
    const filled = await planner.plan([{ table: table.oid, values: wanted }]);
    if (filled !== null && !(await fails(filled))) telling.push(number);
  }
  if (telling.length === 0) return rows;
  const told = new Map([...values, ...telling.map((number) => [number, null] as const)]);
  const row = { ...last, values: told, asked: new Set([...asked, ...telling]) };
  const said = [...rows.slice(0, -1), row];
  return (await fails(said)) ? said : rows;
}

/** Whether the statement fails on whatever row there is: then it is no matter what the rows hold, or refer to. */
export async function failsOnAny(
  fresh: RowPlanner,
  rows: readonly PlannedRow[],
  fails: Failing['fails'],
): Promise<boolean> {
  const plain = await fresh.plan(rows.filter(({ isParent }) => !isParent).map(wantedOf));
  return plain !== null && (await fails(plain));
}

function wantedOf({ table, values, asked }: PlannedRow): WantedRow {
  return { table: table.oid, values: new Map([...values].filter(([number]) => asked.has(number))) };
}
