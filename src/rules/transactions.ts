import type { Migration, MigrationSection, TransactionModel } from '../migrations/migration.ts';
import type { Statement } from '../sql/statement.ts';
import { contains, type TextRange } from '../text/range.ts';
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
  let tool = stateOf(wrapping ?? migration?.transaction);
  let state = tool;
  let section: MigrationSection | undefined;
  return statements.map((statement) => {
    const own = ownSection(statement, migration);
    if (own !== section) {
      section = own;
      tool = stateOf(wrapping ?? own?.transaction ?? migration?.transaction);
      state = tool;
    }
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

/** The part of a file that the tool runs by itself and that a statement stands in. */
export function ownSection(
  { range }: Pick<Statement, 'range'>,
  migration: Migration | null,
): MigrationSection | undefined {
  return migration?.sections.find(
    (section) => section.transaction !== undefined && contains(section.range, range),
  );
}

/** The stretch that the tool sends as one query, where that is what makes a transaction: in a file that nothing wraps. */
export function ownQuery(
  statement: Pick<Statement, 'range'>,
  migration: Migration | null,
): TextRange | undefined {
  return migration?.transaction.mode === 'none' ? batchOf(statement, migration) : undefined;
}

function batchOf({ range }: Pick<Statement, 'range'>, migration: Migration | null): TextRange | undefined {
  return migration?.batches.find((batch) => contains(batch, range));
}

function stateOf(model: TransactionModel | undefined): TransactionState {
  return model === undefined
    ? { inside: 'unknown', because: 'who runs this file is not known' }
    : { inside: insideOf[model.mode], because: model.because };
}

const insideOf = { wrapped: true, none: false, unknown: 'unknown' } as const;

const ended: TransactionState = { inside: 'unknown', because: 'a `COMMIT` stands before it' };

const manyInOneQuery: TransactionState = {
  inside: true,
  because: 'PostgreSQL runs several statements of one query in one transaction',
};

function isOneOfMany(statement: Statement, all: readonly Statement[], migration: Migration | null): boolean {
  const batch = batchOf(statement, migration);
  return batch !== undefined && all.filter(({ range }) => contains(batch, range)).length > 1;
}
