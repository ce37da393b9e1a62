import type { TextRange } from '../../text/range.ts';
import type { ObjectName } from '../object-name.ts';
import type { DdlOperation } from '../operation.ts';
import { rangeOf, splitAtCommas } from '../tokens/source.ts';
import { readColumn, readType, takeValue } from './columns.ts';
import { isMysql, readConstraint, seesConstraint } from './constraints.ts';
import { type Cursor, NotUnderstood } from './cursor.ts';
import { readDefault } from './expressions.ts';
import { readInnerIndex, seesIndex } from './indexes.ts';

/** From the table's name on: an operation or more for each command, each with its own range. */
export function readAlterTable(cursor: Cursor): DdlOperation[] {
  const table = cursor.objectName();
  const rest = { first: cursor.at, last: cursor.last };
  let previous: 'add' | 'drop column' | 'drop constraint' | null = null;
  return splitAtCommas(cursor.source, rest).flatMap((part): DdlOperation[] => {
    const command = cursor.within(part);
    const range = rangeOf(cursor.source, part);
    // SQL Server: `ADD a int, b int`, `DROP COLUMN a, b`.
    const carried =
      cursor.dialect === 'mssql' && !/^(?:add|drop|alter|with)$/.test(command.word()) ? previous : null;
    const notValid = command.take('with', 'nocheck');
    if (!notValid) command.take('with', 'check');
    if (command.sees('add')) previous = 'add';
    else if (command.sees('drop', 'constraint')) previous = 'drop constraint';
    else if (command.sees('drop')) previous = 'drop column';
    try {
      if (carried === 'add' || command.take('add')) return readAdd(command, table, range, notValid);
      if (carried === 'drop constraint') return [dropConstraint(table, command.name(), range, false)];
      if (carried === 'drop column') return [dropColumn(table, command, range)];
      return readCommand(command, table, range);
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error;
      return [{ kind: 'not-understood', what: `ALTER TABLE: ${error.message}`, table, range }];
    }
  });
}

function readAdd(cursor: Cursor, table: ObjectName, range: TextRange, notValid: boolean): DdlOperation[] {
  if (cursor.sees('constraint') && cursor.word(2) === 'default') {
    cursor.at += 3;
    const value = readDefault(cursor.source, takeValue(cursor));
    cursor.expect('for');
    return [{ kind: 'set-default', table, column: cursor.name(), default: value, range }];
  }
  if (seesConstraint(cursor)) {
    return [{ kind: 'add-constraint', table, constraint: readConstraint(cursor, notValid), range }];
  }
  if (seesIndex(cursor)) {
    const index = readInnerIndex(cursor);
    return [{ kind: 'create-index', table, index, concurrently: false, ifNotExists: false, range }];
  }
  if (cursor.sees('partition')) throw cursor.surprise('partitions');
  cursor.take('column');
  const ifNotExists = cursor.take('if', 'not', 'exists');
  const parts = cursor.sees('(') ? splitAtCommas(cursor.source, cursor.parentheses()) : [];
  const cursors = parts.length === 0 ? [cursor] : parts.map((part) => cursor.within(part));
  return cursors.map((each) => ({
    kind: 'add-column',
    table,
    column: readColumn(each).column,
    ifNotExists,
    range,
  }));
}

function readCommand(cursor: Cursor, table: ObjectName, range: TextRange): DdlOperation[] {
  if (cursor.take('drop')) return readDrop(cursor, table, range);
  if (cursor.take('modify')) {
    cursor.take('column');
    return redefine(cursor, table, range);
  }
  if (cursor.take('change')) {
    cursor.take('column');
    const column = cursor.name();
    const start = cursor.at;
    const to = cursor.name();
    cursor.at = start;
    const renamed: DdlOperation[] =
      column === to ? [] : [{ kind: 'rename-column', table, column, to, range }];
    return [...renamed, ...redefine(cursor, table, range)];
  }
  if (cursor.take('alter')) return readAlter(cursor, table, range);
  if (cursor.take('rename')) return readRename(cursor, table, range);
  if (cursor.take('check', 'constraint'))
    return [{ kind: 'validate-constraint', table, name: cursor.name(), range }];
  if (cursor.take('convert', 'to')) cursor.take('character', 'set');
  else if (!cursor.take('default', 'character', 'set') && !cursor.take('character', 'set')) {
    const option = cursor.word();
    if (
      !/^(?:algorithm|lock|engine|comment|auto_increment|row_format|charset|collate|key_block_size|compression|tablespace|force)$/.test(
        option,
      )
    ) {
      throw cursor.surprise('a command');
    }
    cursor.at++;
    cursor.take('=');
    const value = cursor.isAtEnd ? null : cursor.takeText().toLowerCase();
    return [{ kind: 'set-table-option', table, option, value, range }];
  }
  cursor.take('=');
  return [
    { kind: 'set-table-option', table, option: 'charset', value: cursor.takeText().toLowerCase(), range },
  ];
}

function readDrop(cursor: Cursor, table: ObjectName, range: TextRange): DdlOperation[] {
  if (cursor.take('primary', 'key')) return [dropConstraint(table, 'PRIMARY', range, false)];
  if (
    cursor.take('foreign', 'key') ||
    cursor.take('constraint') ||
    (isMysql(cursor) && cursor.take('check'))
  ) {
    const ifExists = cursor.take('if', 'exists');
    return [dropConstraint(table, cursor.name(), range, ifExists)];
  }
  if (cursor.take('index') || (isMysql(cursor) && cursor.take('key'))) {
    const ifExists = cursor.take('if', 'exists');
    const index = { schema: table.schema, name: cursor.name() };
    return [{ kind: 'drop-index', index, table, concurrently: false, ifExists, cascade: false, range }];
  }
  if (cursor.sees('partition')) throw cursor.surprise('partitions');
  cursor.take('column');
  return [dropColumn(table, cursor, range)];
}

function dropColumn(table: ObjectName, cursor: Cursor, range: TextRange): DdlOperation {
  const ifExists = cursor.take('if', 'exists');
  return {
    kind: 'drop-column',
    table,
    column: cursor.name(),
    ifExists,
    cascade: cursor.take('cascade'),
    range,
  };
}

function dropConstraint(table: ObjectName, name: string, range: TextRange, ifExists: boolean): DdlOperation {
  return { kind: 'drop-constraint', table, name, ifExists, cascade: false, range };
}

/** MODIFY and CHANGE say all of a column anew: what they leave out is gone. */
function redefine(cursor: Cursor, table: ObjectName, range: TextRange): DdlOperation[] {
  const { column } = readColumn(cursor);
  return [
    { kind: 'set-column-type', table, column: column.name, type: column.type, using: null, range },
    { kind: 'set-nullability', table, column: column.name, nullable: column.nullable, range },
    { kind: 'set-default', table, column: column.name, default: column.default, range },
    ...column.constraints.map(
      (constraint): DdlOperation => ({ kind: 'add-constraint', table, constraint, range }),
    ),
  ];
}

function readAlter(cursor: Cursor, table: ObjectName, range: TextRange): DdlOperation[] {
  if (cursor.sees('index') || cursor.sees('check') || cursor.sees('constraint'))
    throw cursor.surprise('a command');
  cursor.take('column');
  const start = cursor.at;
  const column = cursor.name();
  if (cursor.take('set', 'default')) {
    const value = readDefault(cursor.source, takeValue(cursor));
    return [{ kind: 'set-default', table, column, default: value, range }];
  }
  if (cursor.take('drop', 'default')) return [{ kind: 'set-default', table, column, default: null, range }];
  if (cursor.dialect !== 'mssql') throw cursor.surprise('a command');
  const type = readType(cursor);
  cursor.at = start;
  const { column: definition, saysNull } = readColumn(cursor);
  const typed: DdlOperation = { kind: 'set-column-type', table, column, type, using: null, range };
  return saysNull
    ? [typed, { kind: 'set-nullability', table, column, nullable: definition.nullable, range }]
    : [typed];
}

function readRename(cursor: Cursor, table: ObjectName, range: TextRange): DdlOperation[] {
  if (cursor.take('index') || cursor.take('key')) {
    const index = { schema: table.schema, name: cursor.name() };
    cursor.expect('to');
    return [{ kind: 'rename-index', index, table, to: cursor.name(), range }];
  }
  if (cursor.takeOneOf('to', 'as') !== null) {
    const to = cursor.objectName();
    return [{ kind: 'rename-table', table, to: { schema: to.schema ?? table.schema, name: to.name }, range }];
  }
  cursor.take('column');
  const column = cursor.name();
  if (cursor.isAtEnd)
    return [{ kind: 'rename-table', table, to: { schema: table.schema, name: column }, range }];
  cursor.expect('to');
  return [{ kind: 'rename-column', table, column, to: cursor.name(), range }];
}
