import type { ObjectName } from '../../sql/object-name.ts';
import { argument, attributeOf, listOf, mappedName, schemaNameOf, textOf, wordOf } from './attributes.ts';
import { givenName } from './names.ts';
import type { PrismaAttribute, PrismaField, PrismaModel, PrismaValue } from './read-schema.ts';
import { type ForeignKey, foreignKeyOf } from './relations.ts';
import { type ColumnContext, columnDefault, columnType, qualified, quote } from './render-columns.ts';

/** What tables are written with. */
export interface TableContext extends ColumnContext {
  readonly models: ReadonlyMap<string, PrismaModel>;
  readonly views: ReadonlySet<string>;
  readonly hasForeignKeys: boolean;
}

/** The statements that make one table. */
export interface TableSql {
  readonly name: ObjectName;
  readonly create: string;
  readonly indexes: readonly string[];
  readonly foreignKeys: readonly string[];
  /** False where something of it could not be written. */
  readonly complete: boolean;
}

export function tableName(model: PrismaModel): ObjectName {
  return { schema: schemaNameOf(model), name: mappedName(model) };
}

export function renderModel(model: PrismaModel, context: TableContext): TableSql {
  const { provider } = context;
  const name = tableName(model);
  const table = qualified(name.schema, name.name, provider);
  const columns = model.fields
    .filter(({ type }) => !context.models.has(type) && !context.views.has(type))
    .map((field) => columnSql(field, context));
  const keys = model.fields.flatMap((field) => {
    const key = context.hasForeignKeys ? foreignKeyOf(model, field) : null;
    return key === null ? [] : [foreignKeySql(key, model, context)];
  });
  const indexes = indexesOf(model, context);
  const primaryKey = primaryKeySql(model, context);
  const [isSqlite, isMysql] = [provider.dialects.includes('sqlite'), provider.dialects.includes('mysql')];
  const inside = [
    ...known(columns.map(({ sql }) => sql)),
    ...known([primaryKey]),
    ...(isSqlite ? known(keys) : []),
    ...(isMysql ? indexes.flatMap((index) => (index === null ? [] : [indexSql(index, null)])) : []),
  ];
  return {
    name,
    create: `CREATE TABLE ${table} (\n    ${inside.join(',\n    ')}\n);`,
    indexes: isMysql
      ? []
      : indexes.flatMap((index) => (index === null ? [] : [`CREATE ${indexSql(index, table)};`])),
    foreignKeys: isSqlite ? [] : known(keys).map((key) => `ALTER TABLE ${table} ADD ${key};`),
    complete:
      columns.every(({ sure }) => sure) && [primaryKey, ...indexes, ...keys].every((each) => each !== null),
  };
}

/** Without what is not known, and what there is none of. */
function known(parts: readonly (string | null)[]): string[] {
  return parts.flatMap((each) => (each === null || each === '' ? [] : [each]));
}

/** A column, null where its type is not known. It is not sure where Prisma does not say all of it. */
function columnSql(
  field: PrismaField,
  context: TableContext,
): { readonly sql: string | null; readonly sure: boolean } {
  const type = columnType(field, context);
  if (type === null) return { sql: null, sure: false };
  const value = columnDefault(field, type, context);
  const name = quote(mappedName(field), context.provider);
  const counted = countedType(field, type, context);
  // A list is there or empty to the client: the column may be NULL.
  const nullable = field.arity === 'required' ? ' NOT NULL' : nullWord(field, type, context);
  const suffix = value.kind === 'sql' ? ` DEFAULT ${value.sql}` : '';
  return {
    sql: `${name} ${counted.type}${nullable}${suffix}${counted.suffix}`,
    sure: value.kind !== 'unknown',
  };
}

/** MySQL's TIMESTAMP is NOT NULL by itself in old versions: Prisma writes NULL. */
function nullWord(field: PrismaField, type: string, { provider }: TableContext): string {
  return field.arity === 'optional' && type.startsWith('TIMESTAMP') && provider.dialects.includes('mysql')
    ? ' NULL'
    : '';
}

const serials: Readonly<Record<string, string>> = {
  INTEGER: 'SERIAL',
  BIGINT: 'BIGSERIAL',
  SMALLINT: 'SMALLSERIAL',
};

function countedType(
  field: PrismaField,
  type: string,
  { provider }: TableContext,
): { readonly type: string; readonly suffix: string } {
  const value = argument(attributeOf(field, 'default'), 'value', { byPlace: true });
  const isCounted = value?.kind === 'call' && value.name === 'autoincrement';
  const isKey = attributeOf(field, 'id') !== undefined;
  if (provider.dialects.includes('sqlite')) {
    const key = isKey ? ' PRIMARY KEY' : '';
    return { type, suffix: `${key}${isCounted && isKey ? ' AUTOINCREMENT' : ''}` };
  }
  if (!isCounted) return { type, suffix: '' };
  return provider.dialects.includes('postgres')
    ? { type: serials[type] ?? type, suffix: '' }
    : { type, suffix: ' AUTO_INCREMENT' };
}

/** The primary key as a constraint; `''` where a column says it or there is none. */
function primaryKeySql(model: PrismaModel, context: TableContext): string | null {
  const { provider } = context;
  const field = model.fields.find((each) => attributeOf(each, 'id') !== undefined);
  const attribute = field === undefined ? attributeOf(model, 'id') : attributeOf(field, 'id');
  if (attribute === undefined) return '';
  const isSqlite = provider.dialects.includes('sqlite');
  if (field !== undefined && isSqlite) return '';
  const columns =
    field === undefined
      ? keyColumns(argument(attribute, 'fields', { byPlace: true }), model, context)
      : [quote(mappedName(field), provider)];
  if (columns === null) return null;
  const key = `PRIMARY KEY (${columns.join(', ')})`;
  if (!provider.dialects.includes('postgres')) return key;
  const name = textOf(argument(attribute, 'map')) ?? givenName(mappedName(model), [], 'pkey', provider);
  return `CONSTRAINT ${quote(name, provider)} ${key}`;
}

/** An index as it is written, null where it is not known how. */
interface Index {
  readonly kind: string;
  readonly name: string;
  readonly using: string;
  readonly columns: string;
}

function indexesOf(model: PrismaModel, context: TableContext): readonly (Index | null)[] {
  const ofFields = model.fields.flatMap((field) => {
    const unique = attributeOf(field, 'unique');
    const itself: PrismaValue = { kind: 'name', name: field.name };
    return unique === undefined ? [] : [indexOf(unique, [itself], model, context)];
  });
  const ofModel = model.attributes
    .filter(({ name }) => name === 'unique' || name === 'index' || name === 'fulltext')
    .map((each) => indexOf(each, listOf(argument(each, 'fields', { byPlace: true })), model, context));
  return [...ofFields, ...ofModel];
}

/** Arguments of an index that are read here, or are the client's. */
const indexArguments = new Set(['fields', 'name', 'map', 'type', 'sort', 'length', 'ops', 'clustered']);

/** `UNIQUE INDEX name ON table USING GIN(columns)`; MySQL's stand in the table. */
export function indexSql({ kind, name, using, columns }: Index, table: string | null): string {
  return `${kind}INDEX ${name}${table === null ? '' : ` ON ${table}`}${using}(${columns})`;
}

function indexOf(
  attribute: PrismaAttribute,
  fields: readonly PrismaValue[],
  model: PrismaModel,
  context: TableContext,
): Index | null {
  const { provider } = context;
  const named = attribute.args.flatMap(({ name }) => name ?? []);
  const own = fields.map((each) => withSort(each, attribute));
  const columns = keyColumns({ kind: 'list', values: own }, model, context);
  if (columns === null || columns.length === 0 || !named.every((each) => indexArguments.has(each)))
    return null;
  const names = fields.map((each) => columnName(each, model) ?? '');
  const suffix = attribute.name === 'unique' ? 'key' : 'idx';
  // Of @@unique `name` is the client's; of @@index it is what `map` was called once.
  const given =
    textOf(argument(attribute, 'map')) ??
    (attribute.name === 'unique' ? null : textOf(argument(attribute, 'name'))) ??
    givenName(mappedName(model), names, suffix, provider);
  const method = wordOf(argument(attribute, 'type'));
  return {
    kind: { unique: 'UNIQUE ', fulltext: 'FULLTEXT ' }[attribute.name] ?? '',
    name: quote(given, provider),
    using: method === null || method === 'BTree' ? '' : ` USING ${method.toUpperCase()}`,
    columns: columns.join(', '),
  };
}

/** `@unique(sort: Desc)` says of its only column what `@@unique([a(sort: Desc)])` does. */
function withSort(field: PrismaValue, { args }: PrismaAttribute): PrismaValue {
  const ofColumn = args.filter(({ name }) => name === 'sort' || name === 'length' || name === 'ops');
  return field.kind === 'name' && ofColumn.length > 0
    ? { kind: 'call', name: field.name, args: ofColumn }
    : field;
}

/** The columns of a key or an index with their options, null where one is not known. */
function keyColumns(
  value: PrismaValue | undefined,
  model: PrismaModel,
  { provider }: TableContext,
): string[] | null {
  const columns: string[] = [];
  for (const each of listOf(value)) {
    const name = columnName(each, model);
    const options = each.kind === 'call' ? each.args : [];
    if (name === null) return null;
    const find = (option: string) => options.find((one) => one.name === option)?.value;
    const [length, ops] = [find('length'), find('ops')];
    const prefix = length?.kind === 'number' && provider.dialects.includes('mysql') ? `(${length.text})` : '';
    const operators = operatorClass(ops);
    if (operators === null) return null;
    columns.push(
      `${quote(name, provider)}${prefix}${operators}${wordOf(find('sort')) === 'Desc' ? ' DESC' : ''}`,
    );
  }
  return columns;
}

function columnName(value: PrismaValue, model: PrismaModel): string | null {
  if (value.kind !== 'name' && value.kind !== 'call') return null;
  const field = model.fields.find(({ name }) => name === value.name);
  return field === undefined ? null : mappedName(field);
}

/** `JsonbPathOps` is `jsonb_path_ops`; ` ` before it. */
function operatorClass(value: PrismaValue | undefined): string | null {
  if (value === undefined) return '';
  if (value.kind === 'name')
    return ` ${value.name
      .replace(/(?<=[a-z\d])[A-Z]/g, '_$&')
      .toLowerCase()
      .replace('min_max', 'minmax')}`;
  const [raw] = value.kind === 'call' && value.name === 'raw' ? value.args : [];
  return raw?.value.kind === 'string' ? ` ${raw.value.value}` : null;
}

function foreignKeySql(key: ForeignKey, model: PrismaModel, context: TableContext): string | null {
  const { provider, models } = context;
  const other = models.get(key.model);
  // A relation to a view is the client's.
  if (other === undefined) return '';
  const columns = key.fields.map((field) => columnName({ kind: 'name', name: field }, model));
  const referenced = key.references.map((field) => columnName({ kind: 'name', name: field }, other));
  const [own, theirs] = [known(columns), known(referenced)];
  if (own.length < columns.length || theirs.length < referenced.length) return null;
  const name = key.name ?? givenName(mappedName(model), own, 'fkey', provider);
  const list = (names: readonly string[]): string => names.map((each) => quote(each, provider)).join(', ');
  const target = tableName(other);
  return `CONSTRAINT ${quote(name, provider)} FOREIGN KEY (${list(own)}) REFERENCES ${qualified(target.schema, target.name, provider)}(${list(theirs)}) ON DELETE ${key.onDelete} ON UPDATE ${key.onUpdate}`;
}
