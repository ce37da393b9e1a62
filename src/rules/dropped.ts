import type { SoughtObject } from '../code/usages/usage.ts';
import { nameKey, type ObjectName, sameName } from '../sql/object-name.ts';
import type { DdlOperation } from '../sql/operation.ts';
import type { SchemaModel } from '../sql/schema/model.ts';
import { applyStatements } from '../sql/schema/replay.ts';
import type { Statement } from '../sql/statement.ts';
import { createdBy, noneCreated } from './created.ts';
import { columnIn, tableIn } from './evidence.ts';
import type { StatementFile } from './statement-file.ts';

/** How a statement takes something away from code that names it. */
export interface Dropped {
  readonly object: SoughtObject;
  readonly how: 'dropped' | 'renamed';
  readonly operation: DdlOperation;
}

/** What is known around the statement. */
interface Surroundings {
  /** After the whole pull request. */
  readonly after: SchemaModel;
  /** The statements of the same file. */
  readonly siblings: readonly Statement[];
}

/**
 * What a statement drops or renames that released code may name. What is there again under the same name afterwards is
 * not among it (a rebuild, a view in the place of a table).
 */
export function droppedBy(statement: Statement, { after, siblings }: Surroundings): Dropped[] {
  const created = (name: ObjectName): boolean =>
    siblings.some(({ operations }) =>
      operations.some((other) => other.kind === 'create-object' && sameName(other.name, name)),
    );
  return statement.operations.flatMap((operation): Dropped[] => {
    switch (operation.kind) {
      case 'drop-table':
      case 'rename-table': {
        const { table } = operation;
        if (tableIn(after, table) !== undefined || created(table)) return [];
        return [{ object: { kind: 'table', table }, how: howOf(operation), operation }];
      }
      case 'drop-column':
      case 'rename-column': {
        const { table, column } = operation;
        if (columnIn(after, table, column) !== undefined) return [];
        return [{ object: { kind: 'column', table, column }, how: howOf(operation), operation }];
      }
      case 'drop-object': {
        const { name } = operation;
        if (created(name)) return [];
        if (operation.object === 'view' || operation.object === 'materialized-view')
          return [{ object: { kind: 'table', table: name }, how: 'dropped', operation }];
        return operation.object === 'function'
          ? [{ object: { kind: 'function', name }, how: 'dropped', operation }]
          : [];
      }
      case 'rename-enum-value':
        return [
          {
            object: { kind: 'enum-value', type: operation.name, value: operation.value },
            how: 'renamed',
            operation,
          },
        ];
      default:
        return [];
    }
  });
}

function howOf({ kind }: DdlOperation): Dropped['how'] {
  return kind.startsWith('rename') ? 'renamed' : 'dropped';
}

/** What these migrations take away that released code may name: what the code is to be searched for. */
export function soughtObjects(files: readonly StatementFile[], base: SchemaModel): SoughtObject[] {
  const statements = files.filter(({ migration }) => migration !== null).flatMap((file) => file.statements);
  const created = createdBy(statements, noneCreated, base);
  const after = applyStatements(base, statements);
  const dropped = statements.flatMap((statement) => droppedBy(statement, { after, siblings: statements }));
  return dropped
    .map(({ object }) => object)
    .filter((object) => !('table' in object) || !created.tables.has(nameKey(object.table)));
}
