import type { Node, ReindexStmt } from 'libpg-query';
import type { ObjectName } from '../object-name.ts';
import type { OperationOf } from '../operation.ts';
import { as } from './ast.ts';
import type { Context, Handlers } from './context.ts';
import { readIndex } from './indexes.ts';
import { relationName } from './names.ts';

export const maintenanceHandlers: Handlers = {
  IndexStmt: (statement, { source, span, range }) => [
    {
      kind: 'create-index',
      table: relationName(statement.relation),
      index: readIndex(statement, source, span),
      concurrently: statement.concurrent === true,
      ifNotExists: statement.if_not_exists === true,
      ...(statement.relation?.inh === true ? {} : { only: true }),
      range,
    },
  ],
  ReindexStmt: (statement, context) => [reindex(statement, context)],
  RefreshMatViewStmt: (statement, { range }) => [
    {
      kind: 'refresh-materialized-view',
      view: relationName(statement.relation),
      concurrently: statement.concurrent === true,
      range,
    },
  ],
  LockStmt: (statement, { range }) => [
    {
      kind: 'lock-table',
      tables: relations(statement.relations),
      mode: lockModes[statement.mode ?? 0] ?? '',
      range,
    },
  ],
  TruncateStmt: (statement, { range }) => [
    {
      kind: 'truncate',
      tables: relations(statement.relations),
      cascade: statement.behavior === 'DROP_CASCADE',
      range,
    },
  ],
  // ANALYZE alone locks nothing that matters and changes nothing.
  VacuumStmt: (statement, { range }) =>
    statement.is_vacuumcmd === true
      ? [
          {
            kind: 'vacuum',
            full: isOn(statement.options, 'full'),
            tables: (statement.rels ?? []).map((node) => relationName(as(node, 'VacuumRelation')?.relation)),
            range,
          },
        ]
      : [],
  ClusterStmt: (statement, { range }) => [
    {
      kind: 'cluster',
      table: statement.relation === undefined ? null : relationName(statement.relation),
      range,
    },
  ],
};

/** By the number that PostgreSQL gives them (lockdefs.h). */
const lockModes = [
  '',
  'access share',
  'row share',
  'row exclusive',
  'share update exclusive',
  'share',
  'share row exclusive',
  'exclusive',
  'access exclusive',
];

const targets: Readonly<Record<string, OperationOf<'reindex'>['target']>> = {
  REINDEX_OBJECT_INDEX: 'index',
  REINDEX_OBJECT_TABLE: 'table',
  REINDEX_OBJECT_SCHEMA: 'schema',
  REINDEX_OBJECT_SYSTEM: 'system',
  REINDEX_OBJECT_DATABASE: 'database',
};

function reindex(statement: ReindexStmt, { range }: Context): OperationOf<'reindex'> {
  const named = statement.name === undefined ? null : { schema: null, name: statement.name };
  return {
    kind: 'reindex',
    target: targets[statement.kind ?? ''] ?? 'table',
    name: statement.relation === undefined ? named : relationName(statement.relation),
    concurrently: isOn(statement.params, 'concurrently'),
    range,
  };
}

function relations(nodes: readonly Node[] | undefined): ObjectName[] {
  return (nodes ?? []).map((node) => relationName(as(node, 'RangeVar') ?? undefined));
}

/** `(FULL)`, `(FULL true)`, `(FULL 1)`; not `(FULL false)`. */
function isOn(options: readonly Node[] | undefined, name: string): boolean {
  const option = options?.map((node) => as(node, 'DefElem')).find((each) => each?.defname === name);
  if (option === undefined || option === null) return false;
  if (option.arg === undefined) return true;
  const word = as(option.arg, 'String')?.sval?.toLowerCase();
  return word === undefined ? as(option.arg, 'Integer')?.ival === 1 : word === 'true' || word === 'on';
}
