import type { DdlOperation } from '../../sql/operation.ts';
import type { PostgresError } from '../database.ts';
import type { PlannedRow } from '../rows/plan-rows.ts';
import { type ColumnShape, columnOf, type TableShape, type Tables } from '../rows/table-shape.ts';
import { isText, literalOf, quote } from '../rows/values.ts';
import type { Aim } from './aims.ts';
import { copies } from './copies.ts';

/** What was refused, and how. */
interface Refusal {
  readonly operations: readonly DdlOperation[];
  readonly error: PostgresError;
  /** Tables as they are when the statement is run. */
  readonly now: Tables;
}

/**
 * Read-only queries that tell whether a database has rows such as these, the most exact first. Which one is true of the
 * rows is to be tried out: names may be others where the rows enter, a backfill may put some right.
 * @param tables as they are where the rows enter
 */
export function questionsFor(
  aim: Aim,
  rows: readonly PlannedRow[],
  tables: Tables,
  { operations, error, now }: Refusal,
): string[] {
  if (aim.kind === 'change')
    return [...copies(aim.text, error, now), ...unreadable(rows, error), ...byExample(rows)];
  const table = tables.get(aim.table);
  const exactly = table === undefined ? [] : exact(asWritten(aim, operations), table, tables);
  const deparsed = table === undefined ? [] : exact(aim, table, tables);
  // Where a backfill repairs all but some, the row says more than the constraint.
  const repaired = aim.kind === 'not-null' && (rows.at(-1)?.asked.size ?? 0) > 1;
  return repaired ? [...byExample(rows), ...deparsed] : [...exactly, ...deparsed, ...byExample(rows)];
}

/** With the words of the migration where it has them: PostgreSQL writes an expression out with all its casts. */
function asWritten(aim: Aim, operations: readonly DdlOperation[]): Aim {
  if (aim.kind === 'check') {
    const [text, ...others] = operations.flatMap(checksWritten);
    return text === undefined || others.length > 0 ? aim : { ...aim, expression: text };
  }
  if (aim.kind !== 'unique' || aim.index.predicate === null) return aim;
  const predicates = operations.flatMap((operation) =>
    operation.kind === 'create-index' ? (operation.index.predicate ?? []) : [],
  );
  const [predicate, ...others] = predicates;
  return predicate === undefined || others.length > 0 ? aim : { ...aim, index: { ...aim.index, predicate } };
}

function checksWritten(operation: DdlOperation): string[] {
  const constraints =
    operation.kind === 'add-constraint'
      ? [operation.constraint]
      : operation.kind === 'add-column'
        ? operation.column.constraints
        : [];
  return constraints.flatMap((one) => (one.kind === 'check' ? one.expression.text : []));
}

function exact(aim: Aim, table: TableShape, tables: Tables): string[] {
  switch (aim.kind) {
    case 'any-row':
      return [`SELECT EXISTS (SELECT 1 FROM ${table.shown})`];
    case 'not-null':
      return columnOf(table, aim.column) === undefined
        ? []
        : [count(table, `${shown(table, aim.column)} IS NULL`)];
    case 'unique':
      return [duplicates(table, aim.index)];
    case 'check':
      return [count(table, `NOT (${aim.expression})`)];
    case 'foreign-key':
      return orphans(table, aim.key, tables.get(aim.key.references));
    case 'type':
      return misfits(table, aim.from, aim.to);
    case 'exclusion':
      return [overlaps(table, aim.exclusion)];
    case 'change':
      return [];
  }
}

function count(table: TableShape, condition: string): string {
  return `SELECT count(*) FROM ${table.shown} WHERE ${condition}`;
}

function shown(table: TableShape, number: number): string {
  return columnOf(table, number)?.shown ?? 'NULL';
}

function duplicates(table: TableShape, index: Extract<Aim, { kind: 'unique' }>['index']): string {
  // By number where it is a column: its name may have been another.
  const keys = index.keys.map((key, place) =>
    index.columns[place] === 0 ? key : shown(table, index.columns[place] ?? 0),
  );
  const conditions = [
    ...(index.predicate === null ? [] : [index.predicate]),
    ...keys.filter((_, place) => mayBeNull(table, index, place)).map((key) => `${key} IS NOT NULL`),
  ];
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  const list = keys.join(', ');
  return `SELECT ${list}, count(*) FROM ${table.shown}${where} GROUP BY ${list} HAVING count(*) > 1`;
}

function mayBeNull(
  table: TableShape,
  index: Extract<Aim, { kind: 'unique' }>['index'],
  place: number,
): boolean {
  const number = index.columns[place] ?? 0;
  return !index.nullsNotDistinct && (number === 0 || columnOf(table, number)?.notNull === false);
}

function orphans(
  table: TableShape,
  key: Extract<Aim, { kind: 'foreign-key' }>['key'],
  parent: TableShape | undefined,
): string[] {
  const set = key.columns
    .filter((number) => columnOf(table, number)?.notNull === false)
    .map((number) => `c.${shown(table, number)} IS NOT NULL`);
  if (parent === undefined) return [];
  const same = key.columns.map(
    (number, place) => `p.${shown(parent, key.referenced[place] ?? 0)} = c.${shown(table, number)}`,
  );
  const missing = `NOT EXISTS (SELECT 1 FROM ${parent.shown} p WHERE ${same.join(' AND ')})`;
  return [`SELECT count(*) FROM ${table.shown} c WHERE ${[...set, missing].join(' AND ')}`];
}

const whole: Readonly<Record<string, readonly [string, string]>> = {
  int2: ['-32768', '32767'],
  int4: ['-2147483648', '2147483647'],
  int8: ['-9223372036854775808', '9223372036854775807'],
};
const numeric = new Set(['int2', 'int4', 'int8', 'numeric', 'float4', 'float8']);

function misfits(table: TableShape, before: ColumnShape, to: ColumnShape): string[] {
  const from = columnOf(table, before.number);
  if (from === undefined) return [];
  const column = from.shown;
  const text = isText(from) ? column : `${column}::text`;
  const number = from.base === 'numeric' ? column : `${column}::numeric`;
  const length = /^character(?: varying)?\((\d+)\)$/.exec(to.type)?.[1];
  const scaled = /^numeric\((\d+),(\d+)\)$/.exec(to.type);
  const bounds = whole[to.base];
  if (length !== undefined)
    return [`length(rtrim(${text}, ' ')) > ${length}`, `length(${text}) > ${length}`].map((one) =>
      count(table, one),
    );
  if (to.kind === 'e' && to.labels.length > 0)
    return [count(table, `${text} NOT IN (${to.labels.map(quote).join(', ')})`)];
  if (numeric.has(from.base) && !to.array && bounds !== undefined)
    return [
      count(table, `${column} NOT BETWEEN ${bounds[0]} AND ${bounds[1]}`),
      count(table, `round(${number}) NOT BETWEEN ${bounds[0]} AND ${bounds[1]}`),
    ];
  if (numeric.has(from.base) && scaled !== null) {
    const limit = `1${'0'.repeat(Number(scaled[1]) - Number(scaled[2]))}`;
    return [count(table, `abs(round(${number}, ${scaled[2]})) >= ${limit}`)];
  }
  // There since PostgreSQL 16.
  return [count(table, `NOT pg_input_is_valid(${text}, ${quote(to.type)})`)];
}

function overlaps(table: TableShape, exclusion: Extract<Aim, { kind: 'exclusion' }>['exclusion']): string {
  const same = exclusion.keys.map(
    (key, place) => `${of('a', key, table)} ${exclusion.operators[place]} ${of('b', key, table)}`,
  );
  const predicates =
    exclusion.predicate === null
      ? []
      : [of('a', exclusion.predicate, table), of('b', exclusion.predicate, table)];
  return `SELECT count(*) FROM ${table.shown} a JOIN ${table.shown} b ON ${['a.ctid < b.ctid', ...same, ...predicates].join(' AND ')}`;
}

/** Columns of an expression, qualified. */
function of(alias: string, expression: string, table: TableShape): string {
  const names = new Set(table.columns.map(({ shown }) => shown));
  return expression.replace(/'(?:[^']|'')*'|"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*/gu, (word) =>
    names.has(word) ? `${alias}.${word}` : word,
  );
}

/** Texts that are none of the type which a statement that writes rows makes of them. There since PostgreSQL 16. */
function unreadable(rows: readonly PlannedRow[], { code, message }: PostgresError): string[] {
  const last = rows.at(-1);
  const type = /^invalid input syntax for type ([a-z ]+?)(?::|$)/.exec(message)?.[1];
  if (last === undefined || type === undefined || code !== '22P02') return [];
  const [column, ...others] = last.table.columns.filter(
    (one) => last.asked.has(one.number) && isText(one) && last.values.get(one.number) !== null,
  );
  if (column === undefined || others.length > 0) return [];
  return [count(last.table, `NOT pg_input_is_valid(${column.shown}, ${quote(type)})`)];
}

/** True of the row that was found, and of those that have the same values. */
function byExample(rows: readonly PlannedRow[]): string[] {
  const last = rows.at(-1);
  if (last === undefined) return [];
  const { table } = last;
  const twins = rows.filter((row) => row.table.oid === table.oid);
  const told = [...last.values].filter(([number]) => last.asked.has(number));
  const equal = told.filter(([number, value]) => twins.every((row) => row.values.get(number) === value));
  const queries: string[] = [];
  if (twins.length > 1 && equal.length > 0) {
    const list = equal.map(([number]) => shown(table, number)).join(', ');
    queries.push(`SELECT ${list}, count(*) FROM ${table.shown} GROUP BY ${list} HAVING count(*) > 1`);
  }
  const conditions = told.flatMap(([number, value]) => {
    const column = columnOf(table, number);
    if (column === undefined) return [];
    return value === null ? `${column.shown} IS NULL` : `${comparable(column)} = ${literalOf(column, value)}`;
  });
  if (conditions.length > 0) queries.push(count(table, conditions.join(' AND ')));
  return [
    ...queries,
    twins.length > 1
      ? `SELECT count(*) > 1 FROM ${table.shown}`
      : `SELECT EXISTS (SELECT 1 FROM ${table.shown})`,
  ];
}

/** `json` has no equality. */
function comparable(column: ColumnShape): string {
  return ['json', 'xml', 'point'].includes(column.base) ? `${column.shown}::text` : column.shown;
}

/** Whether a question asks for nothing but rows. */
export function asksForAny(question: string): boolean {
  return !/\b(?:WHERE|GROUP BY|JOIN)\b/.test(question);
}

/** Whether the answer of a question (a count, EXISTS, or rows) says that there are such rows. */
export function findsSome(answer: readonly string[]): boolean {
  return answer.length > 1 || (answer.length === 1 && answer[0] !== '0' && answer[0] !== 'f');
}
