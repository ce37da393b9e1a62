import { type ObjectName, sameName } from '../../sql/object-name.ts';
import type { DdlOperation } from '../../sql/operation.ts';
import { queriesWithin } from '../../sql/query-shape.ts';
import type { ProofDatabase } from '../database.ts';
import type { RowMaker } from '../proof.ts';
import { mustRun } from '../rolled-back.ts';
import type { PlacedStatement, RowSources } from '../subject.ts';

export const noSources: RowSources = { statements: [], writers: [] };

/** What makes a row a breaking one, as far as who makes it is concerned. */
export interface SoughtRow {
  readonly table: ObjectName;
  /** Columns that are NULL in it, with whether the schema fills them where an INSERT leaves them out. */
  readonly empty: readonly { readonly name: string; readonly filled: boolean }[];
}

/** A place where the code inserts the row: it leaves out each of the columns that nothing fills, or writes NULL. */
export function codeThatWrites({ writers }: RowSources, { table, empty }: SoughtRow): RowMaker | null {
  if (empty.length === 0) return null;
  const found = writers.find(
    ({ table: written, columns }) =>
      sameName(written, table) &&
      columns !== 'unknown' &&
      empty.every(({ name, filled }) => {
        const column = columns.find((one) => one.name === name);
        return column === undefined ? !filled : column.value === 'null';
      }),
  );
  return found === undefined ? null : { path: found.path, line: found.line, how: 'code' };
}

/**
 * Where the column that is NULL was added to a table that was there already, in another file, and nothing has written it
 * since: each row of that time has NULL in it.
 */
export function addedWithoutDefault(
  { statements, besidePrograms = false }: RowSources,
  { table, empty }: SoughtRow,
): RowMaker | null {
  const [column, ...others] = empty;
  if (column === undefined || others.length > 0 || besidePrograms) return null;
  for (const [index, statement] of statements.entries()) {
    if (!addsEmpty(statement.operations, table, column.name)) continue;
    if (!existedBefore(statements.slice(0, index), table, statement.path)) continue;
    if (statements.slice(index + 1).some((later) => mayFill(later, table, column.name))) continue;
    return { path: statement.path, line: statement.line, how: 'added-without-default' };
  }
  return null;
}

/** Whether they add the column so that rows which are there have NULL in it. */
function addsEmpty(operations: readonly DdlOperation[], table: ObjectName, name: string): boolean {
  return operations.some((operation) => {
    if (operation.kind !== 'add-column' || !sameName(operation.table, table)) return false;
    const { column } = operation;
    const isEmpty = column.default === null || column.default.kind === 'null';
    return (
      column.name === name &&
      isEmpty &&
      column.generated === null &&
      column.identity === null &&
      !column.autoIncrement
    );
  });
}

/** A table that the same file makes has no rows yet. */
function existedBefore(before: readonly PlacedStatement[], table: ObjectName, path: string): boolean {
  const made = before.findLast(({ operations }) =>
    operations.some(
      (operation) =>
        (operation.kind === 'create-table' && sameName(operation.table, table)) ||
        (operation.kind === 'rename-table' && operation.to.name === table.name),
    ),
  );
  return made !== undefined && made.path !== path;
}

/** What may have given the column a value in rows that were there. */
function mayFill({ operations, query }: PlacedStatement, table: ObjectName, column: string): boolean {
  if (query !== null) return query.partial || writesTable(query, table);
  return operations.some((operation) => {
    if (operation.kind === 'run-code') return true;
    if (!('table' in operation) || operation.table === null || operation.table === undefined) return false;
    if (!sameName(operation.table, table)) return false;
    return (
      operation.kind === 'create-table' ||
      operation.kind === 'drop-table' ||
      ('column' in operation && operation.column === column)
    );
  });
}

function writesTable(query: NonNullable<PlacedStatement['query']>, table: ObjectName): boolean {
  return queriesWithin(query).some(({ tables }) =>
    tables.some((use) => use.access === 'write' && sameName(use.table, table)),
  );
}

/**
 * The statement of the repository that makes a row which a question finds: run alone on an empty table. Where none does
 * so alone (two that make a duplicate), the last that writes the table. Inside a transaction, at the schema of the base.
 * @param finds whether there is such a row now
 */
export async function statementThatMakes(
  database: ProofDatabase,
  { statements }: RowSources,
  table: ObjectName,
  emptied: readonly string[],
  finds: () => Promise<boolean>,
): Promise<RowMaker | null> {
  const inserting = statements.filter(({ query }) => query?.kind === 'insert' && writesTable(query, table));
  for (const { text, path, line, how } of inserting) {
    await mustRun(database, 'SAVEPOINT backend_engineer_maker');
    const ran = await database.exec([...emptied, text].join(';\n'));
    const made = ran.ok && (await finds());
    await mustRun(
      database,
      'ROLLBACK TO SAVEPOINT backend_engineer_maker; RELEASE SAVEPOINT backend_engineer_maker',
    );
    if (made) return { path, line, how };
  }
  const last = inserting.at(-1);
  return last === undefined ? null : { path: last.path, line: last.line, how: last.how };
}
