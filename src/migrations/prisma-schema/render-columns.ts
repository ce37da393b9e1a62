import { argument, attributeOf, mappedName, schemaNameOf } from './attributes.ts';
import type { Provider } from './provider.ts';
import type { PrismaArgument, PrismaEnum, PrismaField, PrismaValue } from './read-schema.ts';

/** What columns are written with. */
export interface ColumnContext {
  readonly provider: Provider;
  readonly enums: ReadonlyMap<string, PrismaEnum>;
}

/** A column's type in SQL; null where it is not known. An array's has its `[]`. */
export function columnType(field: PrismaField, context: ColumnContext): string | null {
  const element = elementType(field, context);
  if (element === null || field.arity !== 'list') return element;
  return context.provider.dialects.includes('postgres') ? `${element}[]` : null;
}

function elementType(field: PrismaField, { provider, enums }: ColumnContext): string | null {
  const enumeration = enums.get(field.type);
  if (enumeration !== undefined) return enumType(enumeration, provider);
  const native = field.attributes.find(({ name }) => name.startsWith('db.'));
  if (native === undefined) return provider.scalars[field.type] ?? null;
  const name = native.name.slice('db.'.length);
  const known = provider.natives[name] ?? (provider.plainNatives.includes(name) ? name.toUpperCase() : null);
  const modifiers = native.args.flatMap(({ value }) => (value.kind === 'number' ? [value.text] : []));
  return known === null || modifiers.length === 0 ? known : `${known}(${modifiers.join(', ')})`;
}

function enumType(enumeration: PrismaEnum, provider: Provider): string {
  if (provider.dialects.includes('postgres')) return enumName(enumeration, provider);
  if (provider.dialects.includes('sqlite')) return 'TEXT';
  return `ENUM(${enumeration.values.map((value) => literal(mappedName(value), provider)).join(', ')})`;
}

/** The type that an enum is in PostgreSQL. */
export function enumName(enumeration: PrismaEnum, provider: Provider): string {
  return qualified(schemaNameOf(enumeration), mappedName(enumeration), provider);
}

/** Prisma leaves the default schema out. */
export function qualified(schema: string | null, name: string, provider: Provider): string {
  const quoted = quote(name, provider);
  return schema === null || schema === 'public' ? quoted : `${quote(schema, provider)}.${quoted}`;
}

export function quote(name: string, { quote: mark }: Provider): string {
  return `${mark}${name.replaceAll(mark, mark + mark)}${mark}`;
}

/** A string in SQL. A backslash of MySQL escapes. */
export function literal(text: string, provider: Provider): string {
  const escaped = provider.dialects.includes('mysql') ? text.replaceAll('\\', '\\\\') : text;
  return `'${escaped.replaceAll("'", "''")}'`;
}

/** Functions whose values the client makes: the column has no default. */
const ofClient = new Set(['uuid', 'cuid', 'nanoid', 'ulid', 'auto', 'autoincrement']);

/** A column's default: `none`, one that is `unknown`, or its SQL. */
export function columnDefault(
  field: PrismaField,
  type: string,
  context: ColumnContext,
): { readonly kind: 'none' | 'unknown' } | { readonly kind: 'sql'; readonly sql: string } {
  const attribute = attributeOf(field, 'default');
  if (attribute === undefined) return { kind: 'none' };
  const value = argument(attribute, 'value', { byPlace: true });
  if (value === undefined) return { kind: 'unknown' };
  if (value.kind === 'call' && ofClient.has(value.name)) return { kind: 'none' };
  const isMysql = context.provider.dialects.includes('mysql');
  if (isMysql && value.kind !== 'call' && type === 'JSON') return { kind: 'none' };
  // Whether the server takes a default for such a type, and Prisma wrote one, is a matter of their versions.
  if (isMysql && value.kind !== 'call' && /TEXT$|BLOB$/.test(type)) return { kind: 'unknown' };
  const sql =
    value.kind === 'call' ? callSql(value.name, value.args, type) : constantSql(value, field, type, context);
  return sql === null ? { kind: 'unknown' } : { kind: 'sql', sql };
}

/** The database's own. What `dbgenerated()` without a text stands for only the database knows. */
function callSql(name: string, args: readonly PrismaArgument[], type: string): string | null {
  if (name === 'now') return currentTimestamp(type);
  const [first] = args;
  if (name !== 'dbgenerated' || first?.value.kind !== 'string' || first.value.value.trim() === '')
    return null;
  return first.value.value;
}

/** MySQL wants the precision of the column. */
function currentTimestamp(type: string): string {
  const precision = /^(?:DATETIME|TIMESTAMP)\((\d)\)$/.exec(type)?.[1];
  return type.startsWith('DATETIME(') && precision !== undefined
    ? `CURRENT_TIMESTAMP(${precision})`
    : 'CURRENT_TIMESTAMP';
}

function constantSql(
  value: PrismaValue,
  field: PrismaField,
  type: string,
  context: ColumnContext,
): string | null {
  if (value.kind !== 'list') return scalarSql(value, field, context);
  const values = value.values.map((each) => scalarSql(each, field, context));
  return values.includes(null) ? null : `ARRAY[${values.join(', ')}]::${type}`;
}

function scalarSql(
  value: PrismaValue,
  field: PrismaField,
  { provider, enums }: ColumnContext,
): string | null {
  const enumeration = enums.get(field.type);
  if (value.kind === 'name') {
    if (field.type === 'Boolean' && (value.name === 'true' || value.name === 'false')) return value.name;
    const member = enumeration?.values.find(({ name }) => name === value.name);
    return member === undefined ? null : literal(mappedName(member), provider);
  }
  if (value.kind === 'number') return value.text;
  return value.kind === 'string' ? stringSql(value.value, field.type, provider) : null;
}

function stringSql(text: string, type: string, provider: Provider): string | null {
  if (type === 'Bytes') {
    const bytes = Buffer.from(text, 'base64').toString('hex');
    return provider.dialects.includes('postgres') ? `'\\x${bytes}'` : null;
  }
  // Prisma writes the time anew: it is one constant or the other.
  return literal(text, provider);
}
