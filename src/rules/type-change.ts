import type { ColumnType, Expression } from '../sql/definitions.ts';
import { nameKey } from '../sql/object-name.ts';

/** Types of one row of text that PostgreSQL stores alike. */
const textLike = new Set(['text', 'character varying', 'citext']);

/** Pairs that share their bytes beside those: from, to. */
const sameBytes = new Set(['cidr inet', 'xml text', 'xml character varying', 'integer oid', 'oid integer']);

/** Types whose one modifier is a precision that may grow without a rewrite. */
const growing = new Set([
  'character varying',
  'bit varying',
  'timestamp without time zone',
  'timestamp with time zone',
  'time without time zone',
  'time with time zone',
]);

/** Types of PostgreSQL itself: about a change between two others than these the text proves nothing. */
const builtIn = new Set(
  `smallint,integer,bigint,real,double precision,numeric,money,text,character varying,character,bytea,boolean,uuid,
  json,jsonb,xml,date,timestamp without time zone,timestamp with time zone,time without time zone,time with time zone,
  interval,inet,cidr,macaddr,macaddr8,bit,bit varying,oid,citext,point,line,box,path,polygon,circle,tsvector,tsquery`
    .split(',')
    .map((name) => name.trim()),
);

export type TypeChange = 'same' | 'cheap' | 'rewrite' | 'unknown';

/**
 * What PostgreSQL does to the rows when a column's type changes: nothing (`same`, or `cheap`: only the catalogue), or a
 * rewrite of the table. `isEnum` tells user types that are known enums.
 */
export function typeChange(
  from: ColumnType,
  to: ColumnType,
  isEnum: (type: ColumnType) => boolean,
): TypeChange {
  if (from.dimensions > 0 || to.dimensions > 0) return arrayChange(from, to);
  if (from.name === to.name && from.schema === to.schema) {
    return known(from) ? modifierChange(from, to) : 'same';
  }
  if (!known(from) || !known(to)) return isEnum(from) || isEnum(to) ? 'rewrite' : 'unknown';
  // A length that the new type has has to be applied to every row.
  if (textLike.has(from.name) && textLike.has(to.name))
    return to.modifiers.length === 0 ? 'cheap' : 'rewrite';
  return sameBytes.has(`${from.name} ${to.name}`) && to.modifiers.length === 0 ? 'cheap' : 'rewrite';
}

/** Types to which a change from an unknown type is often free: about those one stays silent. */
export function oftenCheap(to: ColumnType): boolean {
  return (
    to.dimensions > 0 ||
    !known(to) ||
    textLike.has(to.name) ||
    growing.has(to.name) ||
    /^(?:numeric|inet|interval)$/.test(to.name)
  );
}

/** How a change of type is judged: as `typeChange`, `using` where an expression is computed for each row. */
export function judgeTypeChange(
  from: ColumnType | null,
  to: ColumnType,
  column: string,
  using: Expression | null,
  enums: ReadonlyMap<string, readonly string[]>,
): 'cheap' | 'rewrite' | 'using' | 'unknown' {
  if (using !== null && !isPlainCast(using.text, column)) return 'using';
  if (from === null) return oftenCheap(to) ? 'cheap' : 'unknown';
  const change = typeChange(from, to, ({ schema, name }) => enums.has(nameKey({ schema, name })));
  return change === 'rewrite' ? 'rewrite' : 'cheap';
}

/** `USING code` and `USING code::text` ask for nothing that the change of type does not do itself. */
function isPlainCast(using: string, column: string): boolean {
  const plain = using
    .replace(/::[^:]*$/, '')
    .replace(/^\(+|\)+$/g, '')
    .replaceAll('"', '')
    .trim();
  const cast = /^cast\s*\(\s*"?([^"]+?)"?\s+as\s/i.exec(using)?.[1];
  return plain.toLowerCase() === column.toLowerCase() || cast?.toLowerCase() === column.toLowerCase();
}

function known(type: ColumnType): boolean {
  return type.schema === null && builtIn.has(type.name);
}

function arrayChange(from: ColumnType, to: ColumnType): TypeChange {
  const sameElement =
    from.name === to.name && from.schema === to.schema && from.dimensions > 0 === to.dimensions > 0;
  if (sameElement) return from.modifiers.join() === to.modifiers.join() ? 'same' : 'rewrite';
  return known(from) && known(to) ? 'rewrite' : 'unknown';
}

function modifierChange(from: ColumnType, to: ColumnType): TypeChange {
  const [before, after] = [from.modifiers, to.modifiers];
  if (before.join() === after.join()) return 'same';
  if (growing.has(from.name)) {
    // Without a modifier there is no limit; a limit where there was none is applied to every row.
    if (after.length === 0) return 'cheap';
    return before.length > 0 && (after[0] ?? 0) >= (before[0] ?? 0) ? 'cheap' : 'rewrite';
  }
  if (from.name === 'numeric') {
    if (after.length === 0) return 'cheap';
    const sameScale = (before[1] ?? 0) === (after[1] ?? 0);
    return before.length > 0 && sameScale && (after[0] ?? 0) >= (before[0] ?? 0) ? 'cheap' : 'rewrite';
  }
  // INTERVAL's fields and a CHARACTER's padding: only the second is known to be written anew.
  return from.name === 'interval' ? 'unknown' : 'rewrite';
}
