import type { AlterTableCmd, AlterTableType } from 'libpg-query';
import { as } from './ast.ts';

/** Commands that set something beside columns and constraints; `{}` stands for the name that the command gives. */
const options: { readonly [T in AlterTableType]?: readonly [option: string, value: string | null] } = {
  AT_SetLogged: ['logged', null],
  AT_SetUnLogged: ['unlogged', null],
  AT_SetAccessMethod: ['access-method', '{}'],
  AT_SetTableSpace: ['tablespace', '{}'],
  AT_SetRelOptions: ['storage', null],
  AT_ResetRelOptions: ['storage', null],
  AT_ReplaceRelOptions: ['storage', null],
  AT_SetStatistics: ['column-statistics', '{}'],
  AT_SetStorage: ['column-storage', '{}'],
  AT_SetCompression: ['column-compression', '{}'],
  AT_SetOptions: ['column-options', '{}'],
  AT_ResetOptions: ['column-options', '{}'],
  // With GENERATED it says more, and does not come here.
  AT_SetIdentity: ['column-sequence', '{}'],
  AT_ClusterOn: ['cluster-on', '{}'],
  AT_DropCluster: ['cluster-on', null],
  AT_EnableTrig: ['trigger', 'enable {}'],
  AT_EnableAlwaysTrig: ['trigger', 'enable always {}'],
  AT_EnableReplicaTrig: ['trigger', 'enable replica {}'],
  AT_DisableTrig: ['trigger', 'disable {}'],
  AT_EnableTrigAll: ['trigger', 'enable all'],
  AT_DisableTrigAll: ['trigger', 'disable all'],
  AT_EnableTrigUser: ['trigger', 'enable user'],
  AT_DisableTrigUser: ['trigger', 'disable user'],
  AT_EnableRowSecurity: ['row-security', 'enable'],
  AT_DisableRowSecurity: ['row-security', 'disable'],
  AT_ForceRowSecurity: ['row-security', 'force'],
  AT_NoForceRowSecurity: ['row-security', 'no force'],
};

/** The option that the command sets; null where it sets none. */
export function tableOption(command: AlterTableCmd): { option: string; value: string | null } | null {
  const known = command.subtype === undefined ? undefined : options[command.subtype];
  if (known !== undefined) {
    const [option, value] = known;
    return { option, value: value?.replace('{}', () => command.name ?? '') ?? null };
  }
  switch (command.subtype) {
    case 'AT_ChangeOwner':
      return { option: 'owner', value: command.newowner?.rolename ?? null };
    case 'AT_AddInherit':
      return { option: 'inherit', value: as(command.def, 'RangeVar')?.relname ?? null };
    case 'AT_DropInherit':
      return { option: 'inherit', value: null };
    case 'AT_ReplicaIdentity':
      return { option: 'replica-identity', value: identity(command) };
    default:
      return null;
  }
}

function identity(command: AlterTableCmd): string | null {
  const statement = as(command.def, 'ReplicaIdentityStmt');
  switch (statement?.identity_type) {
    case 'f':
      return 'full';
    case 'n':
      return 'nothing';
    case 'i':
      return statement.name ?? null;
    default:
      return 'default';
  }
}
