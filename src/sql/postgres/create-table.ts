import type { CreateStmt, CreateTableAsStmt, IntoClause, PartitionSpec } from 'libpg-query';
import type { ColumnDefinition, TableConstraint } from '../definitions.ts';
import type { CreateTable, DdlOperation } from '../operation.ts';
import { as, strings } from './ast.ts';
import { readColumn, readColumnOptions } from './columns.ts';
import { readConstraint } from './constraints.ts';
import type { Context, Handlers } from './context.ts';
import { nameOf, relationName } from './names.ts';
import { tablesRead } from './queries.ts';

export const tableHandlers: Handlers = {
  CreateStmt: createTable,
  CreateTableAsStmt: createTableAs,
  CreateForeignTableStmt: (statement, { range }) => [
    {
      kind: 'create-object',
      object: 'other',
      name: relationName(statement.base?.relation),
      tables: [],
      replace: false,
      range,
    },
  ],
};

function createTable(statement: CreateStmt, context: Context): DdlOperation[] {
  const { source, span, range } = context;
  const table = relationName(statement.relation);
  const columns: ColumnDefinition[] = [];
  const constraints: TableConstraint[] = [];
  const like: CreateTable['like'][number][] = [];
  const parents = (statement.inhRelations ?? []).flatMap((node) => {
    const relation = as(node, 'RangeVar');
    return relation === null ? [] : [relationName(relation)];
  });
  for (const node of statement.tableElts ?? []) {
    const column = as(node, 'ColumnDef');
    const constraint = as(node, 'Constraint');
    const copied = as(node, 'TableLikeClause');
    if (column !== null) {
      if (column.typeName === undefined) constraints.push(...readColumnOptions(column, source, span));
      else columns.push(readColumn(column, source, span));
    } else if (constraint !== null) {
      const read = readConstraint(constraint, null, source, span);
      if (read !== null) constraints.push(read);
    } else if (copied !== null) like.push(relationName(copied.relation));
  }
  const operations: DdlOperation[] = [
    {
      kind: 'create-table',
      table,
      columns,
      constraints,
      ifNotExists: statement.if_not_exists === true,
      temporary: statement.relation?.relpersistence === 't',
      unlogged: statement.relation?.relpersistence === 'u',
      partitionBy: partitioning(statement.partspec),
      partitionOf: statement.partbound === undefined ? null : (parents[0] ?? null),
      inherits: statement.partbound === undefined ? parents : [],
      like,
      asQuery: false,
      range,
    },
  ];
  if (statement.ofTypename !== undefined) {
    const type = nameOf(strings(statement.ofTypename.names)).name;
    operations.push({ kind: 'not-understood', what: `CREATE TABLE OF ${type}`, table, range });
  }
  return operations;
}

function partitioning(spec: PartitionSpec | undefined): CreateTable['partitionBy'] {
  if (spec === undefined) return null;
  return {
    strategy: (spec.strategy ?? '').replace(/^PARTITION_STRATEGY_/, '').toLowerCase(),
    columns: (spec.partParams ?? []).flatMap((node) => as(node, 'PartitionElem')?.name ?? []),
  };
}

function createTableAs(statement: CreateTableAsStmt, { range, source }: Context): DdlOperation[] {
  if (statement.objtype !== 'OBJECT_MATVIEW') {
    return [tableFromQuery(statement.into, statement.if_not_exists === true, range)];
  }
  return [
    {
      kind: 'create-object',
      object: 'materialized-view',
      name: relationName(statement.into?.rel),
      tables: tablesRead(statement.query, source),
      replace: false,
      range,
    },
  ];
}

/** `CREATE TABLE … AS` and `SELECT … INTO`. */
export function tableFromQuery(
  into: IntoClause | undefined,
  ifNotExists: boolean,
  range: Context['range'],
): CreateTable {
  return {
    kind: 'create-table',
    table: relationName(into?.rel),
    columns: [],
    constraints: [],
    ifNotExists,
    temporary: into?.rel?.relpersistence === 't',
    unlogged: into?.rel?.relpersistence === 'u',
    partitionBy: null,
    partitionOf: null,
    inherits: [],
    like: [],
    asQuery: true,
    range,
  };
}
