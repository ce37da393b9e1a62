import { patternSample } from './pattern-sample.ts';
import type { ColumnShape } from './table-shape.ts';

/** A value as PostgreSQL writes it as text; null is NULL. */
export type Value = string | null;

const dayMs = 86_400_000;
const firstDay = Date.UTC(2024, 0, 1);

/** The `n`th value of a column, from 1: different `n` give different values as far as the type has them. */
export function seriesValue(column: ColumnShape, n: number): string {
  return column.array ? `{${elementOf(column, n)}}` : elementOf(column, n);
}

function elementOf(column: ColumnShape, n: number): string {
  if (column.kind === 'e') return column.labels[(n - 1) % Math.max(column.labels.length, 1)] ?? '';
  if (column.kind === 'r') return rangeOf(column.base, n);
  if (column.kind === 'm') return `{${rangeOf(column.base.replace('multi', ''), n)}}`;
  return (plainValues[column.base] ?? letters)(n);
}

const number = (n: number): string => String(n);
/** Days after the first one. */
const day = (n: number): string => new Date(firstDay + (n - 1) * dayMs).toISOString().slice(0, 10);
const letters = (n: number): string => (n <= 26 ? String.fromCharCode(96 + n) : `a${n}`);
const hex = (n: number, length: number): string => n.toString(16).padStart(length, '0');

const plainValues: Readonly<Record<string, (n: number) => string>> = {
  int2: number,
  int4: number,
  int8: number,
  numeric: number,
  float4: number,
  float8: number,
  money: number,
  oid: number,
  bool: (n) => (n % 2 === 1 ? 'true' : 'false'),
  date: day,
  timestamp: (n) => `${day(n)} 00:00:00`,
  timestamptz: (n) => `${day(n)} 00:00:00+00`,
  time: (n) => new Date(firstDay + n * 1000).toISOString().slice(11, 19),
  timetz: (n) => `${new Date(firstDay + n * 1000).toISOString().slice(11, 19)}+00`,
  interval: (n) => `${n} days`,
  uuid: (n) => `00000000-0000-0000-0000-${hex(n, 12)}`,
  json: (n) => `{"a": ${n}}`,
  jsonb: (n) => `{"a": ${n}}`,
  bytea: (n) => `\\x${hex(n, 8)}`,
  inet: (n) => `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`,
  cidr: (n) => `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}/32`,
  macaddr: (n) => hex(n, 12).replace(/..(?=.)/g, '$&:'),
  bit: (n) => n.toString(2),
  varbit: (n) => n.toString(2),
  point: (n) => `(${n},${n})`,
  xml: (n) => `<a>${n}</a>`,
  tsvector: (n) => `'${letters(n)}':1`,
  hstore: (n) => `"a"=>"${n}"`,
};

function rangeOf(base: string, n: number): string {
  const bound = base.startsWith('int') || base.startsWith('num') ? number : day;
  return `[${bound(n)},${bound(n + 1)})`;
}

/** Beside the first of the series: what tends to be refused, by what it is. */
const unusual: Readonly<Record<string, readonly string[]>> = {
  int2: ['0', '-1', '32767'],
  int4: ['0', '-1', '40000', '2147483647'],
  int8: ['0', '-1', '40000', '3000000000', '9223372036854775807'],
  numeric: ['0', '-1', '1.5', '0.005', '40000', '3000000000', '12345678901', '100000000000000000000'],
  float4: ['0', '-1', '1.5', '3000000000', '1e+30', 'NaN'],
  float8: ['0', '-1', '1.5', '0.123456789', '3000000000', '1e+300', 'NaN'],
  text: ['', ' ', 'A', 'a ', '1', '0', '1.5', '{}', '2024-01-01'],
  date: ['1900-01-01', '2100-01-01', 'infinity'],
  timestamp: ['2024-01-01 12:34:56.789', '1900-01-01 00:00:00', '2100-01-01 00:00:00', 'infinity'],
  timestamptz: ['2024-01-01 12:34:56.789+00', '1900-01-01 00:00:00+00', '2100-01-01 00:00:00+00', 'infinity'],
  interval: ['0', '-1 days', '1 year'],
  time: ['12:34:56.789'],
  json: ['null', '{}', '[]', '"a"', '1'],
  jsonb: ['null', '{}', '[]', '"a"', '1'],
  hstore: [''],
  int4range: ['empty', '[1,3)', '(,)'],
  int8range: ['empty', '[1,3)', '(,)'],
  numrange: ['empty', '[1,3)', '(,)'],
  daterange: ['empty', '[2024-01-01,2024-01-03)', '(,)'],
  tsrange: ['empty', '[2024-01-01,2024-01-03)', '(,)'],
  tstzrange: ['empty', '[2024-01-01,2024-01-03)', '(,)'],
};

const texts = new Set(['text', 'varchar', 'bpchar', 'citext', 'name']);
const numbers = new Set(['int2', 'int4', 'int8', 'numeric', 'float4', 'float8', 'money']);

/** Whether values of the column are any text. */
export function isText(column: ColumnShape): boolean {
  return texts.has(column.base) && !column.array;
}

/** Longer texts are nobody's row. */
const longest = 2_000;

/**
 * Values worth trying, simplest first, not all of which the type need allow.
 * @param literals those of expressions that the value has to do with, as `literalsIn` gives them
 */
export function candidateValues(column: ColumnShape, literals: readonly string[]): string[] {
  const first = [1, 2, 3].map((n) => seriesValue(column, n));
  if (column.array)
    return unique([
      ...first,
      '{}',
      '{NULL}',
      ...candidateValues({ ...column, array: false }, literals).map((one) => arrayOf(one)),
    ]);
  if (column.kind === 'e') return [...column.labels];
  const kind = texts.has(column.base) ? 'text' : column.base;
  return unique([...first, ...near(literals, column), ...(unusual[kind] ?? ['', '0'])]);
}

function arrayOf(element: string): string {
  return `{"${element.replace(/["\\]/g, '\\$&')}"}`;
}

/** Each literal and its neighbours. */
function near(literals: readonly string[], column: ColumnShape): string[] {
  return literals.flatMap((literal) => {
    if (!/^-?\d+(?:\.\d+)?$/.test(literal)) return isText(column) ? likeText(literal) : [literal];
    const value = Number(literal);
    if (numbers.has(column.base)) return [literal, String(value - 1), String(value + 1)];
    if (isText(column) && Number.isInteger(value) && value >= 0 && value <= longest)
      return [
        literal,
        'a'.repeat(value),
        'a'.repeat(value + 1),
        ...(value > 0 ? ['a'.repeat(value - 1)] : []),
      ];
    return [literal];
  });
}

/** A literal beside a text may be a value, a LIKE's pattern or a regular expression. */
function likeText(literal: string): string[] {
  const like = /[%_]/.test(literal) ? ['a', 'b', 'c'].map((fill) => literal.replace(/[%_]/g, fill)) : [];
  const matching = /[\^$[\\.+*(]/.test(literal)
    ? [0, 1, 2].flatMap((choice) => patternSample(literal, choice) ?? [])
    : [];
  return [...matching, ...like, literal, `${literal}1`];
}

/** String and number literals of an SQL expression, in order. */
export function literalsIn(expression: string): string[] {
  const found = expression.matchAll(/'((?:[^']|'')*)'|(?<![\w.'])-?\d+(?:\.\d+)?(?![\w'])/g);
  const literals = [...found].map(([whole, text]) =>
    text === undefined ? whole : text.replaceAll("''", "'"),
  );
  const inArrays = literals
    .filter((one) => /^\{.*\}$/s.test(one))
    .flatMap((one) => one.slice(1, -1).split(','));
  return unique([...literals, ...inArrays]);
}

export function unique<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items)];
}

/** As somebody would write the value in a statement. */
export function literalOf(column: Pick<ColumnShape, 'base' | 'array'>, value: Value): string {
  if (value === null) return 'NULL';
  if (!column.array && numbers.has(column.base) && /^-?\d+(?:\.\d+)?$/.test(value)) return value;
  if (!column.array && column.base === 'bool') return value;
  if (/^(.)\1{31,}$/s.test(value)) return `repeat(${quote(value.charAt(0))}, ${value.length})`;
  return quote(value);
}

export function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
