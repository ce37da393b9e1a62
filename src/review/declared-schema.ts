import type { RenderedSchema } from '../migrations/prisma-schema/render-schema.ts';
import { nameKey } from '../sql/object-name.ts';
import type { DdlOperation } from '../sql/operation.ts';
import type { ConstraintModel, IndexModel, SchemaModel, TableModel } from '../sql/schema/model.ts';
import { createReplay } from '../sql/schema/replay.ts';
import type { Statement } from '../sql/statement.ts';

/** The schema with what its declaration leaves open. */
export function withUnsure(schema: SchemaModel, { unsure, complete }: RenderedSchema): SchemaModel {
  const tables = new Map(schema.tables);
  for (const name of unsure) {
    const table = tables.get(nameKey(name));
    if (table !== undefined) tables.set(nameKey(name), { ...table, complete: false });
  }
  return { ...schema, tables, complete: schema.complete && complete };
}

/**
 * A declared schema with what migrations made beside it: checks, policies, partial indexes, whole tables are nothing that
 * a library's schema has words for. A table of which the two say different things is not known whole.
 */
export function withReplayed(declared: SchemaModel, replayed: SchemaModel): SchemaModel {
  const tables = new Map(declared.tables);
  for (const [key, table] of replayed.tables) {
    const known = tables.get(key);
    tables.set(key, known === undefined ? { ...table, complete: false } : together(known, table));
  }
  return { ...declared, tables };
}

function together(declared: TableModel, replayed: TableModel): TableModel {
  const constraints = replayed.constraints.filter(isBeside(declared.constraints));
  const indexes = replayed.indexes.filter(isBeside(declared.indexes));
  const agrees =
    [...replayed.columns.keys()].every((column) => declared.columns.has(column)) &&
    constraints.every(hasNoWord) &&
    indexes.every(isSpecial);
  return {
    ...declared,
    constraints: [...declared.constraints, ...constraints.filter(hasNoWord)],
    indexes: [...declared.indexes, ...indexes.filter(isSpecial)],
    partitionOf: replayed.partitionOf,
    partitioned: replayed.partitioned,
    rowSecurity: replayed.rowSecurity,
    policies: replayed.policies,
    complete: declared.complete && agrees,
  };
}

function isBeside(known: readonly { readonly name: string }[]): (of: { readonly name: string }) => boolean {
  const names = new Set(known.map(({ name }) => name));
  return ({ name }) => !names.has(name);
}

function hasNoWord({ constraint }: ConstraintModel): boolean {
  return constraint.kind === 'check' || constraint.kind === 'exclude';
}

function isSpecial({ definition }: IndexModel): boolean {
  return definition.predicate !== null || definition.columns.some(({ column }) => column === null);
}

/** Whether a declared schema has what these statements are to make: then it is not what stands before them. */
export function isAhead(declared: SchemaModel, statements: readonly Statement[]): boolean {
  const replay = createReplay(declared);
  for (const statement of statements)
    for (const operation of statement.operations) {
      if (makesAgain(replay.model(), operation)) return true;
      replay.apply(operation);
    }
  return false;
}

function makesAgain({ tables }: SchemaModel, operation: DdlOperation): boolean {
  if (!('table' in operation) || operation.table === null) return false;
  const table = tables.get(nameKey(operation.table));
  if (table === undefined) return false;
  switch (operation.kind) {
    case 'create-table':
      return true;
    case 'add-column':
      return table.columns.has(operation.column.name);
    case 'create-index':
      return table.indexes.some(({ name }) => name === operation.index.name);
    case 'add-constraint':
      return table.constraints.some(({ name }) => name === operation.constraint.name);
    default:
      return false;
  }
}
