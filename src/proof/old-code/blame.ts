import type { ObjectName } from '../../sql/object-name.ts';
import type { DdlOperation } from '../../sql/operation.ts';
import { type QueryShape, queriesWithin } from '../../sql/query-shape.ts';
import type { TextRange } from '../../text/range.ts';
import type { PostgresError } from '../database.ts';
import type { ProvenStatement } from '../subject.ts';

interface Refused {
  readonly sql: string;
  readonly shape: QueryShape;
  readonly error: PostgresError;
}

/**
 * The statement of a migration after which a query is refused: the first that changes what the query names, and what the
 * error names where it names a column. Null where none does, as where a `DO` did it.
 */
export function blame(statements: readonly ProvenStatement[], refused: Refused): TextRange | null {
  const changes = statements.flatMap(({ operations, range }) =>
    operations
      .map((operation) => ({ operation, range }))
      .filter(({ operation }) => concerns(operation, refused)),
  );
  const column = columnOf(refused.error);
  const exact = changes.filter(({ operation }) => column !== null && columnsOf(operation).includes(column));
  return (exact[0] ?? changes[0])?.range ?? null;
}

/** The column that PostgreSQL complains of. */
function columnOf({ column, message }: PostgresError): string | null {
  const named = /column(?: reference)? "?(?:[^\s"]+\.)?([^\s"]+)"?/.exec(message)?.[1];
  return column ?? named ?? null;
}

function concerns(operation: DdlOperation, { sql, shape, error }: Refused): boolean {
  switch (operation.kind) {
    case 'drop-table':
    case 'rename-table':
      return isRead(operation.table, shape);
    case 'drop-column':
    case 'rename-column':
    case 'set-column-type':
      return (
        isRead(operation.table, shape) && (hasWord(sql, operation.column) || usesWholeRows(shape, error))
      );
    // Only a refused row comes of these.
    case 'set-nullability':
      return error.code === '23502' && isRead(operation.table, shape) && !operation.nullable;
    case 'set-default':
      return error.code === '23502' && isRead(operation.table, shape) && operation.default === null;
    case 'add-column':
      return /^(?:42702|23502|42601)$/.test(error.code) && isRead(operation.table, shape);
    case 'set-identity':
    case 'drop-expression':
      return /^(?:428C9|23502)$/.test(error.code) && isRead(operation.table, shape);
    case 'add-constraint':
      return error.code === '23502' && isRead(operation.table, shape);
    // What ON CONFLICT and a GROUP BY of the key rest on.
    case 'drop-constraint':
      return /^(?:42P10|42803)$/.test(error.code) && isRead(operation.table, shape);
    case 'set-table-option':
      return operation.option === 'schema' && isRead(operation.table, shape);
    case 'drop-index':
      return error.code === '42P10';
    case 'rename-enum-value':
      return sql.includes(operation.value);
    case 'drop-object':
    case 'alter-object':
      return operation.object === 'schema' || hasWord(sql, operation.name.name) || reads(operation, shape);
    case 'create-object':
      return hasWord(sql, operation.name.name);
    default:
      return false;
  }
}

/** A type or a function stands behind columns and views that the query names, not in its text. */
function reads(
  operation: DdlOperation & { readonly kind: 'drop-object' | 'alter-object' },
  shape: QueryShape,
): boolean {
  return operation.kind === 'drop-object' && operation.tables.some((table) => isRead(table, shape));
}

function isRead(table: ObjectName, shape: QueryShape): boolean {
  return queriesWithin(shape).some(({ tables }) =>
    tables.some(
      (use) =>
        use.table.name === table.name &&
        (use.table.schema === null || table.schema === null || use.table.schema === table.schema),
    ),
  );
}

/** INSERT without a list of columns, `*`: they name no column, and change with the table. */
function usesWholeRows(shape: QueryShape, { code }: PostgresError): boolean {
  return (
    (shape.kind === 'insert' && shape.columnsWritten.length === 0) ||
    (code.startsWith('428') && shape.kind === 'insert') ||
    queriesWithin(shape).some(({ columnsRead }) => columnsRead.some(({ column }) => column === '*'))
  );
}

function columnsOf(operation: DdlOperation): string[] {
  switch (operation.kind) {
    case 'add-column':
      return [operation.column.name];
    case 'rename-column':
      return [operation.column, operation.to];
    case 'drop-column':
    case 'set-column-type':
    case 'set-nullability':
    case 'set-default':
    case 'set-identity':
      return [operation.column];
    default:
      return [];
  }
}

function hasWord(text: string, word: string): boolean {
  const literal = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_$])${literal}(?![\\p{L}\\p{N}_$])`, 'iu').test(text);
}
