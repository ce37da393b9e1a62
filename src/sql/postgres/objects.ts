import type { DefElem, Node } from 'libpg-query';
import type { ObjectName } from '../object-name.ts';
import type { DdlOperation, ObjectKind, OperationOf } from '../operation.ts';
import { as, strings } from './ast.ts';
import type { Context, Handlers } from './context.ts';
import { nameOf, objectName, relationName } from './names.ts';
import { objectKind } from './object-kinds.ts';
import { tablesRead } from './queries.ts';
import { unquotedInRoutine } from './routines.ts';

const commands = ['select', 'insert', 'update', 'delete'] as const;

type Extra = Partial<Pick<OperationOf<'create-object'>, 'tables' | 'replace' | 'policy' | 'unquoted'>>;

function create(object: ObjectKind, name: ObjectName, { range }: Context, extra: Extra = {}): DdlOperation[] {
  return [
    {
      kind: 'create-object',
      object,
      name,
      tables: [],
      replace: false,
      ...extra,
      range,
    },
  ];
}

function alter(object: ObjectKind, name: ObjectName, { range }: Context): DdlOperation[] {
  return [{ kind: 'alter-object', object, name, to: null, range }];
}

function plain(name: string | undefined): ObjectName {
  return { schema: null, name: name ?? '' };
}

export const objectHandlers: Handlers = {
  ViewStmt: (node, context) =>
    create('view', relationName(node.view), context, {
      tables: tablesRead(node.query, context.source),
      replace: node.replace === true,
    }),
  CreateSeqStmt: (node, context) => create('sequence', relationName(node.sequence), context),
  CreateFunctionStmt: (node, context) =>
    create('function', nameOf(strings(node.funcname)), context, {
      replace: node.replace === true,
      unquoted: unquotedInRoutine(node, context),
    }),
  CreateTrigStmt: (node, context) =>
    create('trigger', plain(node.trigname), context, {
      tables: [relationName(node.relation)],
      replace: node.replace === true,
    }),
  CreatePolicyStmt: (node, context) =>
    create('policy', plain(node.policy_name), context, {
      tables: [relationName(node.table)],
      policy: {
        permissive: node.permissive === true,
        command: commands.find((command) => command === node.cmd_name) ?? 'all',
        roles: (node.roles ?? []).map(roleName),
      },
    }),
  RuleStmt: (node, context) =>
    create('rule', plain(node.rulename), context, {
      tables: [relationName(node.relation)],
      replace: node.replace === true,
    }),
  CreateExtensionStmt: (node, context) => create('extension', plain(node.extname), context),
  CompositeTypeStmt: (node, context) => create('type', relationName(node.typevar), context),
  CreateRangeStmt: (node, context) => create('type', nameOf(strings(node.typeName)), context),
  CreateDomainStmt: (node, context) => create('domain', nameOf(strings(node.domainname)), context),
  DefineStmt: (node, context) => create(objectKind(node.kind), nameOf(strings(node.defnames)), context),
  CreateRoleStmt: (node, context) => create('role', plain(node.role), context),
  CreatedbStmt: (node, context) => create('database', plain(node.dbname), context),
  CreatePublicationStmt: (node, context) => create('publication', plain(node.pubname), context),
  CreateSubscriptionStmt: (node, context) => create('subscription', plain(node.subname), context),
  CreateStatsStmt: (node, context) =>
    create('statistics', nameOf(strings(node.defnames)), context, {
      tables: (node.relations ?? []).map((relation) => objectName(relation)),
    }),
  CreateEventTrigStmt: (node, context) => create('trigger', plain(node.trigname), context),
  CreateCastStmt: (node, context) => create('other', nameOf(strings(node.targettype?.names)), context),
  CreateFdwStmt: (node, context) => create('other', plain(node.fdwname), context),
  CreateForeignServerStmt: (node, context) => create('other', plain(node.servername), context),
  CreateUserMappingStmt: (node, context) => create('other', plain(node.servername), context),
  CreateAmStmt: (node, context) => create('other', plain(node.amname), context),
  CreateOpClassStmt: (node, context) => create('other', nameOf(strings(node.opclassname)), context),
  CreateOpFamilyStmt: (node, context) => create('other', nameOf(strings(node.opfamilyname)), context),
  CreatePLangStmt: (node, context) => create('other', plain(node.plname), context),
  CreateTableSpaceStmt: (node, context) => create('other', plain(node.tablespacename), context),
  CreateConversionStmt: (node, context) => create('other', nameOf(strings(node.conversion_name)), context),
  CreateTransformStmt: (node, context) => create('other', nameOf(strings(node.type_name?.names)), context),

  AlterSeqStmt: (node, context) => alter('sequence', relationName(node.sequence), context),
  AlterFunctionStmt: (node, context) => alter('function', nameOf(strings(node.func?.objname)), context),
  AlterPolicyStmt: (node, context) =>
    alter('policy', plain(node.policy_name), context).map((operation) => ({
      ...operation,
      table: relationName(node.table),
    })),
  AlterDomainStmt: (node, context) => alter('domain', nameOf(strings(node.typeName)), context),
  AlterTypeStmt: (node, context) => alter('type', nameOf(strings(node.typeName)), context),
  AlterExtensionStmt: (node, context) => alter('extension', plain(node.extname), context),
  AlterExtensionContentsStmt: (node, context) => alter('extension', plain(node.extname), context),
  AlterRoleStmt: (node, context) => alter('role', plain(node.role?.rolename), context),
  AlterRoleSetStmt: (node, context) => alter('role', plain(node.role?.rolename), context),
  AlterDatabaseStmt: (node, context) => alter('database', plain(node.dbname), context),
  AlterDatabaseSetStmt: (node, context) => alter('database', plain(node.dbname), context),
  AlterPublicationStmt: (node, context) => alter('publication', plain(node.pubname), context),
  AlterSubscriptionStmt: (node, context) => alter('subscription', plain(node.subname), context),
  AlterStatsStmt: (node, context) => alter('statistics', nameOf(strings(node.defnames)), context),
  AlterEventTrigStmt: (node, context) => alter('trigger', plain(node.trigname), context),
  AlterOwnerStmt: (node, context) =>
    alter(
      objectKind(node.objectType),
      node.relation === undefined ? objectName(node.object) : relationName(node.relation),
      context,
    ),
  AlterObjectDependsStmt: (node, context) =>
    alter(
      objectKind(node.objectType),
      node.relation === undefined ? objectName(node.object) : relationName(node.relation),
      context,
    ),

  CreateEnumStmt: (node, { range }) => [
    { kind: 'create-enum', name: nameOf(strings(node.typeName)), values: strings(node.vals), range },
  ],
  AlterEnumStmt: (node, { range }) => {
    const name = nameOf(strings(node.typeName));
    const value = node.newVal ?? '';
    return node.oldVal === undefined
      ? [{ kind: 'add-enum-value', name, value, range }]
      : [{ kind: 'rename-enum-value', name, value: node.oldVal, to: value, range }];
  },
  CommentStmt: (_, { range }) => [{ kind: 'comment', range }],
  SecLabelStmt: (_, { range }) => [{ kind: 'comment', range }],
  DoStmt: (node, { range }) => {
    const options = (node.args ?? []).map((each) => as(each, 'DefElem'));
    return [
      {
        kind: 'run-code',
        language: optionText(options, 'language') ?? 'plpgsql',
        body: optionText(options, 'as') ?? '',
        range,
      },
    ];
  },

  DropRoleStmt: (node, context) =>
    (node.roles ?? []).map((role) => drop('role', roleName(role), node, context)),
  DropdbStmt: (node, context) => [drop('database', node.dbname, node, context)],
  DropSubscriptionStmt: (node, context) => [drop('subscription', node.subname, node, context)],
  DropTableSpaceStmt: (node, context) => [drop('other', node.tablespacename, node, context)],
  DropUserMappingStmt: (node, context) => [drop('other', node.servername, node, context)],
};

function drop(
  object: ObjectKind,
  name: string | undefined,
  statement: { readonly missing_ok?: boolean },
  { range }: Context,
): DdlOperation {
  return {
    kind: 'drop-object',
    object,
    name: plain(name),
    tables: [],
    ifExists: statement.missing_ok === true,
    cascade: false,
    range,
  };
}

export function roleName(node: Node): string {
  const role = as(node, 'RoleSpec');
  if (role?.rolename !== undefined) return role.rolename;
  return (role?.roletype ?? '').replace(/^ROLESPEC_/, '').toLowerCase();
}

function optionText(options: readonly (DefElem | null)[], name: string): string | null {
  return as(options.find((option) => option?.defname === name)?.arg, 'String')?.sval ?? null;
}
