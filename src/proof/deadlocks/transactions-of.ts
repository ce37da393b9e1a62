import { showName } from '../../sql/object-name.ts';
import type { SqlParser } from '../../sql/parse.ts';
import { type QueryShape, queriesWithin } from '../../sql/query-shape.ts';
import { indexLines } from '../../text/lines.ts';
import { isLockMode } from '../locks/lock-modes.ts';
import type { MigrationProof } from '../proof.ts';
import type { ProvenMigration, ProvenStatement, ProvenTransaction } from '../subject.ts';
import type { LockingTransaction, LockStep } from './find-cycles.ts';

/** The transactions of a migration, by the locks that its statements were seen to take. */
export function transactionsOfMigration(
  { path, text, up }: Pick<ProvenMigration, 'path' | 'text' | 'up'>,
  { statements }: Pick<MigrationProof, 'statements'>,
): LockingTransaction[] {
  const lines = indexLines(text);
  const steps = new Map<number, LockStep[]>();
  for (const [index, statement] of up.entries()) {
    const proof = statements[index];
    if (statement.transaction === null || proof?.outcome !== 'ran' || !proof.watched) continue;
    const locks = proof.locks
      .filter(({ kind }) => kind === 'table')
      .flatMap(({ relation, mode }) => {
        const name = relation.replaceAll('"', '');
        return isLockMode(mode) ? [{ relation: name, mode, rows: changesRows(statement, name) }] : [];
      });
    const step = { line: lines.lineAt(statement.range.start), locks };
    steps.set(statement.transaction, [...(steps.get(statement.transaction) ?? []), step]);
  }
  return [...steps.values()].map((each) => ({ path, kind: 'migration', changed: true, steps: each }));
}

function changesRows({ query }: ProvenStatement, relation: string): boolean {
  const target = query?.tables.find(({ access }) => access === 'write')?.table;
  return query !== null && query.kind !== 'insert' && target !== undefined && showName(target) === relation;
}

/** A transaction of the code, by the locks that PostgreSQL's documentation gives its queries. */
export function transactionOfCode(
  { path, changed, queries }: ProvenTransaction,
  parser: SqlParser,
): LockingTransaction {
  const steps = queries.map(({ line, sql }): LockStep => {
    const shape = parser.parse(sql)[0]?.query ?? null;
    return { line, locks: shape === null ? [] : locksOf(shape, sql) };
  });
  return { path, kind: 'code', changed, steps };
}

function locksOf(shape: QueryShape, sql: string): LockStep['locks'] {
  const locks = new Map<string, LockStep['locks'][number]>();
  // Whose rows it locks is sure only where there is one table.
  const [only, ...more] = shape.tables;
  const locking = /\bfor\s+(?:no\s+key\s+)?update\b/i.test(sql) && more.length === 0 ? only : undefined;
  for (const { table, access } of shape.tables) {
    const relation = showName(table);
    if (access === 'read' && !locks.has(relation))
      locks.set(relation, {
        relation,
        mode: locking === undefined ? 'AccessShareLock' : 'RowShareLock',
        rows: locking !== undefined,
      });
  }
  for (const { kind, tables } of queriesWithin(shape)) {
    const target = kind === 'select' ? undefined : tables.find(({ access }) => access === 'write')?.table;
    if (target === undefined) continue;
    const relation = showName(target);
    const rows = kind !== 'insert' || locks.get(relation)?.rows === true;
    locks.set(relation, { relation, mode: 'RowExclusiveLock', rows });
  }
  return [...locks.values()];
}
