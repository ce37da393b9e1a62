import type { Node } from 'libpg-query';
import type { DdlOperation } from '../operation.ts';
import { alterTableHandlers } from './alter-table.ts';
import { as, type Tag, tagOf } from './ast.ts';
import type { Context, Handlers } from './context.ts';
import { tableFromQuery, tableHandlers } from './create-table.ts';
import { dropAndRenameHandlers } from './drop-and-rename.ts';
import { maintenanceHandlers } from './maintenance.ts';
import { objectHandlers } from './objects.ts';
import { sessionHandlers } from './session.ts';

const handlers: Handlers = {
  ...tableHandlers,
  ...alterTableHandlers,
  ...dropAndRenameHandlers,
  ...maintenanceHandlers,
  ...objectHandlers,
  ...sessionHandlers,
  CreateSchemaStmt: (statement, context) => [
    {
      kind: 'create-object',
      object: 'schema',
      name: { schema: null, name: statement.schemaname ?? statement.authrole?.rolename ?? '' },
      tables: [],
      replace: false,
      range: context.range,
    },
    ...(statement.schemaElts ?? [])
      .flatMap((element) => readOperations(element, context))
      .map((operation) => inSchema(operation, statement.schemaname ?? null)),
  ],
  SelectStmt: (statement, { range }) =>
    statement.intoClause === undefined ? [] : [tableFromQuery(statement.intoClause, false, range)],
};

/** Statements that leave the schema and the session as they are. */
const withoutEffect: ReadonlySet<Tag> = new Set<Tag>([
  'InsertStmt',
  'UpdateStmt',
  'DeleteStmt',
  'MergeStmt',
  'ExplainStmt',
  'CopyStmt',
  'CallStmt',
  'ExecuteStmt',
  'PrepareStmt',
  'DeallocateStmt',
  'DeclareCursorStmt',
  'FetchStmt',
  'ClosePortalStmt',
  'ListenStmt',
  'UnlistenStmt',
  'NotifyStmt',
  'VariableShowStmt',
  'AlterSystemStmt',
  'CheckPointStmt',
  'LoadStmt',
  'ConstraintsSetStmt',
]);

/** What CREATE SCHEMA creates along with the schema stands in it. */
function inSchema(operation: DdlOperation, schema: string | null): DdlOperation {
  if ('table' in operation && operation.table?.schema === null) {
    return { ...operation, table: { schema, name: operation.table.name } };
  }
  if (operation.kind === 'create-object' && operation.name.schema === null) {
    return { ...operation, name: { schema, name: operation.name.name } };
  }
  return operation;
}

/** What a statement does to schema and session, in order. */
export function readOperations(node: Node, context: Context): readonly DdlOperation[] {
  const tag = tagOf(node);
  const handler = handlers[tag] as
    | ((content: unknown, context: Context) => readonly DdlOperation[])
    | undefined;
  if (handler !== undefined) return handler(as(node, tag), context);
  if (withoutEffect.has(tag)) return [];
  return [{ kind: 'not-understood', what: nameOfTag(tag), table: null, range: context.range }];
}

/** `ImportForeignSchemaStmt` is `IMPORT FOREIGN SCHEMA`. */
function nameOfTag(tag: string): string {
  return tag
    .replace(/Stmt$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase();
}
