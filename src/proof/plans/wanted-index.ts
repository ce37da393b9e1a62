import type { SqlParser } from '../../sql/parse.ts';
import { foldedColumns, joinedColumns, type Predicate, predicatesOf } from './conditions.ts';
import {
  hasNode,
  joinConditionsOf,
  type PlanNode,
  scansOf,
  sortKeysOf,
  type TableScan,
} from './plan-tree.ts';
import { type PlannedIndex, type PlannedTable, type PlannedTables, tableKey } from './read-tables.ts';

/** An index that a scan lacks. */
export interface WantedIndex {
  readonly table: PlannedTable;
  readonly alias: string;
  /** As they stand in CREATE INDEX: columns, with their direction where it matters. */
  readonly keys: readonly string[];
  /** Columns, or `lower(column)`, that must be in the index condition afterwards. */
  readonly leading: readonly string[];
  /** The condition of a partial index. */
  readonly where: string | null;
  /** Whether it is of use only if nothing is sorted any more. */
  readonly unsorted: boolean;
}

/** More columns make an index for one query only. */
const mostColumns = 3;

/**
 * For each table that a query reads by filtering only: the indexes that may serve it, the best first. A table of which an
 * index leads to one of the filtered columns already is left alone, whether or not the plan goes by it.
 * @param usual the plan as it is
 * @param forced the plan where reading a whole table is the last resort
 */
export function wantedIndexes(
  { usual, forced }: { readonly usual: PlanNode; readonly forced: PlanNode },
  tables: PlannedTables,
  parser: SqlParser,
): WantedIndex[][] {
  const usualScans = scansOf(usual);
  const aliases = [...new Set([...usualScans, ...scansOf(forced)].map(({ alias }) => alias))];
  const read = (condition: string): Predicate[] => predicatesOf(condition, aliases, parser);
  const inBoth = scansOf(forced).filter((scan) => {
    const same = usualScans.find(({ alias }) => alias === scan.alias);
    return same !== undefined && [scan, same].every((each) => !isNarrowed(each, tables, read));
  });
  return inBoth.flatMap((scan) => {
    const table = tables.get(tableKey(scan.schema, scan.relation));
    if (table === undefined) return [];
    const filtered =
      scan.filter === null ? [] : read(scan.filter).filter(({ alias }) => alias === scan.alias);
    const wanted = fromFilter(scan, table, filtered, usual);
    if (wanted.length > 0) return [wanted];
    const other =
      foldedColumn(scan, table) ??
      (filtered.length > 0 ? null : joinedColumn(scan, { usual, forced }, table, tables, read));
    return other === null ? [] : [[other]];
  });
}

/** Whether an index leads to the rows: one by a column that tells few rows from many. */
export function isNarrowed(
  scan: TableScan,
  tables: PlannedTables,
  read: (condition: string) => readonly Predicate[],
): boolean {
  if (scan.byTid) return true;
  const columns = tables.get(tableKey(scan.schema, scan.relation))?.columns;
  return scan.indexes.some(({ condition }) => {
    if (condition === null) return false;
    const predicates = read(condition);
    return predicates.length === 0 || predicates.some(({ column }) => columns?.get(column)?.binary !== true);
  });
}

function fromFilter(
  scan: TableScan,
  table: PlannedTable,
  filtered: readonly Predicate[],
  usual: PlanNode,
): WantedIndex[] {
  const telling = filtered
    .filter(({ column }) => table.columns.get(column)?.binary === false)
    .map((each) => weighed(each, table));
  const of = (...kinds: readonly Predicate['kind'][]): string[] => [
    ...new Set(telling.filter(({ kind }) => kinds.includes(kind)).map(({ column }) => column)),
  ];
  const handedIn = of('equal');
  const equal = [...handedIn, ...of('equal-literal').filter((column) => !handedIn.includes(column))];
  const range = of('range').find(
    (column) => !equal.includes(column) && (handedIn.length > 0 || isNarrow(column, telling, table, usual)),
  );
  if ([...equal, ...(range === undefined ? [] : [range])].some((column) => leads(table.indexes, column)))
    return [];
  const leading = equal.slice(0, mostColumns);
  const sql = (columns: readonly string[]): string[] =>
    columns.map((column) => table.columns.get(column)?.sql ?? '');
  const nulls = filtered.find(({ kind }) => kind === 'is-null')?.column;
  const rest = {
    table,
    alias: scan.alias,
    where: nulls === undefined ? null : `${sql([nulls]).join('')} IS NULL`,
  };
  const wanted: WantedIndex[] = [];
  const order = leading.length === 0 ? null : orderKeys(scan, table, usual, handedIn.length > 0);
  if (order !== null) wanted.push({ ...rest, keys: [...sql(leading), ...order], leading, unsorted: true });
  if (range !== undefined) {
    const keys = [...leading, range];
    wanted.push({ ...rest, keys: sql(keys), leading: keys, unsorted: false });
  }
  if (handedIn.length > 0) wanted.push({ ...rest, keys: sql(leading), leading, unsorted: false });
  return wanted;
}

/** The tables of which few rows are read: by what is handed in, or by what such a table holds. */
function readInFew(
  scans: readonly TableScan[],
  tables: PlannedTables,
  read: (condition: string) => readonly Predicate[],
): ReadonlySet<string> {
  const few = new Set<string>();
  for (let before = -1; before !== few.size; ) {
    before = few.size;
    for (const scan of scans) {
      const table = tables.get(tableKey(scan.schema, scan.relation));
      if (table === undefined) continue;
      const leading = scan.indexes
        .flatMap(({ condition }) => (condition === null ? [] : read(condition)))
        .filter((each) => each.alias === scan.alias && weighed(each, table).kind === 'equal');
      if (leading.some(({ others }) => others.every((other) => few.has(other)))) few.add(scan.alias);
    }
  }
  return few;
}

/** Whether a range alone is likely to be of few rows: a stretch of time, one with both its ends, or the first of them. */
function isNarrow(
  column: string,
  predicates: readonly Predicate[],
  table: PlannedTable,
  usual: PlanNode,
): boolean {
  const bounds = predicates.filter((each) => each.column === column && each.kind.startsWith('range'));
  return table.columns.get(column)?.isTime === true || bounds.length > 1 || hasNode(usual, 'Limit');
}

/**
 * A value that stands in the query may be what most rows hold, but not where the column tells rows apart; one that is
 * handed in may be so where there are few values at all.
 */
function weighed(predicate: Predicate, table: PlannedTable): Predicate {
  const column = table.columns.get(predicate.column);
  const isEqual = predicate.kind.startsWith('equal');
  if (predicate.kind === 'is-null' || column === undefined) return predicate;
  if (column.enumerated) return { ...predicate, kind: isEqual ? 'equal-literal' : 'range-literal' };
  return column.identifies && isEqual ? { ...predicate, kind: 'equal' } : predicate;
}

/**
 * The keys that give the order in which a LIMIT takes rows; null where there is none, or one that no index gives.
 * @param telling whether few rows meet the conditions. A value that stands in the query may be what most rows hold: where
 * an index gives the order, enough of them are soon found along it.
 */
function orderKeys(scan: TableScan, table: PlannedTable, usual: PlanNode, telling: boolean): string[] | null {
  if (!hasNode(usual, 'Limit')) return null;
  const sorted = sortKeysOf(usual);
  if (sorted.length === 0) return telling ? walkedKeys(scan, table, usual) : null;
  const keys = sorted.map((key) => keyOf(key, scan.alias, table));
  if (keys.some((key) => key === null)) return null;
  const known = keys.filter((key) => key !== null);
  if (!telling && known.some(({ name }, place) => place === 0 && leads(table.indexes, name))) return null;
  const backwards = known.every(({ direction }) => direction === ' DESC');
  return known.map(({ column, direction }) => (backwards ? column : column + direction));
}

/** Of an index that is walked from end to end for its order. */
function walkedKeys(scan: TableScan, table: PlannedTable, usual: PlanNode): string[] | null {
  const walked = scansOf(usual).find(({ alias }) => alias === scan.alias)?.indexes[0];
  const keys = table.indexes.find(({ name }) => name === walked?.name)?.keys;
  if (keys === undefined || keys.some((key) => key === null)) return null;
  return keys.map((key) => table.columns.get(key ?? '')?.sql ?? '');
}

function keyOf(
  key: string,
  alias: string,
  table: PlannedTable,
): { readonly name: string; readonly column: string; readonly direction: string } | null {
  for (const [name, { sql }] of table.columns) {
    for (const written of [`${alias}.${sql}`, `"${alias}".${sql}`, sql])
      if (key === written || key.startsWith(`${written} `)) {
        const direction = key.slice(written.length);
        return /^(?: DESC)?(?: NULLS (?:FIRST|LAST))?$/.test(direction)
          ? { name, column: sql, direction }
          : null;
      }
  }
  return null;
}

/** A column that is looked for in one case only. An index of any expression of it may be the one that serves. */
function foldedColumn(scan: TableScan, table: PlannedTable): WantedIndex | null {
  const folded = foldedColumns(scan.filter ?? '').find(({ alias }) => alias === scan.alias);
  const known = table.columns.get(folded?.column ?? '');
  if (folded === undefined || known === undefined || known.enumerated || known.binary) return null;
  if (table.indexes.some(({ expressions }) => expressions?.includes(known.sql) === true)) return null;
  return {
    table,
    alias: scan.alias,
    keys: [`${folded.fold}(${known.sql})`],
    leading: [`${folded.fold}(${folded.column})`],
    where: null,
    unsorted: false,
  };
}

/** A column by which a table that is read whole is joined to one of which few rows are wanted. */
function joinedColumn(
  scan: TableScan,
  plans: { readonly usual: PlanNode; readonly forced: PlanNode },
  table: PlannedTable,
  tables: PlannedTables,
  read: (condition: string) => Predicate[],
): WantedIndex | null {
  const few = readInFew(scansOf(plans.forced), tables, read);
  for (const { alias, column, otherAlias } of joinConditionsOf(plans.forced).flatMap(joinedColumns)) {
    const known = table.columns.get(column);
    if (alias !== scan.alias || known === undefined || known.enumerated || known.binary) continue;
    if (leads(table.indexes, column)) continue;
    if (!few.has(otherAlias)) continue;
    return {
      table,
      alias,
      keys: [known.sql],
      leading: [column],
      where: null,
      unsorted: false,
    };
  }
  return null;
}

/**
 * Whether an index of any kind can lead to rows by this column. One of some rows only would be in the plan where the query
 * asks for just those.
 */
export function leads(indexes: readonly PlannedIndex[], column: string): boolean {
  return indexes.some(
    ({ method, keys, predicate }) =>
      predicate === null &&
      (method === 'btree' || method === 'hash' ? keys[0] === column : keys.includes(column)),
  );
}
