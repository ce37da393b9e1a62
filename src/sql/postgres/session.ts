import type { Node, TransactionStmt, VariableSetStmt } from 'libpg-query';
import type { DdlOperation } from '../operation.ts';
import { textOf } from '../tokens/source.ts';
import { as, strings } from './ast.ts';
import type { Context, Handlers } from './context.ts';
import { objectName } from './names.ts';
import { roleName } from './objects.ts';

export const sessionHandlers: Handlers = {
  TransactionStmt: transaction,
  VariableSetStmt: (statement, context) => [setVariable(statement, context)],
  GrantStmt: (statement, { range }) => [
    {
      kind: 'grant',
      revoke: statement.is_grant !== true,
      privileges: privileges(statement.privileges),
      objects: (statement.objects ?? []).map((node) => {
        const name = objectName(node);
        return statement.targtype === 'ACL_TARGET_ALL_IN_SCHEMA' ? { schema: name.name, name: '*' } : name;
      }),
      grantees: (statement.grantees ?? []).map(roleName),
      range,
    },
  ],
  GrantRoleStmt: (statement, { range }) => [
    {
      kind: 'grant',
      revoke: statement.is_grant !== true,
      privileges: privileges(statement.granted_roles),
      objects: [],
      grantees: (statement.grantee_roles ?? []).map(roleName),
      range,
    },
  ],
  AlterDefaultPrivilegesStmt: ({ action }, { range }) => [
    {
      kind: 'grant',
      revoke: action?.is_grant !== true,
      privileges: privileges(action?.privileges),
      objects: [],
      grantees: (action?.grantees ?? []).map(roleName),
      range,
    },
  ],
};

const unknownKinds: Readonly<Record<string, string>> = {
  TRANS_STMT_ROLLBACK_TO: 'ROLLBACK TO SAVEPOINT',
  TRANS_STMT_PREPARE: 'PREPARE TRANSACTION',
  TRANS_STMT_COMMIT_PREPARED: 'COMMIT PREPARED',
  TRANS_STMT_ROLLBACK_PREPARED: 'ROLLBACK PREPARED',
};

/** The parser lists none for ALL. */
function privileges(nodes: readonly Node[] | undefined): string[] {
  return nodes === undefined ? ['all'] : nodes.map((node) => as(node, 'AccessPriv')?.priv_name ?? 'all');
}

function transaction(statement: TransactionStmt, { range }: Context): DdlOperation[] {
  const chained: DdlOperation[] = statement.chain === true ? [{ kind: 'begin', range }] : [];
  switch (statement.kind) {
    case 'TRANS_STMT_BEGIN':
    case 'TRANS_STMT_START':
      return [{ kind: 'begin', range }];
    case 'TRANS_STMT_COMMIT':
      return [{ kind: 'commit', range }, ...chained];
    case 'TRANS_STMT_ROLLBACK':
      return [{ kind: 'rollback', range }, ...chained];
    case 'TRANS_STMT_SAVEPOINT':
    case 'TRANS_STMT_RELEASE':
      return [];
    default: {
      const what = unknownKinds[statement.kind ?? ''] ?? 'transaction';
      return [{ kind: 'not-understood', what, table: null, range }];
    }
  }
}

function setVariable(statement: VariableSetStmt, context: Context): DdlOperation {
  const name = (statement.name ?? 'all').toLowerCase();
  const isSet = statement.kind === 'VAR_SET_VALUE' || statement.kind === 'VAR_SET_MULTI';
  const values = (statement.args ?? []).map(settingValue);
  const value = values.every((each) => each !== null)
    ? values.join(', ')
    : textOf(context.source, context.span);
  return {
    kind: 'set',
    name,
    value: isSet ? value : null,
    local: statement.is_local === true,
    range: context.range,
  };
}

function settingValue(node: Node): string | null {
  const option = as(node, 'DefElem');
  if (option !== null) {
    const value = option.arg === undefined ? null : settingValue(option.arg);
    return value === null ? (option.defname ?? null) : `${option.defname} ${value}`;
  }
  const constant = as(node, 'A_Const');
  if (constant === null) return strings([node])[0] ?? null;
  if (constant.sval !== undefined) return constant.sval.sval ?? '';
  if (constant.fval !== undefined) return constant.fval.fval ?? '';
  if (constant.boolval !== undefined) return String(constant.boolval.boolval === true);
  return String(constant.ival?.ival ?? 0);
}
