import type { AlterTableCmd, AlterTableStmt } from 'libpg-query';
import type { ObjectName } from '../object-name.ts';
import type { DdlOperation } from '../operation.ts';
import { rangeOf, type Source, splitAtCommas, type TokenSpan, tokenAt, wordAt } from '../tokens/source.ts';
import { as, items } from './ast.ts';
import { readColumn } from './columns.ts';
import { readConstraint } from './constraints.ts';
import type { Context, Handlers } from './context.ts';
import { readExpression } from './expressions.ts';
import { relationName } from './names.ts';
import { objectKind } from './object-kinds.ts';
import { tableOption } from './table-options.ts';
import { readType } from './types.ts';

export const alterTableHandlers: Handlers = { AlterTableStmt: alterTable };

function alterTable(statement: AlterTableStmt, context: Context): DdlOperation[] {
  const { source, range } = context;
  const table = relationName(statement.relation);
  if (statement.objtype !== 'OBJECT_TABLE') {
    const attached = attachedTo(statement);
    if (attached !== null) return [{ kind: 'attach-index', index: table, partition: attached, range }];
    return [{ kind: 'alter-object', object: objectKind(statement.objtype), name: table, to: null, range }];
  }
  const commands = statement.cmds ?? [];
  const parts = splitAtCommas(source, commandsSpan(statement, context));
  return commands.flatMap((node, position) => {
    const command = as(node, 'AlterTableCmd');
    if (command === null) return [];
    const span = parts.length === commands.length ? (parts[position] as TokenSpan) : context.span;
    return readCommand(command, table, source, span);
  });
}

/** The index that `ALTER INDEX … ATTACH PARTITION` names. */
function attachedTo({ objtype, cmds = [] }: AlterTableStmt): ObjectName | null {
  const command = as(cmds[0], 'AlterTableCmd');
  if (objtype !== 'OBJECT_INDEX' || command?.subtype !== 'AT_AttachPartition') return null;
  const partition = as(command.def, 'PartitionCmd')?.name;
  return partition === undefined ? null : relationName(partition);
}

/** What follows the table's name: `[schema.]name [*]`, perhaps `ONLY (name)`. */
function commandsSpan(statement: AlterTableStmt, { source, span }: Context): TokenSpan {
  let first = tokenAt(source, source.offset(statement.relation?.location)) + 1;
  while (wordAt(source, first) === '.') first += 2;
  while (wordAt(source, first) === '*' || wordAt(source, first) === ')') first++;
  return { first, last: span.last };
}

function readCommand(
  command: AlterTableCmd,
  table: ObjectName,
  source: Source,
  span: TokenSpan,
): DdlOperation[] {
  const range = rangeOf(source, span);
  const column = command.name ?? '';
  const ifExists = command.missing_ok === true;
  const cascade = command.behavior === 'DROP_CASCADE';
  switch (command.subtype) {
    case 'AT_AddColumn': {
      const added = as(command.def, 'ColumnDef');
      if (added === null) break;
      return [
        { kind: 'add-column', table, column: readColumn(added, source, span), ifNotExists: ifExists, range },
      ];
    }
    case 'AT_DropColumn':
      return [{ kind: 'drop-column', table, column, ifExists, cascade, range }];
    case 'AT_AlterColumnType':
      return setType(command, table, source, span);
    case 'AT_SetNotNull':
      return [{ kind: 'set-nullability', table, column, nullable: false, range }];
    case 'AT_DropNotNull':
      return [{ kind: 'set-nullability', table, column, nullable: true, range }];
    case 'AT_ColumnDefault':
      return [{ kind: 'set-default', table, column, default: readDefault(command, source, span), range }];
    case 'AT_AddIdentity': {
      const always = as(command.def, 'Constraint')?.generated_when === 'a';
      return [{ kind: 'set-identity', table, column, identity: always ? 'always' : 'by-default', range }];
    }
    case 'AT_SetIdentity': {
      const generated = items(command.def)
        .map((node) => as(node, 'DefElem'))
        .find((option) => option?.defname === 'generated');
      // Options of its sequence only.
      if (generated === undefined) break;
      const always = as(generated?.arg, 'Integer')?.ival === 'a'.charCodeAt(0);
      return [{ kind: 'set-identity', table, column, identity: always ? 'always' : 'by-default', range }];
    }
    case 'AT_DropIdentity':
      return [{ kind: 'set-identity', table, column, identity: null, range }];
    case 'AT_DropExpression':
      return [{ kind: 'drop-expression', table, column, range }];
    case 'AT_AddConstraint': {
      const added = as(command.def, 'Constraint');
      const constraint = added === null ? null : readConstraint(added, null, source, span);
      if (constraint === null) break;
      return [{ kind: 'add-constraint', table, constraint, range }];
    }
    case 'AT_ValidateConstraint':
      return [{ kind: 'validate-constraint', table, name: column, range }];
    case 'AT_DropConstraint':
      return [{ kind: 'drop-constraint', table, name: column, ifExists, cascade, range }];
    case 'AT_AttachPartition':
    case 'AT_DetachPartition': {
      const partition = as(command.def, 'PartitionCmd');
      if (partition === null) break;
      const name = relationName(partition.name);
      return command.subtype === 'AT_AttachPartition'
        ? [{ kind: 'attach-partition', table, partition: name, range }]
        : [
            {
              kind: 'detach-partition',
              table,
              partition: name,
              concurrently: partition.concurrent === true,
              range,
            },
          ];
    }
  }
  const option = tableOption(command);
  if (option !== null) return [{ kind: 'set-table-option', table, ...option, range }];
  return [{ kind: 'not-understood', what: whatOf(command), table, range }];
}

function setType(command: AlterTableCmd, table: ObjectName, source: Source, span: TokenSpan): DdlOperation[] {
  const definition = as(command.def, 'ColumnDef');
  const using = definition?.raw_default;
  let first = span.first;
  // From the end: the column itself may be called anything, but USING is a reserved place after the type.
  for (let depth = 0, index = span.last; index > span.first; index--) {
    const word = wordAt(source, index);
    if (word === ')') depth++;
    else if (word === '(') depth--;
    else if (word === 'using' && depth === 0) {
      first = index + 1;
      break;
    }
  }
  return [
    {
      kind: 'set-column-type',
      table,
      column: command.name ?? '',
      type: readType(definition?.typeName, source, span).type,
      using: using === undefined ? null : readExpression(using, source, { first, last: span.last }),
      range: rangeOf(source, span),
    },
  ];
}

function readDefault(command: AlterTableCmd, source: Source, span: TokenSpan) {
  if (command.def === undefined) return null;
  let first = span.first;
  while (first < span.last && !(wordAt(source, first) === 'default' && wordAt(source, first - 1) === 'set'))
    first++;
  return readExpression(command.def, source, { first: first + 1, last: span.last });
}

/** `AT_AlterConstraint` is `ALTER TABLE: alter constraint`. */
function whatOf(command: AlterTableCmd): string {
  const words = (command.subtype ?? '').replace(/^AT_/, '').replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
  return `ALTER TABLE: ${words.toLowerCase()}`;
}
