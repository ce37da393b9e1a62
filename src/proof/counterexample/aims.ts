import {
  type ColumnShape,
  columnOf,
  type ExclusionShape,
  type ForeignKeyShape,
  isRequired,
  type TableShape,
  type Tables,
  type UniqueShape,
} from '../rows/table-shape.ts';

/**
 * What a statement asks of the rows that are there: found by comparing the catalog before and after it, so that it does
 * not matter how it was written. `table` is the object id; numbers of columns are the same before and after.
 */
export type Aim =
  | { readonly kind: 'not-null'; readonly table: string; readonly column: number }
  /** A new column that each row has to have a value in. */
  | { readonly kind: 'any-row'; readonly table: string; readonly column: number }
  | { readonly kind: 'unique'; readonly table: string; readonly index: UniqueShape }
  | {
      readonly kind: 'check';
      readonly table: string;
      readonly expression: string;
      readonly columns: readonly number[];
    }
  | { readonly kind: 'foreign-key'; readonly table: string; readonly key: ForeignKeyShape }
  | { readonly kind: 'type'; readonly table: string; readonly from: ColumnShape; readonly to: ColumnShape }
  | { readonly kind: 'exclusion'; readonly table: string; readonly exclusion: ExclusionShape }
  /** A statement that writes rows; `tables` are all that it names, `text` is its own. */
  | { readonly kind: 'change'; readonly tables: readonly string[]; readonly text: string };

/**
 * What a statement began to ask.
 * @param before the tables as they were; one that is missing is new and has no rows of its own
 * @param after those that may have changed
 */
export function aimsBetween(before: Tables, after: Tables): Aim[] {
  return [...after.values()].flatMap((table) => {
    const old = before.get(table.oid);
    return old === undefined ? [] : aimsOf(old, table);
  });
}

function aimsOf(before: TableShape, after: TableShape): Aim[] {
  const table = after.oid;
  return [
    ...after.columns.flatMap((column) => columnAims(table, columnOf(before, column.number), column)),
    ...added(before.checks, after.checks, ({ id, validated }) => validated && id).map(
      ({ expression, columns }): Aim => ({ kind: 'check', table, expression, columns }),
    ),
    ...added(before.uniques, after.uniques, ({ oid }) => oid).map(
      (index): Aim => ({ kind: 'unique', table, index }),
    ),
    ...added(before.foreignKeys, after.foreignKeys, ({ oid, validated }) => validated && oid).map(
      (key): Aim => ({ kind: 'foreign-key', table, key }),
    ),
    ...added(before.exclusions, after.exclusions, ({ oid }) => oid).map(
      (exclusion): Aim => ({ kind: 'exclusion', table, exclusion }),
    ),
  ];
}

function columnAims(table: string, before: ColumnShape | undefined, after: ColumnShape): Aim[] {
  if (before === undefined)
    return isRequired(after) ? [{ kind: 'any-row', table, column: after.number }] : [];
  const aims: Aim[] = [];
  if (after.notNull && !before.notNull) aims.push({ kind: 'not-null', table, column: after.number });
  if (after.type !== before.type) aims.push({ kind: 'type', table, from: before, to: after });
  return aims;
}

/** Those of `after` that hold (their key is not false) and did not before. */
function added<Item>(
  before: readonly Item[],
  after: readonly Item[],
  key: (item: Item) => string | false,
): Item[] {
  const known = new Set(before.map(key));
  return after.filter((item) => key(item) !== false && !known.has(key(item)));
}
