import type { TableConstraint } from '../sql/definitions.ts';
import type { ObjectName } from '../sql/object-name.ts';
import type { DdlOperation } from '../sql/operation.ts';
import type { TableModel } from '../sql/schema/model.ts';
import type { TextRange } from '../text/range.ts';
import { oncePerStatement } from './once-per-statement.ts';
import { namePattern, rangeIn } from './sql-text.ts';

export type ForeignKey = Extract<TableConstraint, { kind: 'foreign-key' }>;

interface ForeignKeyPlace {
  readonly table: ObjectName;
  readonly key: ForeignKey;
  readonly range: TextRange;
}

/** The foreign keys that a statement makes, each with the place of its clause. */
export const foreignKeys = oncePerStatement((subject): readonly ForeignKeyPlace[] => {
  return subject.statement.operations.flatMap((operation) => {
    if (operation.kind === 'add-constraint') {
      return keysOf([operation.constraint]).map((key) => ({
        table: operation.table,
        key,
        range: operation.range,
      }));
    }
    if (operation.kind === 'add-column') {
      const { table, column, range } = operation;
      return keysOf(column.constraints).map((key) => ({ table, key, range }));
    }
    if (operation.kind !== 'create-table' || operation.temporary) return [];
    const { table, range } = operation;
    return [
      ...operation.columns.flatMap((column) =>
        keysOf(column.constraints).map((key) => ({
          table,
          key,
          range: columnClause(subject.text, range, column.name),
        })),
      ),
      ...keysOf(operation.constraints).map((key) => ({
        table,
        key,
        range: keyClause(subject.text, range, key),
      })),
    ];
  });
});

/** The foreign keys that operations make. */
export function foreignKeysOf(operations: readonly DdlOperation[]): readonly ForeignKey[] {
  return operations.flatMap((operation) => {
    if (operation.kind === 'add-constraint') return keysOf([operation.constraint]);
    if (operation.kind === 'add-column') return keysOf(operation.column.constraints);
    if (operation.kind !== 'create-table') return [];
    return [
      ...operation.columns.flatMap(({ constraints }) => keysOf(constraints)),
      ...keysOf(operation.constraints),
    ];
  });
}

function keysOf(constraints: readonly TableConstraint[]): ForeignKey[] {
  return constraints.filter((constraint) => constraint.kind === 'foreign-key');
}

function columnClause(text: string, statement: TextRange, column: string): TextRange {
  const clause = new RegExp(
    `${namePattern(column)}\\s[^,;]*?\\bREFERENCES\\s+[^\\s(,;]+(?:\\s*\\([^()]*\\))?`,
    'i',
  );
  return rangeIn(text, statement, clause) ?? statement;
}

function keyClause(text: string, statement: TextRange, key: ForeignKey): TextRange {
  const columns = key.columns.map(namePattern).join('\\s*,\\s*');
  const clause = new RegExp(
    `\\bFOREIGN\\s+KEY\\s*\\(\\s*${columns}\\s*\\)\\s*REFERENCES\\s+[^\\s(,;]+(?:\\s*\\([^()]*\\))?`,
    'i',
  );
  return rangeIn(text, statement, clause) ?? statement;
}

/** Whether the foreign key is still there after the whole pull request. */
export function holdsKey(model: TableModel, key: ForeignKey): boolean {
  return model.constraints.some(
    ({ constraint }) => constraint.kind === 'foreign-key' && constraint.columns.join() === key.columns.join(),
  );
}

/** Whether some index (or the key of a constraint) starts with just these columns, in any order. */
export function isIndexed(model: TableModel, columns: readonly string[]): boolean {
  const starts = (names: readonly (string | null)[]) =>
    new Set(names.slice(0, columns.length)).size === columns.length &&
    columns.every((column) => names.slice(0, columns.length).includes(column));
  return (
    model.indexes.some(
      ({ definition, valid }) =>
        valid &&
        (definition.predicate === null || /^\W*\w+\W+IS\s+NOT\s+NULL\W*$/i.test(definition.predicate)) &&
        starts(definition.columns.map(({ column }) => column)),
    ) ||
    model.constraints.some(
      ({ constraint }) =>
        (constraint.kind === 'primary-key' || constraint.kind === 'unique') && starts(constraint.columns),
    )
  );
}
