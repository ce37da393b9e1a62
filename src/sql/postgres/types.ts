import type { TypeName } from 'libpg-query';
import type { ColumnType } from '../definitions.ts';
import { lastBefore, type Source, type TokenSpan, textOf, tokenAt } from '../tokens/source.ts';
import { as, strings } from './ast.ts';

/** Short names to those of the manual and of `format_type`. */
const canonical: Readonly<Record<string, string>> = {
  bool: 'boolean',
  bpchar: 'character',
  decimal: 'numeric',
  float4: 'real',
  float8: 'double precision',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  time: 'time without time zone',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
  timetz: 'time with time zone',
  varbit: 'bit varying',
  varchar: 'character varying',
};

/** Types that are not types: an integer with a sequence behind it. */
const serials: Readonly<Record<string, string>> = {
  serial: 'integer',
  serial4: 'integer',
  bigserial: 'bigint',
  serial8: 'bigint',
  smallserial: 'smallint',
  serial2: 'smallint',
};

export const columnKeywords: ReadonlySet<string> = new Set([
  'constraint',
  'not',
  'null',
  'unique',
  'primary',
  'check',
  'default',
  'references',
  'generated',
  'collate',
  'deferrable',
  'initially',
  'enforced',
  'compression',
  'storage',
  'options',
  'using',
  ',',
]);

export function readType(
  type: TypeName | undefined,
  source: Source,
  span: TokenSpan,
): { type: ColumnType; serial: boolean } {
  const names = strings(type?.names);
  const name = names.at(-1) ?? '';
  const schema = names.length > 1 && names.at(-2) !== 'pg_catalog' ? (names.at(-2) ?? null) : null;
  const builtIn = schema === null;
  const serial = builtIn && names.length === 1 && Object.hasOwn(serials, name) ? serials[name] : undefined;
  const known = builtIn && Object.hasOwn(canonical, name) ? canonical[name] : undefined;
  const first = tokenAt(source, source.offset(type?.location));
  const last = lastBefore(source, { first, last: span.last }, (word) => columnKeywords.has(word));
  return {
    serial: serial !== undefined,
    type: {
      schema,
      name: serial ?? known ?? name,
      modifiers: modifiersOf(type, name),
      dimensions: type?.arrayBounds?.length ?? 0,
      text: textOf(source, { first, last }),
    },
  };
}

function modifiersOf(type: TypeName | undefined, name: string): number[] {
  const numbers = (type?.typmods ?? []).map((each) => {
    const constant = as(each, 'A_Const');
    return constant === null ? null : (constant.ival?.ival ?? (constant.ival === undefined ? null : 0));
  });
  // An interval's first number is a mask of its fields, not written by anyone.
  const written = name === 'interval' ? numbers.slice(1) : numbers;
  return written.filter((each) => each !== null);
}
