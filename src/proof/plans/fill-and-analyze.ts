import type { ObjectName } from '../../sql/object-name.ts';
import type { ProofDatabase } from '../database.ts';
import { mustRun } from '../rolled-back.ts';
import type { PlannedTable, PlannedTables } from './read-tables.ts';

/** With fewer rows in a table the planner's choice says nothing about a large one. */
export const fewestRows = 500;

/** Puts rows into tables and lets the planner know what they hold. */
export async function fillAndAnalyze(
  database: ProofDatabase,
  tables: PlannedTables,
  { fill }: { fill(tables: readonly ObjectName[]): Promise<unknown> },
): Promise<void> {
  const each = [...new Map([...tables.values()].map((table) => [table.sql, table])).values()].sort(bySql);
  await fill(each.map(({ own }) => own));
  await mustRun(database, `ANALYZE ${each.map(({ sql }) => sql).join(', ')}`);
}

function bySql(a: PlannedTable, b: PlannedTable): number {
  return a.sql < b.sql ? -1 : 1;
}
