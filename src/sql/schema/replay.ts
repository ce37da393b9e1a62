import { nameKey } from '../object-name.ts';
import type { DdlOperation, OperationKind, OperationOf } from '../operation.ts';
import type { Statement } from '../statement.ts';
import { addColumn, attachPartition, detachPartition, dropColumn, renameColumn } from './column-changes.ts';
import { addConstraint, dropConstraint, renameConstraint, validateConstraint } from './constraint-changes.ts';
import { changeColumn, changeTable, changeTree, type Draft, draftOf } from './draft.ts';
import { attachIndex, createIndex, dropIndex, renameIndex } from './index-changes.ts';
import type { SchemaModel } from './model.ts';
import { alterObject, createObject, dropObject, runCode } from './object-changes.ts';
import { createTable, dropTable, moveTable, setTableOption } from './table-changes.ts';

type Changes = { readonly [Kind in OperationKind]?: (draft: Draft, operation: OperationOf<Kind>) => void };

/** What is not here leaves tables, columns, indexes, constraints and enums as they are. */
const changes: Changes = {
  'create-table': createTable,
  'drop-table': (draft, { table }) => dropTable(draft, table),
  'rename-table': (draft, { table, to }) => {
    // ALTER TABLE renames indexes too.
    if (draft.tables.has(nameKey(table)) || !renameIndex(draft, table, to.name)) moveTable(draft, table, to);
  },
  'set-table-option': setTableOption,
  'attach-partition': attachPartition,
  'detach-partition': detachPartition,
  'add-column': addColumn,
  'drop-column': dropColumn,
  'rename-column': renameColumn,
  'set-column-type': (draft, { table, column, type }) =>
    changeTree(draft, table, (each) => changeColumn(each, column, (known) => ({ ...known, type }))),
  'set-nullability': (draft, { table, column, nullable }) =>
    changeTree(draft, table, (each) => changeColumn(each, column, (known) => ({ ...known, nullable }))),
  'set-default': (draft, { table, column, default: value }) =>
    changeTree(draft, table, (each) => changeColumn(each, column, (known) => ({ ...known, default: value }))),
  'set-identity': (draft, { table, column, identity }) =>
    changeTree(draft, table, (each) =>
      changeColumn(each, column, (known) => ({ ...known, identity: identity !== null })),
    ),
  'drop-expression': (draft, { table, column }) =>
    changeTree(draft, table, (each) =>
      changeColumn(each, column, (known) => ({ ...known, generated: false })),
    ),
  'add-constraint': (draft, { table, constraint }) => addConstraint(draft, table, constraint),
  'validate-constraint': validateConstraint,
  'drop-constraint': dropConstraint,
  'rename-constraint': (draft, { table, name, to }) =>
    changeTable(draft, table, (each) => renameConstraint(each, name, to)),
  'create-index': createIndex,
  'attach-index': attachIndex,
  'drop-index': dropIndex,
  'rename-index': (draft, { index, table, to }) => {
    // ALTER INDEX renames tables too.
    if (!renameIndex(draft, index, to, table) && table === null && draft.tables.has(nameKey(index))) {
      moveTable(draft, index, { schema: index.schema, name: to });
    }
  },
  'create-enum': (draft, { name, values }) => {
    draft.enums.set(nameKey(name), values);
  },
  'add-enum-value': (draft, { name, value }) => {
    const values = draft.enums.get(nameKey(name));
    if (values !== undefined && !values.includes(value)) draft.enums.set(nameKey(name), [...values, value]);
  },
  'rename-enum-value': (draft, { name, value, to }) => {
    const values = draft.enums.get(nameKey(name));
    if (values === undefined) return;
    draft.enums.set(
      nameKey(name),
      values.map((each) => (each === value ? to : each)),
    );
  },
  'create-object': createObject,
  'drop-object': dropObject,
  'alter-object': alterObject,
  'run-code': runCode,
  'branch-end': (draft, { tables }) => {
    draft.complete = false;
    for (const table of tables) changeTable(draft, table, (each) => ({ ...each, complete: false }));
  },
  'not-understood': (draft, { table }) => {
    if (table === null) draft.complete = false;
    else changeTable(draft, table, (each) => ({ ...each, complete: false }));
  },
};

/** A history that is being read: operations and statements go in, the schema after them comes out at any time. */
export interface Replay {
  apply(operation: DdlOperation): void;
  /** All operations of a statement. One that did not parse leaves the schema as one of which not all is known. */
  applyStatement(statement: Statement): void;
  /** The schema as it is now. What is applied later does not change it. */
  model(): SchemaModel;
}

/** Starts from `from`, which stays as it is. What a transaction did is undone by its ROLLBACK. */
export function createReplay(from: SchemaModel): Replay {
  let snapshot: SchemaModel | null = from;
  let draft: Draft | null = null;
  let beforeTransaction: SchemaModel | null = null;
  const model = (): SchemaModel => {
    // The draft becomes the snapshot: the next change copies the maps, not the tables in them.
    if (snapshot === null) snapshot = draft ?? from;
    draft = null;
    return snapshot;
  };
  const apply = (operation: DdlOperation): void => {
    if (operation.kind === 'begin') beforeTransaction ??= model();
    else if (operation.kind === 'commit') beforeTransaction = null;
    else if (operation.kind === 'rollback' && beforeTransaction !== null) {
      snapshot = beforeTransaction;
      draft = null;
      beforeTransaction = null;
    }
    const change = changes[operation.kind] as ((draft: Draft, operation: DdlOperation) => void) | undefined;
    if (change === undefined) return;
    draft ??= draftOf(snapshot ?? from);
    snapshot = null;
    change(draft, operation);
  };
  return {
    apply,
    applyStatement(statement) {
      if (statement.failure === null) for (const operation of statement.operations) apply(operation);
      else
        apply({
          kind: 'not-understood',
          what: 'a statement that does not parse',
          table: null,
          range: statement.range,
        });
    },
    model,
  };
}

export function applyOperation(model: SchemaModel, operation: DdlOperation): SchemaModel {
  const replay = createReplay(model);
  replay.apply(operation);
  return replay.model();
}

export function applyStatements(model: SchemaModel, statements: readonly Statement[]): SchemaModel {
  const replay = createReplay(model);
  for (const statement of statements) replay.applyStatement(statement);
  return replay.model();
}
