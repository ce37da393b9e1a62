import type { TextRange } from '../../text/range.ts';
import type { ObjectName } from '../object-name.ts';
import type { DdlOperation, ObjectKind } from '../operation.ts';
import { splitAtCommas, textOf } from '../tokens/source.ts';
import { readAlterTable } from './alter-table.ts';
import { readCreateTable } from './create-table.ts';
import type { Cursor } from './cursor.ts';
import { readIndexBody, readMethod } from './indexes.ts';
import { unquotedInRoutine } from './routines.ts';
import { readSession } from './session.ts';

const objects: Readonly<Record<string, ObjectKind>> = {
  view: 'view',
  trigger: 'trigger',
  procedure: 'function',
  proc: 'function',
  function: 'function',
  event: 'other',
  database: 'database',
  schema: 'schema',
  sequence: 'sequence',
  type: 'type',
  user: 'role',
  login: 'role',
  role: 'role',
};

/** What a statement does to schema and session; null where it is none of those that do. Throws NotUnderstood. */
export function readOtherOperations(cursor: Cursor, range: TextRange): DdlOperation[] | null {
  if (cursor.take('create')) return readCreate(cursor, range);
  if (cursor.take('alter')) {
    cursor.take('ignore');
    return cursor.take('table') ? readAlterTable(cursor) : readAlterObject(cursor, range);
  }
  if (cursor.take('drop')) return readDrop(cursor, range);
  if (cursor.take('rename', 'table')) {
    return splitAtCommas(cursor.source, { first: cursor.at, last: cursor.last }).map((part) => {
      const pair = cursor.within(part);
      const table = pair.objectName();
      pair.expect('to');
      return { kind: 'rename-table', table, to: pair.objectName(), range };
    });
  }
  if (cursor.take('truncate')) {
    cursor.take('table');
    return [{ kind: 'truncate', tables: [cursor.objectName()], cascade: false, range }];
  }
  return readSession(cursor, range);
}

function readCreate(cursor: Cursor, range: TextRange): DdlOperation[] {
  const replace = cursor.take('or', 'replace') || cursor.take('or', 'alter');
  const temporary = cursor.takeOneOf('temporary', 'temp') !== null;
  if (cursor.take('table')) {
    const ifNotExists = cursor.take('if', 'not', 'exists');
    // SQL Server's temporary tables have a # before their name.
    const isTemporary = temporary || cursor.word().startsWith('#');
    return readCreateTable(cursor, range, { temporary: isTemporary, ifNotExists });
  }
  if (cursor.take('virtual', 'table')) {
    cursor.take('if', 'not', 'exists');
    const name = cursor.objectName();
    return [{ kind: 'create-object', object: 'other', name, tables: [], replace, range }];
  }
  const start = cursor.at;
  let unique = false;
  let special: string | null = null;
  for (;;) {
    if (cursor.take('unique')) unique = true;
    else if (cursor.takeOneOf('clustered', 'nonclustered', 'online', 'offline') !== null) continue;
    else if (special === null) {
      special = cursor.takeOneOf('fulltext', 'spatial', 'columnstore', 'xml');
      if (special === null) break;
    } else break;
  }
  if (cursor.take('index')) {
    const ifNotExists = cursor.take('if', 'not', 'exists');
    const name = cursor.objectName();
    const method = readMethod(cursor, special ?? undefined);
    cursor.expect('on');
    const table = cursor.objectName();
    const index = readIndexBody(cursor, name.name, unique, readMethod(cursor, method));
    return [{ kind: 'create-index', table, index, concurrently: false, ifNotExists, range }];
  }
  cursor.at = start;
  // DEFINER = …, ALGORITHM = …, SQL SECURITY … come before what is created.
  while (!cursor.isAtEnd && objects[cursor.word()] === undefined) cursor.at++;
  const word = cursor.word();
  const object = objects[word];
  if (object === undefined) {
    cursor.at = start;
    throw cursor.surprise('CREATE');
  }
  cursor.at++;
  cursor.take('if', 'not', 'exists');
  const name = cursor.objectName();
  const created = { kind: 'create-object' as const, object, name, replace, range };
  if (object === 'function') return [{ ...created, tables: [], unquoted: unquotedInRoutine(cursor) }];
  return [{ ...created, tables: tablesOf(cursor, word) }];
}

/** The table of a trigger: what follows the first ON. */
function tablesOf(cursor: Cursor, word: string): ObjectName[] {
  if (word !== 'trigger') return [];
  while (!cursor.isAtEnd && !cursor.sees('on')) cursor.at++;
  return cursor.take('on') ? [cursor.objectName()] : [];
}

function readAlterObject(cursor: Cursor, range: TextRange): DdlOperation[] {
  if (cursor.take('index')) {
    const name = cursor.objectName();
    cursor.expect('on');
    const table = cursor.objectName();
    return cursor.sees('rebuild')
      ? [
          {
            kind: 'reindex',
            target: 'index',
            name,
            concurrently: textOf(cursor.source, { first: cursor.at, last: cursor.last })
              .toLowerCase()
              .includes('online'),
            range,
          },
        ]
      : [{ kind: 'not-understood', what: 'ALTER INDEX', table, range }];
  }
  while (!cursor.isAtEnd && objects[cursor.word()] === undefined) cursor.at++;
  const object = objects[cursor.word()];
  if (object === undefined) throw cursor.surprise('ALTER');
  cursor.at++;
  return [{ kind: 'alter-object', object, name: cursor.objectName(), to: null, range }];
}

function readDrop(cursor: Cursor, range: TextRange): DdlOperation[] {
  cursor.takeOneOf('temporary', 'temp');
  const word = cursor.word();
  cursor.at++;
  const ifExists = cursor.take('if', 'exists');
  if (word === 'index') {
    const index = cursor.objectName();
    if (!cursor.take('on')) {
      // SQL Server's old form: table.index.
      const table =
        cursor.dialect === 'mssql' && index.schema !== null ? { schema: null, name: index.schema } : null;
      const name = { schema: table === null ? index.schema : null, name: index.name };
      return [
        { kind: 'drop-index', index: name, table, concurrently: false, ifExists, cascade: false, range },
      ];
    }
    const table = cursor.objectName();
    const name = { schema: table.schema, name: index.name };
    return [{ kind: 'drop-index', index: name, table, concurrently: false, ifExists, cascade: false, range }];
  }
  const object = objects[word];
  if (word !== 'table' && word !== 'tables' && object === undefined) {
    cursor.at--;
    throw cursor.surprise('DROP');
  }
  return splitAtCommas(cursor.source, { first: cursor.at, last: cursor.last }).map((part): DdlOperation => {
    const each = cursor.within(part);
    const name = each.objectName();
    const cascade = each.take('cascade');
    if (object === undefined) return { kind: 'drop-table', table: name, ifExists, cascade, range };
    const tables = word === 'trigger' && each.take('on') ? [each.objectName()] : [];
    return { kind: 'drop-object', object, name, tables, ifExists, cascade, range };
  });
}
