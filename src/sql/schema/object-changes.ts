import { nameKey, sameName } from '../object-name.ts';
import type { OperationOf } from '../operation.ts';
import type { Draft } from './draft.ts';
import { dropTable, moveTable } from './table-changes.ts';

/** Of what is created beside tables only policies are kept: those of a table that is known. */
export function createObject(draft: Draft, { name, tables, policy }: OperationOf<'create-object'>): void {
  const table = tables[0] === undefined ? undefined : draft.tables.get(nameKey(tables[0]));
  if (policy === undefined || table === undefined) return;
  const policies = [...table.policies, { name: name.name, definition: policy }];
  draft.tables.set(nameKey(table.name), { ...table, policies });
}

export function dropObject(draft: Draft, operation: OperationOf<'drop-object'>): void {
  if (operation.object === 'policy') {
    for (const key of operation.tables.map(nameKey)) {
      const table = draft.tables.get(key);
      if (table === undefined) continue;
      const policies = table.policies.filter(({ name }) => name !== operation.name.name);
      draft.tables.set(key, { ...table, policies });
    }
  }
  if (operation.object === 'type') draft.enums.delete(nameKey(operation.name));
  if (operation.object !== 'schema') return;
  for (const table of [...draft.tables.values()]) {
    if (table.name.schema === operation.name.name) dropTable(draft, table.name);
  }
}

/** Renames reach the columns of a type and the tables of a schema. */
export function alterObject(draft: Draft, operation: OperationOf<'alter-object'>): void {
  const { name, to } = operation;
  if (operation.object === 'policy') forgetPolicy(draft, operation);
  if (to === null) return;
  if (operation.object === 'schema') {
    for (const table of [...draft.tables.values()]) {
      if (table.name.schema !== name.name) continue;
      moveTable(draft, table.name, { schema: to.name, name: table.name.name });
    }
  }
  if (operation.object !== 'type') return;
  const values = draft.enums.get(nameKey(name));
  if (values !== undefined) {
    draft.enums.delete(nameKey(name));
    draft.enums.set(nameKey(to), values);
  }
  for (const [key, table] of draft.tables) {
    const isOf = (type: { schema: string | null; name: string } | null): boolean =>
      type !== null && sameName(type, name);
    if (!table.columns.values().some((column) => isOf(column.type))) continue;
    const columns = new Map(
      table.columns
        .entries()
        .map(([column, each]) => [
          column,
          each.type !== null && isOf(each.type)
            ? { ...each, type: { ...each.type, schema: to.schema, name: to.name } }
            : each,
        ]),
    );
    draft.tables.set(key, { ...table, columns });
  }
}

/** Code may do anything: of the tables that it names nothing more is sure, nor whether there are others now. */
export function runCode(draft: Draft, operation: OperationOf<'run-code'>): void {
  draft.complete = false;
  const words = new Set(operation.body.match(/[\p{L}_][\p{L}\p{N}_$]*/gu) ?? []);
  for (const [key, table] of draft.tables) {
    if (table.complete && words.has(table.name.name)) draft.tables.set(key, { ...table, complete: false });
  }
}

/** The policy is there still, but who it is for is not followed. */
function forgetPolicy(draft: Draft, { name, table }: OperationOf<'alter-object'>): void {
  for (const [key, each] of draft.tables) {
    if (table !== undefined && key !== nameKey(table)) continue;
    if (!each.policies.some((policy) => policy.name === name.name)) continue;
    const policies = each.policies.map((policy) =>
      policy.name === name.name ? { ...policy, definition: null } : policy,
    );
    draft.tables.set(key, { ...each, policies });
  }
}
