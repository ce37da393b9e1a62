import type { Migration } from '../migrations/migration.ts';
import type { Statement } from '../sql/statement.ts';
import { contains } from '../text/range.ts';
import type { StatementFile } from './statement-file.ts';

/** Whether one statement runs inside a transaction, and who says so (the end of a sentence). */
export interface TransactionState {
  readonly inside: boolean | 'unknown';
  readonly because: string;
}

/** The state in which each statement of a file's way up runs, in order. */
export function transactionsOf({
  statements,
  migration,
  wrapping,
}: Pick<StatementFile, 'statements' | 'migration' | 'wrapping'>): readonly TransactionState[] {
  const model = wrapping ?? migration?.transaction;
  const tool: TransactionState = {
    inside: model === undefined ? 'unknown' : insideOf[model.mode],
    because: model?.because ?? 'who runs this file is not known',
  };
  let state = tool;
  return statements.map((statement) => {
    if (wrapping === null && isOneOfMany(statement, statements, migration)) return manyInOneQuery;
    const here = state;
    for (const { kind } of statement.operations) {
      if (kind === 'begin') state = { inside: true, because: '`BEGIN` stands before it' };
      // After COMMIT the tool's own transaction is over, too.
      else if (kind === 'commit' || kind === 'rollback') state = tool.inside === true ? ended : tool;
    }
    return here;
  });
}

const insideOf = { wrapped: true, none: false, unknown: 'unknown' } as const;

const ended: TransactionState = { inside: 'unknown', because: 'a `COMMIT` stands before it' };

const manyInOneQuery: TransactionState = {
  inside: true,
  because: 'PostgreSQL runs several statements of one query in one transaction',
};

function isOneOfMany(statement: Statement, all: readonly Statement[], migration: Migration | null): boolean {
  const batch = migration?.batches.find((range) => contains(range, statement.range));
  return batch !== undefined && all.filter(({ range }) => contains(batch, range)).length > 1;
}
