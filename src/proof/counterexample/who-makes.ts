import { indexLines } from '../../text/lines.ts';
import type { ProofDatabase } from '../database.ts';
import type { RowMaker } from '../proof.ts';
import type { PlannedRow, WantedRow } from '../rows/plan-rows.ts';
import type { TableShape } from '../rows/table-shape.ts';
import { seriesValue } from '../rows/values.ts';
import type { ProvenMigration, RowSources } from '../subject.ts';
import type { Aim } from './aims.ts';
import type { Step } from './rehearsal.ts';
import { addedWithoutDefault, codeThatWrites, type SoughtRow, statementThatMakes } from './row-makers.ts';

interface MadeRow {
  readonly database: ProofDatabase;
  readonly migrations: readonly ProvenMigration[];
  readonly sources: RowSources;
  readonly emptied: readonly string[];
  readonly aim: Aim;
  readonly step: Step;
  /** The last of the counterexample, and the table that is at fault where rows enter. */
  readonly row: PlannedRow;
  readonly shape: TableShape;
  /** Whether there is such a row in the database as it is. */
  finds(): Promise<boolean>;
  /** Whether the statement fails on this row too. */
  fails(row: WantedRow): Promise<boolean>;
}

/** Where the repository itself makes such a row; null where nothing shows that it does. */
export async function whoMakes(made: MadeRow): Promise<RowMaker | null> {
  const { database, sources, emptied, shape, row, finds } = made;
  const table = { schema: shape.schema, name: shape.name };
  // The rows that the base's own statements left made it fail: then one of them is the maker.
  if (emptied.length > 0) {
    const maker = await statementThatMakes(database, sources, table, emptied, finds);
    if (maker !== null) return maker;
  }
  if (row.table.oid !== shape.oid) return null;
  const sought = soughtRow(row);
  if (sought === null) return null;
  if (sought.empty.length === 0) return await inTheSameRequest(made);
  return codeThatWrites(sources, sought) ?? addedWithoutDefault(sources, sought);
}

/** null where it takes a value of its own, of which no place in the repository is known to write it. */
function soughtRow({ table, values, asked }: PlannedRow): SoughtRow | null {
  const told = [...values].filter(([number]) => asked.has(number));
  if (told.some(([, value]) => value !== null)) return null;
  const empty = table.columns
    .filter(({ number }) => told.some(([one]) => one === number))
    .map(({ name, filled }) => ({ name, filled }));
  return { table: { schema: table.schema, name: table.name }, empty };
}

/** A column that the pull request adds without a value, and that every row has to have one in: any row is such a row. */
async function inTheSameRequest(made: MadeRow): Promise<RowMaker | null> {
  const { aim, step, migrations, shape } = made;
  if (aim.kind !== 'any-row' && aim.kind !== 'not-null') return null;
  const full = shape.columns.filter(({ generated, identityAlways }) => !generated && !identityAlways);
  const values = new Map(full.map((column) => [column.number, seriesValue(column, 1)] as const));
  const migration = migrations[step.migration];
  if (migration === undefined || !(await made.fails({ table: shape.oid, values }))) return null;
  const line = indexLines(migration.text).lineAt(step.proven.range.start);
  return { path: migration.path, line, how: 'added-without-default' };
}
