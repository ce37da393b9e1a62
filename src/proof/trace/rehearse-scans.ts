import { nameKey, type ObjectName } from '../../sql/object-name.ts';
import type { ProofDatabase } from '../database.ts';
import type { Scan } from '../proof.ts';
import { rolledBack } from '../rolled-back.ts';
import { refusesTransaction, runStatement, withoutConcurrently } from '../run-statement.ts';
import type { ProvenStatement } from '../subject.ts';
import { putsRows } from './puts-rows.ts';
import { speaksOfTransaction, transactionWord } from './transaction-words.ts';
import { watchTransaction } from './watcher.ts';

/**
 * Runs a way up on filled tables and rolls it back: with rows a scan shows in what was read, and none of them may stay or
 * make the migration fail.
 * @returns the scans of each statement, undefined where it did not run here
 */
export async function rehearseScans(
  database: ProofDatabase,
  statements: readonly ProvenStatement[],
  fill: (tables: readonly ObjectName[]) => Promise<unknown>,
): Promise<readonly (readonly Scan[] | undefined)[]> {
  return await rolledBack(database, async () => {
    await fill(tablesOf(statements));
    // A table with deferred checks ahead refuses to be altered.
    const ready = await database.exec('SET CONSTRAINTS ALL IMMEDIATE');
    if (!ready.ok) return statements.map(() => undefined);
    const watcher = watchTransaction(database);
    const scans: (readonly Scan[] | undefined)[] = [];
    for (const statement of statements) scans.push(await scansOf(statement));
    return scans;

    async function scansOf(statement: ProvenStatement): Promise<readonly Scan[] | undefined> {
      if (transactionWord(statement) !== null || speaksOfTransaction(statement)) return undefined;
      const plain = refusesTransaction(statement.operations) ? withoutConcurrently(statement.text) : null;
      if (plain !== null || putsRows(statement)) {
        watcher.skip();
        // What stands after it needs what it makes.
        await runStatement(database, { ...statement, text: plain ?? statement.text }, true);
        return undefined;
      }
      await watcher.prepare();
      const outcome = await runStatement(database, statement, true);
      if (outcome.kind !== 'ran') return undefined;
      const { scans: seen } = await watcher.observe(statement.operations);
      return statement.query === null ? seen : seen.filter(({ relation }) => names(statement, relation));
    }
  });
}

/**
 * A row that its own transaction has made is looked up again in the tables which it refers to, whatever of it is changed:
 * rows that were there before are not.
 */
function names({ text }: ProvenStatement, relation: string): boolean {
  const name = /(?:^|\.)(?:"([^"]+)"|([^".]+))$/.exec(relation);
  return text.toLowerCase().includes((name?.[1] ?? name?.[2] ?? relation).toLowerCase());
}

/** The tables that statements name, each once. */
function tablesOf(statements: readonly ProvenStatement[]): ObjectName[] {
  const tables = statements.flatMap(({ operations, query }) => [
    ...operations.flatMap((operation) => [
      ...('table' in operation && operation.table ? [operation.table] : []),
      ...('tables' in operation ? operation.tables : []),
      ...('partition' in operation ? [operation.partition] : []),
      ...(operation.kind === 'add-constraint' && operation.constraint.kind === 'foreign-key'
        ? [operation.constraint.references]
        : []),
    ]),
    ...(query?.tables.map(({ table }) => table) ?? []),
  ]);
  return [...new Map(tables.map((table) => [nameKey(table), table])).values()];
}
