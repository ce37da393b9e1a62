import type { ProofDatabase } from './database.ts';
import { ask } from './rolled-back.ts';
import { readTables } from './rows/read-tables.ts';
import type { TableShape } from './rows/table-shape.ts';
import { quote, type Value } from './rows/values.ts';

/** The rows of tables at one moment, by the table's object id. */
export type Snapshot = ReadonlyMap<
  string,
  { readonly shape: TableShape; readonly rows: readonly SnapshotRow[] }
>;

export interface SnapshotRow {
  /** Its primary key; its place in the table where there is none. */
  readonly key: string;
  /** By the number of the column. */
  readonly values: ReadonlyMap<number, Value>;
}

/** Of those that are there; inside a transaction. Tables are small: they hold generated rows. */
export async function takeSnapshot(database: ProofDatabase, oids: readonly string[]): Promise<Snapshot> {
  const tables = await readTables(database, { oids });
  const wanted = oids.flatMap((oid) => tables.get(oid) ?? []);
  if (wanted.length === 0) return new Map();
  const queries = wanted.map(
    ({ oid, shown, columns }) =>
      `SELECT ${quote(oid)} AS oid, (SELECT json_agg(json_build_array(${columns
        .map((column) => `${column.shown}::text`)
        .join(', ')})) FROM ${shown}) AS rows`,
  );
  const answers = await ask(database, queries.join(' UNION ALL '));
  const snapshot = answers.map(({ oid, rows }) => {
    const shape = tables.get(oid ?? '') as TableShape;
    const values = JSON.parse(rows ?? '[]') as Value[][];
    return [shape.oid, { shape, rows: values.map((row, place) => rowOf(shape, row, place)) }] as const;
  });
  return new Map(snapshot);
}

function rowOf(shape: TableShape, row: readonly Value[], place: number): SnapshotRow {
  const values = new Map(shape.columns.map(({ number }, index) => [number, row[index] ?? null] as const));
  const primary = shape.uniques.find((index) => index.primary);
  const key =
    primary === undefined ? `place ${place}` : JSON.stringify(primary.columns.map((one) => values.get(one)));
  return { key, values };
}
