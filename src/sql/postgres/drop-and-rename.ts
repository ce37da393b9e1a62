import type { AlterObjectSchemaStmt, DropStmt, Node, RenameStmt } from 'libpg-query';
import type { DdlOperation } from '../operation.ts';
import type { Context, Handlers } from './context.ts';
import { nameOnTable, objectName, relationName } from './names.ts';
import { objectKind } from './object-kinds.ts';

export const dropAndRenameHandlers: Handlers = {
  DropStmt: (statement, context) =>
    (statement.objects ?? []).map((object) => dropOne(statement, object, context)),
  RenameStmt: (statement, context) => [rename(statement, context)],
  AlterObjectSchemaStmt: (statement, context) => [setSchema(statement, context)],
};

function dropOne(statement: DropStmt, object: Node, { range }: Context): DdlOperation {
  const ifExists = statement.missing_ok === true;
  const cascade = statement.behavior === 'DROP_CASCADE';
  switch (statement.removeType) {
    case 'OBJECT_TABLE':
      return { kind: 'drop-table', table: objectName(object), ifExists, cascade, range };
    case 'OBJECT_INDEX':
      return {
        kind: 'drop-index',
        index: objectName(object),
        table: null,
        concurrently: statement.concurrent === true,
        ifExists,
        cascade,
        range,
      };
    case 'OBJECT_TRIGGER':
    case 'OBJECT_POLICY':
    case 'OBJECT_RULE': {
      const { table, name } = nameOnTable(object);
      return {
        kind: 'drop-object',
        object: objectKind(statement.removeType),
        name: { schema: null, name },
        tables: [table],
        ifExists,
        cascade,
        range,
      };
    }
    default:
      return {
        kind: 'drop-object',
        object: objectKind(statement.removeType),
        name: objectName(object),
        tables: [],
        ifExists,
        cascade,
        range,
      };
  }
}

function rename(statement: RenameStmt, { range }: Context): DdlOperation {
  const to = statement.newname ?? '';
  const relation = relationName(statement.relation);
  const name = statement.subname ?? '';
  switch (statement.renameType) {
    case 'OBJECT_TABLE':
      return { kind: 'rename-table', table: relation, to: { schema: relation.schema, name: to }, range };
    case 'OBJECT_INDEX':
      return { kind: 'rename-index', index: relation, table: null, to, range };
    case 'OBJECT_COLUMN':
      return statement.relationType === 'OBJECT_TABLE'
        ? { kind: 'rename-column', table: relation, column: name, to, range }
        : {
            kind: 'alter-object',
            object: objectKind(statement.relationType),
            name: relation,
            to: null,
            range,
          };
    case 'OBJECT_TABCONSTRAINT':
      return { kind: 'rename-constraint', table: relation, name, to, range };
    case 'OBJECT_ATTRIBUTE':
      return { kind: 'alter-object', object: 'type', name: relation, to: null, range };
    case 'OBJECT_DOMCONSTRAINT':
      return { kind: 'alter-object', object: 'domain', name: objectName(statement.object), to: null, range };
    case 'OBJECT_TRIGGER':
    case 'OBJECT_POLICY':
    case 'OBJECT_RULE':
      return {
        kind: 'alter-object',
        object: objectKind(statement.renameType),
        name: { schema: null, name },
        to: { schema: null, name: to },
        range,
      };
    case 'OBJECT_SCHEMA':
    case 'OBJECT_DATABASE':
    case 'OBJECT_ROLE':
    case 'OBJECT_TABLESPACE':
      return {
        kind: 'alter-object',
        object: objectKind(statement.renameType),
        name: { schema: null, name },
        to: { schema: null, name: to },
        range,
      };
    default: {
      const from = statement.relation === undefined ? objectName(statement.object) : relation;
      return {
        kind: 'alter-object',
        object: objectKind(statement.renameType),
        name: from,
        to: { schema: from.schema, name: to },
        range,
      };
    }
  }
}

function setSchema(statement: AlterObjectSchemaStmt, { range }: Context): DdlOperation {
  const schema = statement.newschema ?? '';
  if (statement.objectType === 'OBJECT_TABLE') {
    return {
      kind: 'set-table-option',
      table: relationName(statement.relation),
      option: 'schema',
      value: schema,
      range,
    };
  }
  const name =
    statement.relation === undefined ? objectName(statement.object) : relationName(statement.relation);
  return {
    kind: 'alter-object',
    object: objectKind(statement.objectType),
    name,
    to: statement.objectType === 'OBJECT_EXTENSION' ? null : { schema, name: name.name },
    range,
  };
}
