import type { ColumnShape } from './table-shape.ts';
import { quote } from './values.ts';

/**
 * SQL that gives the value of a column in row `n` (an integer in scope, from 1): a different one for each, and of the
 * kind that tightenings accept: no NULLs, no duplicates, texts that are numbers. null where the type is not known.
 */
export function seriesExpression(column: ColumnShape, n: string): string | null {
  const element = elementExpression(column, n);
  if (element === null) return null;
  return column.array ? `ARRAY[${element}]::${column.plainType}` : `(${element})::${column.type}`;
}

const plain: Readonly<Record<string, (n: string) => string>> = {
  int2: (n) => `(${n} - 1) % 32767 + 1`,
  int4: (n) => n,
  int8: (n) => n,
  numeric: (n) => n,
  float4: (n) => n,
  float8: (n) => n,
  money: (n) => n,
  oid: (n) => n,
  bool: (n) => `${n} % 2 = 1`,
  date: (n) => `date '2024-01-01' + (${n} - 1)::int`,
  timestamp: (n) => `timestamp '2024-01-01 00:00:00' + (${n} - 1) * interval '1 hour'`,
  timestamptz: (n) => `timestamptz '2024-01-01 00:00:00+00' + (${n} - 1) * interval '1 hour'`,
  time: (n) => `time '00:00:00' + (${n} % 86400) * interval '1 second'`,
  timetz: (n) => `(time '00:00:00' + (${n} % 86400) * interval '1 second')::text || '+00'`,
  interval: (n) => `${n} * interval '1 second'`,
  uuid: (n) => `'00000000-0000-0000-0000-' || lpad(to_hex(${n}), 12, '0')`,
  json: (n) => `json_build_object('a', ${n})`,
  jsonb: (n) => `jsonb_build_object('a', ${n})`,
  bytea: (n) => `decode(lpad(to_hex(${n}), 8, '0'), 'hex')`,
  inet: (n) => `inet '10.0.0.0' + ${n}`,
  cidr: (n) => `set_masklen(inet '10.0.0.0' + ${n}, 32)`,
  point: (n) => `point(${n}, ${n})`,
  tsvector: (n) => `to_tsvector('simple', ${n}::text)`,
  xml: (n) => `('<a>' || ${n} || '</a>')::xml`,
  int4range: (n) => `int4range(${n}::int, ${n}::int + 1)`,
  int8range: (n) => `int8range(${n}, ${n} + 1)`,
  numrange: (n) => `numrange(${n}, ${n} + 1)`,
  daterange: (n) => `daterange(date '2024-01-01' + ${n}::int, date '2024-01-01' + ${n}::int + 1)`,
  tsrange: (n) =>
    `tsrange(timestamp '2024-01-01' + ${n} * interval '1 hour', timestamp '2024-01-01' + (${n} + 1) * interval '1 hour')`,
  tstzrange: (n) =>
    `tstzrange(timestamptz '2024-01-01 00:00:00+00' + ${n} * interval '1 hour', timestamptz '2024-01-01 00:00:00+00' + (${n} + 1) * interval '1 hour')`,
};

const texts = new Set(['text', 'varchar', 'bpchar', 'citext', 'name']);

function elementExpression(column: ColumnShape, n: string): string | null {
  if (column.kind === 'e') {
    const labels = column.labels.map(quote);
    return labels.length === 0 ? null : `(ARRAY[${labels.join(', ')}])[(${n} - 1) % ${labels.length} + 1]`;
  }
  if (texts.has(column.base)) {
    const length = /\((\d+)\)/.exec(column.type)?.[1];
    // The last digits tell the most rows apart.
    return length === undefined ? `${n}::text` : `right(${n}::text, ${length})`;
  }
  return plain[column.base]?.(n) ?? null;
}
