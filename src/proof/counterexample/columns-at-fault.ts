import type { PlannedRow } from '../rows/plan-rows.ts';
import { columnOf, type Tables } from '../rows/table-shape.ts';
import { columnsNamed } from '../rows/value-pool.ts';
import { unique } from '../rows/values.ts';
import type { Aim } from './aims.ts';

/** The table where rows enter, by object id, and the numbers of its columns which make the row a breaking one. */
export interface Fault {
  readonly table: string;
  readonly columns: readonly number[];
}

export function columnsAtFault(aim: Aim, rows: readonly PlannedRow[], tables: Tables): Fault {
  const last = rows.at(-1);
  const table = aim.kind === 'change' ? undefined : tables.get(aim.table);
  const aimed = table === undefined ? [] : aimedAt(aim, (text) => columnsNamed(table, text));
  const present = unique(aimed).filter(
    (number) => table !== undefined && columnOf(table, number) !== undefined,
  );
  if (table !== undefined && present.length > 0) return { table: table.oid, columns: present };
  // A statement that writes, or a column that is new: what was put into the row, where it is not the row itself.
  const said =
    last?.table.columns.filter(({ number }) => last.asked.has(number) && last.values.has(number)) ?? [];
  return { table: last?.table.oid ?? '', columns: said.map(({ number }) => number) };
}

function aimedAt(aim: Aim, named: (text: string) => readonly number[]): readonly number[] {
  switch (aim.kind) {
    case 'any-row':
    case 'not-null':
      return [aim.column];
    case 'unique':
      return aim.index.columns.flatMap((number, place) =>
        number === 0 ? named(aim.index.keys[place] ?? '') : [number],
      );
    case 'check':
      return aim.columns.length > 0 ? aim.columns : named(aim.expression);
    case 'foreign-key':
      return aim.key.columns;
    case 'type':
      return [aim.from.number];
    case 'exclusion':
      return aim.exclusion.columns.flatMap((number, place) =>
        number === 0 ? named(aim.exclusion.keys[place] ?? '') : [number],
      );
    case 'change':
      return [];
  }
}
