import type { ColumnDefinition } from '../../sql/definitions.ts';
import type { DdlOperation } from '../../sql/operation.ts';
import type { ProvenStatement } from '../subject.ts';

/**
 * Whether no row that is there can make a statement fail, by what it is: it asks nothing of rows, and no table has
 * another name after it. False where that is not certain. To look at the catalog after a statement is most of what a
 * rehearsal costs, and most migrations only add.
 */
export function asksNothing({ failure, operations, query }: ProvenStatement): boolean {
  return failure === null && query === null && operations.length > 0 && operations.every(isEasy);
}

function isEasy(operation: DdlOperation): boolean {
  switch (operation.kind) {
    case 'begin':
    case 'commit':
    case 'comment':
    case 'grant':
    case 'lock-table':
    case 'create-enum':
    case 'drop-index':
    case 'rename-index':
    case 'rename-constraint':
      return true;
    case 'create-index':
      return !operation.index.unique;
    case 'create-table':
      // A new partition takes from the default one what it may have.
      return operation.partitionOf === null && !operation.asQuery;
    case 'add-column':
      return isOptional(operation.column);
    default:
      return false;
  }
}

/** Types that cannot be a domain with rules of its own. */
const plainTypes: ReadonlySet<string> = new Set([
  'bigint',
  'boolean',
  'character varying',
  'date',
  'integer',
  'json',
  'jsonb',
  'numeric',
  'smallint',
  'text',
  'timestamp with time zone',
  'timestamp without time zone',
  'timestamp',
  'uuid',
]);

function isOptional({
  type,
  nullable,
  constraints,
  default: value,
  generated,
  identity,
}: ColumnDefinition): boolean {
  return (
    plainTypes.has(type.name) &&
    constraints.length === 0 &&
    generated === null &&
    identity === null &&
    (nullable || (value !== null && value.kind === 'constant'))
  );
}
