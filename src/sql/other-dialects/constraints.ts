import type { ReferentialAction, TableConstraint } from '../definitions.ts';
import type { ObjectName } from '../object-name.ts';
import type { Cursor } from './cursor.ts';
import { provenNotNull, readExpression } from './expressions.ts';

type ForeignKey = Extract<TableConstraint, { kind: 'foreign-key' }>;

/** Whether a constraint of a table (not a column, not a plain index) begins here. */
export function seesConstraint(cursor: Cursor): boolean {
  const word = cursor.word();
  if (word === 'constraint') return true;
  if (word === 'primary' || word === 'foreign') return cursor.word(1) === 'key';
  // A column may be called `unique`; then a type follows, never a parenthesis or a key word.
  if (word === 'unique') return true;
  return word === 'check' && cursor.word(1) === '(';
}

export function readConstraint(cursor: Cursor, notValid = false): TableConstraint {
  let name: string | null = null;
  if (cursor.take('constraint') && !['primary', 'unique', 'foreign', 'check'].includes(cursor.word())) {
    name = cursor.name();
  }
  if (cursor.take('primary', 'key')) {
    takeIndexWords(cursor);
    const columns = cursor.columns();
    // MySQL calls it so whatever the text says.
    const given = isMysql(cursor) ? 'PRIMARY' : name;
    return { kind: 'primary-key', name: given, deferrable: false, columns, usingIndex: null };
  }
  if (cursor.take('unique')) {
    cursor.takeOneOf('key', 'index');
    takeIndexWords(cursor);
    if (!cursor.sees('(')) {
      const given = cursor.name();
      name ??= given;
    }
    takeIndexWords(cursor);
    const columns = cursor.columns();
    return {
      kind: 'unique',
      name: name ?? (isMysql(cursor) ? (columns[0] ?? null) : null),
      deferrable: false,
      columns,
      usingIndex: null,
      nullsNotDistinct: cursor.dialect === 'mssql',
    };
  }
  if (cursor.take('foreign', 'key')) {
    if (!cursor.sees('(')) {
      const given = cursor.name();
      name ??= given;
    }
    const columns = cursor.columns();
    return { ...readReferences(cursor), name, columns, notValid };
  }
  cursor.expect('check');
  cursor.take('not', 'for', 'replication');
  return readCheck(cursor, name, notValid);
}

export function isMysql(cursor: Cursor): boolean {
  return cursor.dialect === 'mysql' || cursor.dialect === 'mariadb';
}

/** Clustering and the kind of index, which say nothing of rows. */
export function takeIndexWords(cursor: Cursor): void {
  for (;;) {
    if (cursor.take('using')) cursor.at++;
    else if (cursor.takeOneOf('clustered', 'nonclustered') === null) return;
  }
}

/** From the parenthesis on. */
export function readCheck(cursor: Cursor, name: string | null, notValid: boolean): TableConstraint {
  const inside = cursor.parentheses();
  const notEnforced = cursor.take('not', 'enforced');
  cursor.take('enforced');
  return {
    kind: 'check',
    name,
    deferrable: false,
    expression: readExpression(cursor.source, inside),
    notValid: notValid || notEnforced,
    provesNotNull: provenNotNull(cursor.source, inside),
  };
}

/** `REFERENCES table [(columns)] [ON DELETE …] [ON UPDATE …] …`; the columns that refer are the caller's. */
export function readReferences(cursor: Cursor): ForeignKey {
  cursor.expect('references');
  const references: ObjectName = cursor.objectName();
  const referencedColumns = cursor.sees('(') ? cursor.columns() : [];
  let onDelete: ReferentialAction = 'no-action';
  let onUpdate: ReferentialAction = 'no-action';
  let deferrable = false;
  for (;;) {
    if (cursor.take('on', 'delete')) onDelete = readAction(cursor);
    else if (cursor.take('on', 'update')) onUpdate = readAction(cursor);
    else if (cursor.take('match')) cursor.at++;
    else if (cursor.take('not', 'deferrable') || cursor.take('not', 'for', 'replication')) continue;
    else if (cursor.take('deferrable')) deferrable = true;
    else if (cursor.take('initially')) cursor.at++;
    else break;
  }
  return {
    kind: 'foreign-key',
    name: null,
    deferrable,
    columns: [],
    references,
    referencedColumns,
    onDelete,
    onUpdate,
    notValid: false,
  };
}

function readAction(cursor: Cursor): ReferentialAction {
  if (cursor.take('no', 'action')) return 'no-action';
  if (cursor.take('set', 'null')) return 'set-null';
  if (cursor.take('set', 'default')) return 'set-default';
  const word = cursor.takeOneOf('restrict', 'cascade');
  if (word === null) throw cursor.surprise('expected an action');
  return word === 'cascade' ? 'cascade' : 'restrict';
}
