import type { ColumnDefinition, ColumnType, Expression, TableConstraint } from '../definitions.ts';
import { type TokenSpan, textOf } from '../tokens/source.ts';
import { isMysql, readCheck, readReferences, takeIndexWords } from './constraints.ts';
import type { Cursor } from './cursor.ts';
import { readDefault, readExpression } from './expressions.ts';

/** A column as it is written, and where (`FIRST`, `AFTER`) or whether NULL was spoken of. */
export interface ReadColumn {
  readonly column: ColumnDefinition;
  /** NULL or NOT NULL was written. */
  readonly saysNull: boolean;
}

const attributes = new Set(
  `not null default auto_increment autoincrement identity primary unique key references check generated as collate
  character charset comment on after first invisible visible sparse rowguidcol column_format storage constraint with
  stored virtual persisted`.split(/\s+/),
);

/** A column's definition from its name to the end of the cursor. Throws NotUnderstood at what it does not know. */
export function readColumn(cursor: Cursor): ReadColumn {
  const name = cursor.name();
  const type = readType(cursor);
  const constraints: TableConstraint[] = [];
  let nullable: boolean | null = null;
  let value: Expression | null = null;
  let generated: ColumnDefinition['generated'] = null;
  let collation: string | null = null;
  let autoIncrement = type.name === 'serial';
  let constraintName: string | null = null;
  const base = { deferrable: false, columns: [name] };
  while (!cursor.isAtEnd) {
    if (cursor.take('constraint')) {
      constraintName = cursor.name();
      continue;
    }
    const label = constraintName;
    constraintName = null;
    if (cursor.take('not', 'null')) nullable = false;
    else if (cursor.take('not', 'for', 'replication')) continue;
    else if (cursor.take('null')) nullable = true;
    else if (cursor.take('default')) value = readDefault(cursor.source, takeValue(cursor));
    else if (cursor.take('auto_increment') || cursor.take('autoincrement')) autoIncrement = true;
    else if (cursor.take('identity')) {
      autoIncrement = true;
      if (cursor.sees('(')) cursor.parentheses();
    } else if (cursor.take('primary', 'key') || (isMysql(cursor) && cursor.take('key'))) {
      takeIndexWords(cursor);
      cursor.takeOneOf('asc', 'desc');
      if (cursor.sees('(')) cursor.parentheses();
      constraints.push({
        ...base,
        kind: 'primary-key',
        name: isMysql(cursor) ? 'PRIMARY' : label,
        usingIndex: null,
      });
    } else if (cursor.take('unique')) {
      cursor.take('key');
      takeIndexWords(cursor);
      constraints.push({
        ...base,
        kind: 'unique',
        name: label ?? (isMysql(cursor) ? name : null),
        usingIndex: null,
        nullsNotDistinct: cursor.dialect === 'mssql',
      });
    } else if (cursor.sees('references')) {
      constraints.push({ ...readReferences(cursor), name: label, columns: [name] });
    } else if (cursor.take('foreign', 'key')) {
      constraints.push({ ...readReferences(cursor), name: label, columns: [name] });
    } else if (cursor.take('check')) constraints.push(readCheck(cursor, label, false));
    else if (cursor.take('generated', 'always', 'as') || cursor.take('as')) {
      const expression = readExpression(cursor.source, cursor.parentheses());
      generated = { stored: ['stored', 'persisted', 'persistent'].includes(cursor.word()), expression };
      cursor.takeOneOf('stored', 'virtual', 'persisted', 'persistent');
    } else if (cursor.take('collate')) collation = cursor.name();
    else if (!takeDecoration(cursor)) throw cursor.surprise('a column');
  }
  const isKey = constraints.some((constraint) => constraint.kind === 'primary-key');
  return {
    saysNull: nullable !== null,
    column: {
      name,
      type,
      nullable: nullable ?? !(isKey || (autoIncrement && cursor.dialect !== 'sqlite')),
      default: value,
      generated,
      identity: null,
      autoIncrement,
      collation,
      constraints,
    },
  };
}

/** What is written at columns and says nothing of their rows. False where it is something else. */
function takeDecoration(cursor: Cursor): boolean {
  if (cursor.take('comment') || cursor.take('charset') || cursor.take('after')) cursor.takeText();
  else if (cursor.take('character', 'set') || cursor.take('column_format') || cursor.take('storage'))
    cursor.takeText();
  else if (cursor.take('on', 'update')) takeValue(cursor);
  else if (cursor.take('on', 'conflict')) cursor.takeText();
  else if (cursor.take('with', 'values') || cursor.take('not', 'enforced')) return true;
  else
    return (
      cursor.takeOneOf('first', 'invisible', 'visible', 'sparse', 'rowguidcol', 'binary', 'ascii') !== null
    );
  return true;
}

/** A literal with its sign, a call, or anything in parentheses. */
export function takeValue(cursor: Cursor): TokenSpan {
  const first = cursor.at;
  cursor.takeOneOf('-', '+');
  if (cursor.sees('(')) cursor.parentheses();
  else {
    cursor.takeText();
    while (cursor.take('.')) cursor.takeText();
    if (cursor.sees('(')) cursor.parentheses();
  }
  return { first, last: cursor.at - 1 };
}

const aliases: Readonly<Record<string, string>> = {
  int: 'integer',
  int4: 'integer',
  int8: 'bigint',
  int2: 'smallint',
  bool: 'boolean',
  dec: 'decimal',
  fixed: 'decimal',
  numeric: 'decimal',
  'double precision': 'double',
  'character varying': 'varchar',
  'char varying': 'varchar',
  character: 'char',
  'national varchar': 'nvarchar',
};

/** SQLite's columns may have no type: then the name is empty. */
export function readType(cursor: Cursor): ColumnType {
  const first = cursor.at;
  const words: string[] = [];
  let schema: string | null = null;
  if (!cursor.isAtEnd && !cursor.sees('(') && !attributes.has(cursor.word())) {
    const named = cursor.objectName();
    schema = named.schema;
    words.push(named.name.toLowerCase());
  }
  while (
    !cursor.isAtEnd &&
    cursor.word() !== '' &&
    /^\w/.test(cursor.word()) &&
    takesWord(cursor, words.at(-1))
  ) {
    words.push(cursor.word());
    cursor.at++;
  }
  const modifiers: number[] = [];
  if (words.length > 0 && cursor.sees('(')) {
    const inside = cursor.parentheses();
    for (let index = inside.first; index <= inside.last; index++) {
      const token = cursor.source.tokens[index];
      if (token?.kind === 'number') modifiers.push(Number(cursor.source.text.slice(token.start, token.end)));
    }
  }
  const suffixes: string[] = [];
  for (;;) {
    const suffix = cursor.takeOneOf('unsigned', 'signed', 'zerofill');
    if (suffix === null) break;
    if (suffix === 'unsigned') suffixes.push(suffix);
  }
  const written = words.join(' ');
  const name = Object.hasOwn(aliases, written) ? (aliases[written] as string) : written;
  return {
    schema,
    name: [name, ...suffixes].join(' '),
    modifiers,
    dimensions: 0,
    text: first < cursor.at ? textOf(cursor.source, { first, last: cursor.at - 1 }) : '',
  };
}

/** The second word of a type: `double precision`; in SQLite any word. */
function takesWord(cursor: Cursor, previous: string | undefined): boolean {
  const word = cursor.word();
  if (previous === undefined || attributes.has(word)) return false;
  if (cursor.dialect === 'sqlite') return true;
  return (
    (word === 'precision' && previous === 'double') ||
    (word === 'varying' && /^(?:character|char|binary)$/.test(previous)) ||
    previous === 'national' ||
    previous === 'long'
  );
}
