import { insertOf, type PlannedRow } from '../rows/plan-rows.ts';
import { columnOf, isRequired } from '../rows/table-shape.ts';
import type { ValuePool } from '../rows/value-pool.ts';

/** Trials that one counterexample may cost to become smaller. */
const mostTrials = 40;

/**
 * The fewest rows, with the fewest columns and the simplest values, on which the statement still fails in the same way.
 * @param fails whether it does with these rows
 * @param kept columns that are said although the row would be the same without: they are at fault
 */
export async function shrink(
  rows: readonly PlannedRow[],
  fails: (rows: readonly PlannedRow[]) => Promise<boolean>,
  kept: (row: PlannedRow, column: number) => boolean,
  pool: ValuePool,
): Promise<readonly PlannedRow[]> {
  let smallest = rows;
  let trials = 0;
  const seen = new Set<string>();
  const attempt = async (smaller: readonly PlannedRow[]): Promise<boolean> => {
    const key = smaller.map(insertOf).join(';');
    if (seen.has(key) || ++trials > mostTrials) return false;
    seen.add(key);
    if (!(await fails(smaller))) return false;
    smallest = smaller;
    return true;
  };

  // Without a value a row refers to nothing, and what it referred to can go.
  if (smallest.some(({ isParent }) => isParent))
    for (const [index, row] of smallest.entries()) {
      const empty = [...row.values.keys()].filter(
        (number) => kept(row, number) && columnOf(row.table, number)?.notNull === false,
      );
      if (empty.length === 0 || row.isParent) continue;
      const values = new Map([...row.values, ...empty.map((number) => [number, null] as const)]);
      await attempt(replaced(smallest, index, { ...row, values }));
    }
  for (let index = smallest.length - 1; index >= 0 && smallest.length > 1; index--)
    await attempt(smallest.filter((_, other) => other !== index));
  for (const [index, { values }] of smallest.entries())
    for (const number of values.keys()) {
      const row = smallest[index];
      if (row === undefined || kept(row, number) || isNeeded(row, number)) continue;
      const fewer = new Map([...row.values].filter(([other]) => other !== number));
      await attempt(replaced(smallest, index, { ...row, values: fewer }));
    }
  for (const [index, { values }] of smallest.entries())
    for (const [number, value] of values) {
      const column = columnOf(smallest[index]?.table ?? missing(), number);
      if (column === undefined || value === null) continue;
      for (const simpler of [1, 2].map((n) => pool.series(column, n))) {
        const row = smallest[index];
        if (simpler === value || row === undefined) break;
        const simple = new Map(row.values).set(number, simpler);
        if (await attempt(replaced(smallest, index, { ...row, values: simple }))) break;
      }
    }
  return smallest;
}

/** What a sequence would give to a row that another refers to is not the same everywhere. */
function isNeeded({ table, referenced }: PlannedRow, number: number): boolean {
  const column = columnOf(table, number);
  return referenced.has(number) || (column !== undefined && isRequired(column));
}

function replaced(rows: readonly PlannedRow[], index: number, row: PlannedRow): readonly PlannedRow[] {
  return rows.map((other, place) => (place === index ? row : other));
}

function missing(): never {
  throw new Error('a row that was there is gone');
}
