import type { ColumnDefinition } from '../definitions.ts';
import { nameKey, type ObjectName, sameName } from '../object-name.ts';
import type { CreateTable, OperationOf } from '../operation.ts';
import { addConstraint, keepsName } from './constraint-changes.ts';
import { changeTable, type Draft, partitionsBelow } from './draft.ts';
import { addIndex } from './index-changes.ts';
import type { ColumnModel, TableModel } from './model.ts';

export function createTable(draft: Draft, operation: CreateTable): void {
  const key = nameKey(operation.table);
  // A temporary table hides one of that name only in its session.
  if (draft.tables.has(key) && (operation.ifNotExists || operation.temporary)) return;
  const parents = [...operation.inherits, ...(operation.partitionOf === null ? [] : [operation.partitionOf])];
  const sources = [...operation.like, ...parents].map((name) => draft.tables.get(nameKey(name)));
  const columns = new Map<string, ColumnModel>();
  for (const source of sources) {
    for (const column of source?.columns.values() ?? []) columns.set(column.name, column);
  }
  for (const column of operation.columns) columns.set(column.name, columnModel(column, operation.table));
  draft.tables.set(key, {
    name: operation.table,
    columns,
    constraints: [],
    indexes: [],
    partitionOf: operation.partitionOf,
    partitioned: operation.partitionBy !== null,
    rowSecurity: false,
    policies: [],
    // What LIKE brings beside the columns depends on its options.
    complete:
      !operation.asQuery &&
      operation.like.length === 0 &&
      sources.every((source) => source?.complete === true),
  });
  const parent =
    operation.partitionOf === null ? undefined : draft.tables.get(nameKey(operation.partitionOf));
  if (parent !== undefined) inheritIndexes(draft, operation.table, parent);
  for (const constraint of [
    ...operation.columns.flatMap((column) => column.constraints),
    ...operation.constraints,
  ]) {
    addConstraint(draft, operation.table, constraint, true);
  }
}

/** Of each constraint and index of the parent a partition gets its own; only CHECKs keep their names. */
function inheritIndexes(draft: Draft, table: ObjectName, parent: TableModel): void {
  for (const { name, constraint, validated } of parent.constraints) {
    if (constraint.kind === 'exclude') continue;
    addConstraint(draft, table, { ...constraint, name: keepsName(constraint) ? name : null }, validated);
  }
  for (const { name, definition, constraint } of parent.indexes) {
    if (constraint === null) addIndex(draft, table, { ...definition, name: null }, name);
  }
}

export function columnModel(column: ColumnDefinition, table: ObjectName): ColumnModel {
  return {
    name: column.name,
    type: column.type,
    nullable: column.nullable,
    default: column.autoIncrement ? nextValue(table, column.name) : column.default,
    generated: column.generated !== null,
    identity: column.identity !== null,
  };
}

/** What `serial` stands for. */
function nextValue(table: ObjectName, column: string): ColumnModel['default'] {
  const sequence = `${table.name}_${column}_seq`;
  return {
    text: `nextval('${sequence}'::regclass)`,
    kind: 'other',
    volatility: 'volatile',
    functions: ['nextval'],
    columns: [],
  };
}

/** A table takes its partitions along, and the foreign keys that point at it. */
export function dropTable(draft: Draft, table: ObjectName): void {
  const dropped = new Set([table, ...partitionsBelow(draft, table)].map(nameKey));
  for (const key of dropped) draft.tables.delete(key);
  for (const [key, other] of draft.tables) {
    const constraints = other.constraints.filter(
      ({ constraint }) => constraint.kind !== 'foreign-key' || !dropped.has(nameKey(constraint.references)),
    );
    if (constraints.length < other.constraints.length) draft.tables.set(key, { ...other, constraints });
  }
}

/** The table under another name or in another schema, and all that points at it. */
export function moveTable(draft: Draft, from: ObjectName, to: ObjectName): void {
  const table = draft.tables.get(nameKey(from));
  if (table === undefined) {
    draft.complete = false;
    return;
  }
  draft.tables.delete(nameKey(from));
  draft.tables.set(nameKey(to), {
    ...table,
    name: to,
    indexes: table.indexes.map((index) => ({ ...index, table: to })),
  });
  for (const [key, other] of draft.tables) {
    const constraints = other.constraints.map((each) =>
      each.constraint.kind === 'foreign-key' && sameName(each.constraint.references, from)
        ? { ...each, constraint: { ...each.constraint, references: to } }
        : each,
    );
    const isChanged = constraints.some((each, index) => each !== other.constraints[index]);
    const isPartition = other.partitionOf !== null && sameName(other.partitionOf, from);
    if (isChanged || isPartition) {
      draft.tables.set(key, { ...other, constraints, partitionOf: isPartition ? to : other.partitionOf });
    }
  }
}

export function setTableOption(draft: Draft, operation: OperationOf<'set-table-option'>): void {
  if (operation.option === 'schema' && operation.value !== null) {
    moveTable(draft, operation.table, { schema: operation.value, name: operation.table.name });
  } else if (operation.option === 'row-security') {
    // FORCE is about the owner, and enables nothing.
    const { value } = operation;
    if (value === 'enable' || value === 'disable')
      changeTable(draft, operation.table, (table) => ({ ...table, rowSecurity: value === 'enable' }));
  } else if (operation.option === 'inherit')
    changeTable(draft, operation.table, (table) => ({ ...table, complete: false }));
}
