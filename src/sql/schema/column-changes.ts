import type { IndexDefinition, TableConstraint } from '../definitions.ts';
import { nameKey, sameName } from '../object-name.ts';
import type { OperationOf } from '../operation.ts';
import { namesColumn, renameInText } from './column-words.ts';
import { addConstraint } from './constraint-changes.ts';
import { changeTree, type Draft } from './draft.ts';
import { adoptIndexes } from './index-changes.ts';
import type { ConstraintModel, IndexModel, TableModel } from './model.ts';
import { columnModel } from './table-changes.ts';

export function addColumn(draft: Draft, operation: OperationOf<'add-column'>): void {
  const table = draft.tables.get(nameKey(operation.table));
  const { column } = operation;
  if (table?.columns.has(column.name) === true && operation.ifNotExists) return;
  changeTree(draft, operation.table, (each) => ({
    ...each,
    columns: new Map(each.columns).set(column.name, columnModel(column, operation.table)),
  }));
  if (table === undefined) return;
  for (const constraint of column.constraints) addConstraint(draft, operation.table, constraint, true);
}

/** Indexes and constraints that have the column go with it. */
export function dropColumn(draft: Draft, operation: OperationOf<'drop-column'>): void {
  const { table: name, column } = operation;
  changeTree(draft, name, (table) => {
    const columns = new Map(table.columns);
    columns.delete(column);
    return {
      ...table,
      columns,
      constraints: table.constraints.filter((each) => !constrains(each, column)),
      indexes: table.indexes.filter((each) => !indexes(each, column)),
    };
  });
  for (const [key, other] of draft.tables) {
    const constraints = other.constraints.filter(
      ({ constraint }) =>
        constraint.kind !== 'foreign-key' ||
        !sameName(constraint.references, name) ||
        !constraint.referencedColumns.includes(column),
    );
    if (constraints.length < other.constraints.length) draft.tables.set(key, { ...other, constraints });
  }
}

function constrains({ constraint }: ConstraintModel, column: string): boolean {
  switch (constraint.kind) {
    case 'check':
      return constraint.expression.columns.includes(column);
    case 'not-null':
      return constraint.column === column;
    case 'exclude':
      return namesColumn(constraint.text, column);
    default:
      return constraint.columns.includes(column);
  }
}

function indexes({ definition }: IndexModel, column: string): boolean {
  return (
    definition.include.includes(column) ||
    definition.columns.some((each) =>
      each.column === null ? namesColumn(each.text, column) : each.column === column,
    ) ||
    (definition.predicate !== null && namesColumn(definition.predicate, column))
  );
}

export function renameColumn(draft: Draft, operation: OperationOf<'rename-column'>): void {
  const { table: name, column, to } = operation;
  const rename = (each: string): string => (each === column ? to : each);
  changeTree(draft, name, (table) => renameIn(table, column, to));
  for (const [key, other] of draft.tables) {
    let isChanged = false;
    const constraints = other.constraints.map((each): ConstraintModel => {
      const { constraint } = each;
      if (constraint.kind !== 'foreign-key' || !sameName(constraint.references, name)) return each;
      if (!constraint.referencedColumns.includes(column)) return each;
      isChanged = true;
      return {
        ...each,
        constraint: { ...constraint, referencedColumns: constraint.referencedColumns.map(rename) },
      };
    });
    if (isChanged) draft.tables.set(key, { ...other, constraints });
  }
}

function renameIn(table: TableModel, from: string, to: string): TableModel {
  const rename = (each: string): string => (each === from ? to : each);
  const known = table.columns.get(from);
  return {
    ...table,
    complete: table.complete && known !== undefined,
    // In its old place.
    columns: new Map(
      [...table.columns].map(([key, column]) => [rename(key), { ...column, name: rename(key) }]),
    ),
    constraints: table.constraints.map((each) => ({
      ...each,
      constraint: renameInConstraint(each.constraint, from, to),
    })),
    indexes: table.indexes.map((index) => ({
      ...index,
      definition: renameInIndex(index.definition, from, to),
    })),
  };
}

function renameInIndex(index: IndexDefinition, from: string, to: string): IndexDefinition {
  return {
    ...index,
    include: index.include.map((each) => (each === from ? to : each)),
    predicate: index.predicate === null ? null : renameInText(index.predicate, from, to),
    columns: index.columns.map((each) => ({
      ...each,
      column: each.column === from ? to : each.column,
      text: renameInText(each.text, from, to),
    })),
  };
}

function renameInConstraint(constraint: TableConstraint, from: string, to: string): TableConstraint {
  const rename = (each: string): string => (each === from ? to : each);
  switch (constraint.kind) {
    case 'check':
      return {
        ...constraint,
        provesNotNull: constraint.provesNotNull === null ? null : rename(constraint.provesNotNull),
        expression: {
          ...constraint.expression,
          text: renameInText(constraint.expression.text, from, to),
          columns: constraint.expression.columns.map(rename),
        },
      };
    case 'not-null':
      return { ...constraint, column: rename(constraint.column) };
    case 'exclude':
      return { ...constraint, text: renameInText(constraint.text, from, to) };
    default:
      return { ...constraint, columns: constraint.columns.map(rename) };
  }
}

/** The columns of a table that becomes a partition stay as they are. */
export function attachPartition(draft: Draft, operation: OperationOf<'attach-partition'>): void {
  const key = nameKey(operation.partition);
  const partition = draft.tables.get(key);
  if (partition === undefined) {
    draft.complete = false;
    return;
  }
  draft.tables.set(key, { ...partition, partitionOf: operation.table });
  const parent = draft.tables.get(nameKey(operation.table));
  if (parent !== undefined) adoptIndexes(draft, operation.partition, parent);
}

export function detachPartition(draft: Draft, operation: OperationOf<'detach-partition'>): void {
  const key = nameKey(operation.partition);
  const partition = draft.tables.get(key);
  if (partition !== undefined) draft.tables.set(key, { ...partition, partitionOf: null });
}
