import type { TextRange } from '../../text/range.ts';
import type { ObjectName } from '../object-name.ts';
import type { DdlOperation } from '../operation.ts';
import { splitAtCommas, textOf } from '../tokens/source.ts';
import type { Cursor } from './cursor.ts';
import { unquoted } from './cursor.ts';

/** Statements that leave the schema and the session as they are, or work on rows in ways that no shape tells. */
const withoutEffect = new Set(
  `use show explain describe desc analyze optimize check checksum repair flush kill print go return call reset
  handler load savepoint release declare reindex attach detach prepare execute deallocate raiserror throw unlock
  xa do help signal resignal purge`.split(/\s+/),
);

const grantEnds = new Set(['on', 'to', 'from']);

/** SQL Server's programs: what they do is not read. */
const programs = new Set(['if', 'while', 'exec', 'execute', 'declare', 'begin', 'waitfor']);

/** Transactions, settings, rights, programs; null for everything else. */
export function readSession(cursor: Cursor, range: TextRange): DdlOperation[] | null {
  const first = cursor.word();
  if (
    first === 'begin' &&
    (cursor.at === cursor.last || /^(?:tran|work|deferred|immediate|exclusive)/.test(cursor.word(1)))
  ) {
    return [{ kind: 'begin', range }];
  }
  if (cursor.sees('start', 'transaction')) return [{ kind: 'begin', range }];
  if (first === 'commit' || (first === 'end' && cursor.dialect === 'sqlite'))
    return [{ kind: 'commit', range }];
  if (first === 'rollback') {
    const toSavepoint = cursor.word(1) === 'to' || cursor.word(2) === 'to';
    return toSavepoint
      ? [{ kind: 'not-understood', what: 'ROLLBACK TO SAVEPOINT', table: null, range }]
      : [{ kind: 'rollback', range }];
  }
  if (cursor.take('set')) return readSet(cursor, range);
  if (cursor.take('pragma')) {
    const name = cursor.objectName().name.toLowerCase();
    cursor.takeOneOf('=', '(');
    const value = cursor.isAtEnd ? null : unquoted(cursor.takeText()).toLowerCase();
    return value === null ? [] : [{ kind: 'set', name, value, local: false, range }];
  }
  if (cursor.take('lock', 'tables') || cursor.take('lock', 'table')) {
    return splitAtCommas(cursor.source, { first: cursor.at, last: cursor.last }).map((part) => {
      const each = cursor.within(part);
      const tables = [each.objectName()];
      const mode = textOf(cursor.source, { first: part.last, last: part.last }).toLowerCase();
      return { kind: 'lock-table', tables, mode, range };
    });
  }
  if (first === 'grant' || first === 'revoke' || first === 'deny') return [readGrant(cursor, range)];
  if (first === 'vacuum') return [{ kind: 'vacuum', full: true, tables: [], range }];
  if (cursor.dialect === 'mssql') {
    const renamed = readSpRename(cursor, range);
    if (renamed !== null) return renamed;
    if (programs.has(first)) {
      const body = textOf(cursor.source, { first: cursor.at, last: cursor.last });
      return [{ kind: 'run-code', language: 'tsql', body, range }];
    }
  }
  return withoutEffect.has(first) ? [] : null;
}

function readSet(cursor: Cursor, range: TextRange): DdlOperation[] {
  return splitAtCommas(cursor.source, { first: cursor.at, last: cursor.last }).map((part) => {
    const each = cursor.within(part);
    each.takeOneOf('global', 'session', 'local', 'persist');
    const name = each.takeText().toLowerCase();
    each.takeOneOf('=', ':=', 'to');
    const value = each.isAtEnd ? null : textOf(cursor.source, { first: each.at, last: part.last });
    return { kind: 'set', name, value: value === null ? null : unquoted(value), local: false, range };
  });
}

function readGrant(cursor: Cursor, range: TextRange): DdlOperation {
  const revoke = cursor.word() !== 'grant';
  const privileges: string[] = [];
  cursor.at++;
  for (; !cursor.isAtEnd && !grantEnds.has(cursor.word()); cursor.at++) {
    // `UPDATE (a, b)` is a right to update.
    if (cursor.sees('(')) {
      cursor.parentheses();
      cursor.at--;
    } else if (cursor.word() !== ',' && cursor.word() !== 'privileges') privileges.push(cursor.word());
  }
  const objects: ObjectName[] = [];
  if (cursor.take('on')) {
    if (
      cursor.word(1) !== '.' &&
      cursor.takeOneOf('table', 'schema', 'object', 'procedure', 'function') !== null
    ) {
      if (!cursor.take('::')) cursor.take(':', ':');
    }
    const parts = [cursor.takeText()];
    while (cursor.take('.')) parts.push(cursor.takeText());
    const schema = parts.at(-2);
    objects.push({
      schema: schema === undefined || schema === '*' ? null : unquoted(schema),
      name: unquoted(parts.at(-1) ?? ''),
    });
  }
  while (!cursor.isAtEnd && cursor.takeOneOf('to', 'from') === null) cursor.at++;
  const grantees = splitAtCommas(cursor.source, { first: cursor.at, last: cursor.last }).map((part) =>
    cursor.within(part).name(),
  );
  return { kind: 'grant', revoke, privileges, objects, grantees, range };
}

/** `EXEC sp_rename 'table.column', 'new', 'COLUMN'`; null where it is no such call. */
function readSpRename(cursor: Cursor, range: TextRange): DdlOperation[] | null {
  const start = cursor.at;
  cursor.takeOneOf('exec', 'execute');
  while (cursor.word(1) === '.') cursor.at += 2;
  if (!cursor.take('sp_rename')) {
    cursor.at = start;
    return null;
  }
  const values = splitAtCommas(cursor.source, { first: cursor.at, last: cursor.last }).map((part) =>
    unquoted(textOf(cursor.source, { first: part.last, last: part.last }).replace(/^n(?=')/i, '')),
  );
  const names = (values[0] ?? '').split('.').map((part) => unquoted(part.trim()));
  const to = values[1] ?? '';
  const kind = (values[2] ?? 'object').toLowerCase();
  const nameless = kind === 'column' || kind === 'index' ? names.slice(0, -1) : names;
  const schema = nameless.length > 1 && nameless.at(-2) !== 'dbo' ? (nameless.at(-2) ?? null) : null;
  const table = { schema, name: nameless.at(-1) ?? '' };
  const last = names.at(-1) ?? '';
  if (kind === 'column') return [{ kind: 'rename-column', table, column: last, to, range }];
  if (kind === 'index') return [{ kind: 'rename-index', index: { schema, name: last }, table, to, range }];
  if (kind !== 'object')
    return [{ kind: 'not-understood', what: `sp_rename of ${kind}`, table: null, range }];
  return [{ kind: 'rename-table', table, to: { schema, name: to }, range }];
}
