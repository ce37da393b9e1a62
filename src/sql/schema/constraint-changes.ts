import type { IndexDefinition, TableConstraint } from '../definitions.ts';
import { nameKey, type ObjectName, sameName } from '../object-name.ts';
import type { OperationOf } from '../operation.ts';
import { constraintName } from './default-names.ts';
import { changeColumn, changeTable, type Draft, isTaken, partitionsBelow } from './draft.ts';
import type { ConstraintModel, IndexModel, TableModel } from './model.ts';

/** `fresh` for a table or column that this very statement creates: NOT VALID has nothing to leave out there. */
export function addConstraint(
  draft: Draft,
  name: ObjectName,
  constraint: TableConstraint,
  fresh = false,
): void {
  const given = addTo(draft, name, constraint, fresh);
  if (given === null || constraint.kind === 'exclude') return;
  for (const partition of partitionsBelow(draft, name)) {
    addTo(draft, partition, { ...constraint, name: keepsName(constraint) ? given : null }, fresh);
  }
}

/** Whether a partition's copy is called as its parent's. Where an index belongs to it, it is not. */
export function keepsName(constraint: TableConstraint): boolean {
  return constraint.kind === 'check' || constraint.kind === 'not-null' || constraint.kind === 'foreign-key';
}

/** The name that it got; null where the table is not known. */
function addTo(draft: Draft, name: ObjectName, constraint: TableConstraint, fresh: boolean): string | null {
  const table = draft.tables.get(nameKey(name));
  if (table === undefined) {
    draft.complete = false;
    return null;
  }
  const used = usedIndex(constraint);
  const taken = used === null ? undefined : table.indexes.find((index) => index.name === used);
  const given = constraint.name ?? used ?? constraintName(name.name, constraint, isTaken(draft, name));
  const added = { ...table, constraints: [...table.constraints, model(given, constraint, taken, fresh)] };
  draft.tables.set(nameKey(name), withEffects(added, given, constraint, taken));
  return given;
}

function usedIndex(constraint: TableConstraint): string | null {
  return constraint.kind === 'primary-key' || constraint.kind === 'unique' ? constraint.usingIndex : null;
}

function model(
  name: string,
  constraint: TableConstraint,
  taken: IndexModel | undefined,
  fresh: boolean,
): ConstraintModel {
  const notValid = 'notValid' in constraint && constraint.notValid && !fresh;
  const columns = taken?.definition.columns.flatMap((each) => each.column ?? []);
  const filled =
    columns !== undefined && (constraint.kind === 'primary-key' || constraint.kind === 'unique')
      ? { ...constraint, columns }
      : constraint;
  return { name, constraint: filled, validated: !notValid };
}

/** What a constraint brings: an index, columns without NULL. */
function withEffects(
  table: TableModel,
  name: string,
  constraint: TableConstraint,
  taken: IndexModel | undefined,
): TableModel {
  if (constraint.kind === 'not-null') {
    return constraint.notValid ? table : setNotNull(table, [constraint.column]);
  }
  if (constraint.kind !== 'primary-key' && constraint.kind !== 'unique') return table;
  if (constraint.usingIndex !== null && taken === undefined) return { ...table, complete: false };
  const index: IndexModel = {
    name,
    table: table.name,
    definition: taken === undefined ? uniqueIndex(name, constraint.columns) : { ...taken.definition, name },
    constraint: name,
    valid: taken?.valid ?? true,
    partOf: taken?.partOf ?? null,
  };
  const indexed = { ...table, indexes: [...table.indexes.filter((each) => each !== taken), index] };
  const columns = index.definition.columns.flatMap((each) => each.column ?? []);
  return constraint.kind === 'primary-key' ? setNotNull(indexed, columns) : indexed;
}

function uniqueIndex(name: string, columns: readonly string[]): IndexDefinition {
  return {
    name,
    columns: columns.map((column) => ({ column, text: column, descending: false })),
    include: [],
    unique: true,
    method: 'btree',
    predicate: null,
  };
}

function setNotNull(table: TableModel, columns: readonly string[]): TableModel {
  return columns.reduce(
    (each, column) => changeColumn(each, column, (known) => ({ ...known, nullable: false })),
    table,
  );
}

export function validateConstraint(draft: Draft, operation: OperationOf<'validate-constraint'>): void {
  changeTable(draft, operation.table, (table) => {
    const found = table.constraints.find((each) => each.name === operation.name);
    if (found === undefined) return { ...table, complete: false };
    const constraints = table.constraints.map((each) =>
      each === found ? { ...each, validated: true } : each,
    );
    const validated = { ...table, constraints };
    return found.constraint.kind === 'not-null'
      ? setNotNull(validated, [found.constraint.column])
      : validated;
  });
}

/** With CASCADE a key takes the foreign keys that point at it along. */
export function dropConstraint(draft: Draft, operation: OperationOf<'drop-constraint'>): void {
  const key = draft.tables
    .get(nameKey(operation.table))
    ?.constraints.find((each) => each.name === operation.name)?.constraint;
  if (operation.cascade && (key?.kind === 'primary-key' || key?.kind === 'unique')) {
    dropReferences(draft, operation.table, key);
  }
  changeTable(draft, operation.table, (table) => {
    const found = table.constraints.find((each) => each.name === operation.name);
    if (found === undefined) return operation.ifExists ? table : { ...table, complete: false };
    const dropped = {
      ...table,
      constraints: table.constraints.filter((each) => each !== found),
      indexes: table.indexes.filter((index) => index.constraint !== operation.name),
    };
    return found.constraint.kind === 'not-null'
      ? changeColumn(dropped, found.constraint.column, (column) => ({ ...column, nullable: true }))
      : dropped;
  });
}

function dropReferences(
  draft: Draft,
  table: ObjectName,
  key: Extract<TableConstraint, { kind: 'primary-key' | 'unique' }>,
): void {
  const pointsAt = ({ constraint }: ConstraintModel): boolean => {
    if (constraint.kind !== 'foreign-key' || !sameName(constraint.references, table)) return false;
    const columns = constraint.referencedColumns;
    if (columns.length === 0) return key.kind === 'primary-key';
    return columns.length === key.columns.length && columns.every((column) => key.columns.includes(column));
  };
  for (const [name, other] of draft.tables) {
    const constraints = other.constraints.filter((each) => !pointsAt(each));
    if (constraints.length < other.constraints.length) draft.tables.set(name, { ...other, constraints });
  }
}

/** Its index is called the same. */
export function renameConstraint(table: TableModel, from: string, to: string): TableModel {
  return {
    ...table,
    constraints: table.constraints.map((each) => (each.name === from ? { ...each, name: to } : each)),
    indexes: table.indexes.map((index) =>
      index.constraint === from ? { ...index, name: to, constraint: to } : index,
    ),
  };
}
