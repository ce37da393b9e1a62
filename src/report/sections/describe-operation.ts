import type { ColumnDefinition } from '../../sql/definitions.ts';
import { type ObjectName, showName } from '../../sql/object-name.ts';
import type { DdlOperation } from '../../sql/operation.ts';
import { codeSpan } from '../markdown/code-span.ts';

const name = (object: ObjectName): string => codeSpan(showName(object));
const column = (table: ObjectName, columnName: string): string =>
  codeSpan(`${showName(table)}.${columnName}`);

/**
 * What an operation does, as a phrase that follows the migration's name: "adds `orders.exported_at`".
 * null for what a reader of the summary need not know (comments, session settings, BEGIN).
 */
export function describeOperation(operation: DdlOperation): string | null {
  switch (operation.kind) {
    case 'create-table':
      return `creates ${operation.temporary ? 'the temporary table ' : ''}${name(operation.table)}`;
    case 'drop-table':
      return `drops ${name(operation.table)}`;
    case 'rename-table':
      return `renames ${name(operation.table)} to ${name(operation.to)}`;
    case 'add-column':
      return `adds ${column(operation.table, operation.column.name)} (${typeOf(operation.column)})`;
    case 'drop-column':
      return `drops ${column(operation.table, operation.column)}`;
    case 'rename-column':
      return `renames ${column(operation.table, operation.column)} to ${codeSpan(operation.to)}`;
    case 'set-column-type':
      return `makes ${column(operation.table, operation.column)} ${codeSpan(operation.type.text)}`;
    case 'set-nullability':
      return `makes ${column(operation.table, operation.column)} ${operation.nullable ? 'optional' : 'required'}`;
    case 'set-default':
      return operation.default === null
        ? `drops the default of ${column(operation.table, operation.column)}`
        : `sets the default of ${column(operation.table, operation.column)}`;
    case 'add-constraint':
      return `adds ${constraintWords[operation.constraint.kind]} to ${name(operation.table)}`;
    case 'validate-constraint':
      return `validates ${codeSpan(operation.name)} on ${name(operation.table)}`;
    case 'drop-constraint':
      return `drops the constraint ${codeSpan(operation.name)} of ${name(operation.table)}`;
    case 'create-index':
      return `indexes ${name(operation.table)}`;
    case 'attach-index':
      return `attaches the index ${name(operation.partition)} to ${name(operation.index)}`;
    case 'drop-index':
      return `drops the index ${name(operation.index)}`;
    case 'create-enum':
      return `creates the enum ${name(operation.name)}`;
    case 'add-enum-value':
      return `adds ${codeSpan(operation.value)} to the enum ${name(operation.name)}`;
    case 'create-object':
      return `creates the ${operation.object.replace('-', ' ')} ${name(operation.name)}`;
    case 'alter-object':
      return `alters the ${operation.object.replace('-', ' ')} ${name(operation.name)}`;
    case 'drop-object':
      return `drops the ${operation.object.replace('-', ' ')} ${name(operation.name)}`;
    case 'truncate':
      return `empties ${operation.tables.map(name).join(', ')}`;
    case 'attach-partition':
      return `attaches ${name(operation.partition)} to ${name(operation.table)}`;
    case 'detach-partition':
      return `detaches ${name(operation.partition)} from ${name(operation.table)}`;
    case 'set-table-option':
      return `sets ${operation.option} of ${name(operation.table)}`;
    case 'set-identity':
      return `changes the identity of ${column(operation.table, operation.column)}`;
    case 'run-code':
      return `runs ${codeSpan(operation.language)} code`;
    case 'grant':
      return `${operation.revoke ? 'revokes' : 'grants'} ${operation.privileges.map(codeSpan).join(', ') || 'rights'}`;
    case 'branch-end':
      return `does a part of this only under ${codeSpan(operation.condition.replace(/\s+/g, ' '))}`;
    case 'not-understood':
      return `runs ${codeSpan(operation.what)}, which is not analysed`;
    default:
      return null;
  }
}

const constraintWords = {
  'primary-key': 'a primary key',
  unique: 'a unique constraint',
  check: 'a check',
  'foreign-key': 'a foreign key',
  exclude: 'an exclusion constraint',
  'not-null': 'a NOT NULL constraint',
} as const;

function typeOf(definition: ColumnDefinition): string {
  const type = codeSpan(definition.type.text === '' ? definition.type.name : definition.type.text);
  return definition.nullable ? type : `${type}, required`;
}
