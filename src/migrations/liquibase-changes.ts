import type { Dialect } from '../sql/dialect.ts';
import type { ChangeElement } from './change-element.ts';

/** What Liquibase does with a change: SQL, nothing at all, or what is not known here. */
export type RenderedChange = string | 'nothing' | 'unknown';

/** Changes that leave the schema and its data as they are. */
const idle = new Set([
  'tagDatabase',
  'empty',
  'output',
  'comment',
  'preConditions',
  'validCheckSum',
  'stop',
  'rollback',
  'modifySql',
  'setColumnRemarks',
  'setTableRemarks',
]);

/** Liquibase's names of the databases that are read here. */
const names: Readonly<Record<Dialect, readonly string[]>> = {
  postgres: ['postgresql', 'cockroachdb', 'edb'],
  mysql: ['mysql'],
  mariadb: ['mariadb', 'mysql'],
  sqlite: ['sqlite'],
  mssql: ['mssql'],
};

/** Whether a change with such a `dbms` attribute runs there: `postgresql, h2`, `!oracle`. */
export function runsOn(dbms: string | null, dialect: Dialect): boolean {
  const listed = (dbms ?? '')
    .split(',')
    .map((word) => word.trim().toLowerCase())
    .filter((word) => word !== '');
  if (listed.length === 0 || listed.includes('all')) return true;
  if (listed.some((word) => names[dialect].includes(word))) return true;
  const refused = listed.filter((word) => word.startsWith('!'));
  return refused.length === listed.length && !refused.some((word) => names[dialect].includes(word.slice(1)));
}

/** Words that projects name contexts by, for a database and nothing else. */
const databases = new Set([
  ...Object.values(names).flat(),
  'h2',
  'hsqldb',
  'oracle',
  'derby',
  'db2',
  'postgres',
]);

/** A context that names databases only (`mysql`, `postgresql, h2`), as a `dbms` attribute; null for any other. */
export function databasesOf(context: string | null): string | null {
  const words = (context ?? '').split(/\s*,\s*|\s+or\s+/i).map((word) => word.trim().toLowerCase());
  const areDatabases = words.every((word) => databases.has(word.replace(/^!/, '')));
  return areDatabases ? words.map((word) => word.replace(/\bpostgres$/, 'postgresql')).join(', ') : null;
}

/** The SQL that Liquibase makes of one change, by and large: enough to judge it. */
export function renderChange(change: ChangeElement, dialect: Dialect): RenderedChange {
  if (idle.has(change.name)) return 'nothing';
  if ([change, ...change.children].some(computesParameter)) return 'unknown';
  const render = Object.hasOwn(changes, change.name) ? changes[change.name] : undefined;
  return render?.(change, dialect) ?? 'unknown';
}

/** `valueComputed="${uuid}"`: what stands for the parameter is said in another file, and may be any expression. */
function computesParameter({ attributes }: ChangeElement): boolean {
  return [...attributes].some(([key, value]) => /(?:Computed|Numeric)$/.test(key) && value.includes('${'));
}

type Render = (change: ChangeElement, dialect: Dialect) => string | null;

const changes: Readonly<Record<string, Render>> = {
  createTable(change, dialect) {
    const columns = columnsOf(change).map((column) => columnText(column, dialect));
    const keys = columnsOf(change).filter((column) => constraint(column, 'primaryKey') === 'true');
    if (columns.includes(null) || columns.length === 0) return null;
    const key =
      keys.length === 0
        ? []
        : [`PRIMARY KEY (${keys.map((column) => name(column, 'name', dialect)).join(', ')})`];
    return `CREATE TABLE ${table(change, dialect)} (${[...columns, ...key, ...references(change, dialect)].join(', ')})`;
  },
  dropTable: (change, dialect) =>
    `DROP TABLE ${table(change, dialect)}${get(change, 'cascadeConstraints') === 'true' ? ' CASCADE' : ''}`,
  renameTable: (change, dialect) =>
    dialect === 'mssql'
      ? `EXEC sp_rename ${literal(table(change, dialect, 'oldTableName'))}, ${literal(get(change, 'newTableName') ?? '')}`
      : `ALTER TABLE ${table(change, dialect, 'oldTableName')} RENAME TO ${name(change, 'newTableName', dialect)}`,
  addColumn(change, dialect) {
    const parts = columnsOf(change).map((column) => {
      const text = columnText(column, dialect);
      const key = constraint(column, 'primaryKey') === 'true' ? ' PRIMARY KEY' : '';
      return text === null ? null : `ADD ${dialect === 'mssql' ? '' : 'COLUMN '}${text}${key}`;
    });
    if (parts.includes(null) || parts.length === 0) return null;
    const added = references(change, dialect).map((reference) => `ADD ${reference}`);
    return `ALTER TABLE ${table(change, dialect)} ${[...parts, ...added].join(', ')}`;
  },
  dropColumn(change, dialect) {
    const own = get(change, 'columnName');
    const columns = own === null ? columnsOf(change).map((column) => get(column, 'name')) : [own];
    if (columns.includes(null) || columns.length === 0) return null;
    const drops = columns.map((column) => `DROP COLUMN ${quoted(column ?? '', dialect)}`);
    return `ALTER TABLE ${table(change, dialect)} ${drops.join(', ')}`;
  },
  renameColumn: (change, dialect) =>
    dialect === 'mssql'
      ? `EXEC sp_rename ${literal(`${table(change, dialect)}.${name(change, 'oldColumnName', dialect)}`)}, ${literal(get(change, 'newColumnName') ?? '')}, 'COLUMN'`
      : `ALTER TABLE ${table(change, dialect)} RENAME COLUMN ${name(change, 'oldColumnName', dialect)} TO ${name(change, 'newColumnName', dialect)}`,
  modifyDataType(change, dialect) {
    const type = typeOf(get(change, 'newDataType'), dialect);
    if (type === null) return null;
    const column = name(change, 'columnName', dialect);
    return `ALTER TABLE ${table(change, dialect)} ${alter(column, dialect, `TYPE ${type}`, type)}`;
  },
  addNotNullConstraint(change, dialect) {
    const column = name(change, 'columnName', dialect);
    const type = typeOf(get(change, 'columnDataType'), dialect);
    const value = get(change, 'defaultNullValue');
    if (dialect !== 'postgres' && type === null) return null;
    const fill =
      value === null
        ? ''
        : `UPDATE ${table(change, dialect)} SET ${column} = ${literal(value)} WHERE ${column} IS NULL;\n`;
    return `${fill}ALTER TABLE ${table(change, dialect)} ${alter(column, dialect, 'SET NOT NULL', `${type} NOT NULL`)}`;
  },
  dropNotNullConstraint(change, dialect) {
    const type = typeOf(get(change, 'columnDataType'), dialect);
    if (dialect !== 'postgres' && type === null) return null;
    return `ALTER TABLE ${table(change, dialect)} ${alter(name(change, 'columnName', dialect), dialect, 'DROP NOT NULL', `${type} NULL`)}`;
  },
  addDefaultValue(change, dialect) {
    const value = writtenValue(change, 'defaultValue');
    if (value === null || dialect === 'mssql') return null;
    return `ALTER TABLE ${table(change, dialect)} ALTER COLUMN ${name(change, 'columnName', dialect)} SET DEFAULT ${value}`;
  },
  dropDefaultValue: (change, dialect) =>
    dialect === 'mssql'
      ? null
      : `ALTER TABLE ${table(change, dialect)} ALTER COLUMN ${name(change, 'columnName', dialect)} DROP DEFAULT`,
  createIndex(change, dialect) {
    const columns = columnsOf(change).map((column) =>
      get(column, 'computed') === 'true' ? `(${get(column, 'name')})` : name(column, 'name', dialect),
    );
    const unique = get(change, 'unique') === 'true' ? 'UNIQUE ' : '';
    return `CREATE ${unique}INDEX ${name(change, 'indexName', dialect)} ON ${table(change, dialect)} (${columns.join(', ')})`;
  },
  dropIndex: (change, dialect) =>
    dialect === 'postgres' || dialect === 'sqlite'
      ? `DROP INDEX ${name(change, 'indexName', dialect)}`
      : `DROP INDEX ${name(change, 'indexName', dialect)} ON ${table(change, dialect)}`,
  addPrimaryKey: (change, dialect) =>
    `ALTER TABLE ${table(change, dialect)} ADD ${named(change, dialect)}PRIMARY KEY (${list(get(change, 'columnNames'), dialect)})`,
  dropPrimaryKey: (change, dialect) =>
    dialect === 'mysql' || dialect === 'mariadb'
      ? `ALTER TABLE ${table(change, dialect)} DROP PRIMARY KEY`
      : dropNamed(change, dialect),
  addUniqueConstraint: (change, dialect) =>
    `ALTER TABLE ${table(change, dialect)} ADD ${named(change, dialect)}UNIQUE (${list(get(change, 'columnNames'), dialect)})`,
  dropUniqueConstraint: (change, dialect) =>
    dialect === 'mysql' || dialect === 'mariadb'
      ? `ALTER TABLE ${table(change, dialect)} DROP INDEX ${name(change, 'constraintName', dialect)}`
      : dropNamed(change, dialect),
  addForeignKeyConstraint(change, dialect) {
    const onDelete = get(change, 'onDelete');
    return `ALTER TABLE ${table(change, dialect, 'baseTableName', 'baseTableSchemaName')} ADD ${named(change, dialect)}FOREIGN KEY (${list(get(change, 'baseColumnNames'), dialect)}) REFERENCES ${table(change, dialect, 'referencedTableName', 'referencedTableSchemaName')} (${list(get(change, 'referencedColumnNames'), dialect)})${onDelete === null ? '' : ` ON DELETE ${onDelete}`}`;
  },
  dropForeignKeyConstraint(change, dialect) {
    const from = table(change, dialect, 'baseTableName', 'baseTableSchemaName');
    const kind = dialect === 'mysql' || dialect === 'mariadb' ? 'FOREIGN KEY' : 'CONSTRAINT';
    return `ALTER TABLE ${from} DROP ${kind} ${name(change, 'constraintName', dialect)}`;
  },
  createSequence: (change, dialect) => `CREATE SEQUENCE ${name(change, 'sequenceName', dialect)}`,
  dropSequence: (change, dialect) => `DROP SEQUENCE ${name(change, 'sequenceName', dialect)}`,
  dropView: (change, dialect) => `DROP VIEW ${table(change, dialect, 'viewName')}`,
  insert(change, dialect) {
    const columns = columnsOf(change);
    const values = columns.map((column) => writtenValue(column, 'value') ?? 'NULL');
    if (columns.length === 0) return null;
    return `INSERT INTO ${table(change, dialect)} (${columns.map((column) => name(column, 'name', dialect)).join(', ')}) VALUES (${values.join(', ')})`;
  },
  update(change, dialect) {
    const values = columnsOf(change).map(
      (column) => `${name(column, 'name', dialect)} = ${writtenValue(column, 'value') ?? 'NULL'}`,
    );
    if (values.length === 0) return null;
    return `UPDATE ${table(change, dialect)} SET ${values.join(', ')}${where(change)}`;
  },
  delete: (change, dialect) => `DELETE FROM ${table(change, dialect)}${where(change)}`,
  createView: (change, dialect) =>
    `CREATE ${get(change, 'replaceIfExists') === 'true' ? 'OR REPLACE ' : ''}VIEW ${table(change, dialect, 'viewName')} AS ${change.text}`,
};

function get(element: ChangeElement, attribute: string): string | null {
  return element.attributes.get(attribute) ?? null;
}

function where(change: ChangeElement): string {
  const condition = change.children.find((child) => child.name === 'where')?.text ?? get(change, 'where');
  return condition === null ? '' : ` WHERE ${condition}`;
}

/** A column's constraints are an element in it. */
function constraint(column: ChangeElement, attribute: string): string | null {
  const found = column.children.find((child) => child.name === 'constraints');
  return found === undefined ? null : get(found, attribute);
}

function columnsOf(change: ChangeElement): readonly ChangeElement[] {
  return change.children.filter((child) => child.name === 'column');
}

/**
 * Liquibase quotes what is a word of SQL, and for PostgreSQL what is in mixed case; other names are the database's to fold.
 * Quoting all of them there says the same without a list of words.
 */
function quoted(text: string, dialect: Dialect): string {
  if (text.includes('${')) return text;
  if (dialect === 'mysql' || dialect === 'mariadb') return `\`${text}\``;
  if (dialect === 'postgres')
    return `"${(/[a-z]/.test(text) ? text : text.toLowerCase()).replaceAll('"', '""')}"`;
  return /^[\w$]+$/.test(text) ? text : `"${text.replaceAll('"', '""')}"`;
}

function name(element: ChangeElement, attribute: string, dialect: Dialect): string {
  return quoted(get(element, attribute) ?? '', dialect);
}

function list(names: string | null, dialect: Dialect): string {
  return (names ?? '')
    .split(',')
    .map((each) => quoted(each.trim(), dialect))
    .join(', ');
}

function table(
  change: ChangeElement,
  dialect: Dialect,
  attribute = 'tableName',
  schemaAttribute = 'schemaName',
): string {
  const schema = get(change, schemaAttribute);
  const own = name(change, attribute, dialect);
  return schema === null || schema === '' ? own : `${quoted(schema, dialect)}.${own}`;
}

function named(change: ChangeElement, dialect: Dialect): string {
  return get(change, 'constraintName') === null
    ? ''
    : `CONSTRAINT ${name(change, 'constraintName', dialect)} `;
}

function dropNamed(change: ChangeElement, dialect: Dialect): string | null {
  if (get(change, 'constraintName') === null) return null;
  return `ALTER TABLE ${table(change, dialect)} DROP CONSTRAINT ${name(change, 'constraintName', dialect)}`;
}

/** PostgreSQL changes what is said of a column, MySQL says all of it again. */
function alter(column: string, dialect: Dialect, part: string, whole: string): string {
  if (dialect === 'mysql' || dialect === 'mariadb') return `MODIFY ${column} ${whole}`;
  return dialect === 'mssql' ? `ALTER COLUMN ${column} ${whole}` : `ALTER COLUMN ${column} ${part}`;
}

function columnText(column: ChangeElement, dialect: Dialect): string | null {
  const type = typeOf(get(column, 'type'), dialect);
  if (type === null) return null;
  const value = writtenValue(column, 'defaultValue');
  return [
    name(column, 'name', dialect),
    type,
    get(column, 'autoIncrement') === 'true' && !/serial/i.test(type) ? autoIncrement[dialect] : '',
    value === null ? '' : `DEFAULT ${value}`,
    constraint(column, 'nullable') === 'false' ? 'NOT NULL' : '',
    constraint(column, 'unique') === 'true' ? 'UNIQUE' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

const autoIncrement: Readonly<Record<Dialect, string>> = {
  postgres: 'GENERATED BY DEFAULT AS IDENTITY',
  mysql: 'AUTO_INCREMENT',
  mariadb: 'AUTO_INCREMENT',
  mssql: 'IDENTITY (1, 1)',
  sqlite: '',
};

/** `<constraints foreignKeyName="fk" references="users(id)"/>`, or the table and its columns in two attributes. */
function references(change: ChangeElement, dialect: Dialect): readonly string[] {
  return columnsOf(change).flatMap((column) => {
    const target = constraint(column, 'referencedTableName');
    const to =
      constraint(column, 'references') ??
      (target === null ? null : `${target}(${constraint(column, 'referencedColumnNames') ?? 'id'})`);
    if (to === null) return [];
    const key = constraint(column, 'foreignKeyName');
    const start = key === null ? '' : `CONSTRAINT ${quoted(key, dialect)} `;
    return [`${start}FOREIGN KEY (${name(column, 'name', dialect)}) REFERENCES ${referred(to, dialect)}`];
  });
}

/** `users(id)`, `app.users (a, b)`, as an attribute names it. */
function referred(to: string, dialect: Dialect): string {
  const [, named, columns] = /^\s*([\w$.]+)\s*\(([^()]*)\)\s*$/.exec(to) ?? [];
  if (named === undefined || columns === undefined) return to;
  const parts = named.split('.').map((part) => quoted(part, dialect));
  return `${parts.join('.')}(${list(columns, dialect)})`;
}

/** `defaultValue`, `defaultValueNumeric`, `…Boolean`, `…Computed`, `…Date`. */
function writtenValue(element: ChangeElement, attribute: string): string | null {
  const text = get(element, attribute) ?? get(element, `${attribute}Date`);
  if (text !== null) return literal(text);
  const boolean = get(element, `${attribute}Boolean`);
  return (
    get(element, `${attribute}Numeric`) ??
    (boolean === null || /^(?:true|false|[01])$/i.test(boolean) ? boolean : literal(boolean)) ??
    get(element, `${attribute}Computed`)
  );
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Liquibase's own words for types, where a database calls them otherwise. */
const ownTypes: Readonly<Partial<Record<Dialect, Readonly<Record<string, string>>>>> = {
  postgres: {
    datetime: 'timestamp',
    clob: 'text',
    nclob: 'text',
    longtext: 'text',
    mediumtext: 'text',
    longvarchar: 'text',
    blob: 'bytea',
    longblob: 'bytea',
    binary: 'bytea',
    varbinary: 'bytea',
    longvarbinary: 'bytea',
    number: 'numeric',
    tinyint: 'smallint',
    nvarchar: 'varchar',
    double: 'double precision',
    currency: 'decimal',
    bit: 'boolean',
  },
  mysql: { clob: 'longtext', number: 'numeric', uuid: 'char(36)', currency: 'decimal', boolean: 'bit' },
};

function typeOf(written: string | null, dialect: Dialect): string | null {
  if (written === null) return null;
  const [, word = '', rest = ''] =
    /^\s*(?:java\.sql\.Types\.)?([\w ${}.]+?)\s*(\(.*\)|\[\].*)?\s*$/.exec(written) ?? [];
  if (word === '') return null;
  const types = ownTypes[dialect === 'mariadb' ? 'mysql' : dialect] ?? {};
  const own = Object.hasOwn(types, word.toLowerCase()) ? types[word.toLowerCase()] : undefined;
  if (own === undefined) return `${word}${rest}`;
  return /^(?:text|bytea|boolean|double precision|longtext|bit|char\(36\))$/.test(own)
    ? own
    : `${own}${rest}`;
}
