import type { PastStatement, ProvenMigration, ProvenStatement, WayDown } from '../proof/subject.ts';
import type { StatementFile } from '../rules/statement-file.ts';
import { ownSection } from '../rules/transactions.ts';
import type { Statement } from '../sql/statement.ts';
import { contains } from '../text/range.ts';

/**
 * The changed migrations of a history as they are to be run, in their order. The half of a pair that only leads down is
 * the way down of the other half.
 */
export function provenMigrations(files: readonly StatementFile[]): ProvenMigration[] {
  return files.flatMap((file) => {
    if (file.migration === null || file.statements.length === 0) return [];
    return [
      {
        path: file.path,
        text: file.text,
        ...(file.migration.repeatable ? { repeatable: true as const } : {}),
        up: provenStatements(file, file.statements),
        down: wayDown(file, files),
      },
    ];
  });
}

/** What migrations did, each in the transactions of its tool. */
export function pastStatements(files: readonly StatementFile[]): PastStatement[] {
  let transactions = 0;
  return files.flatMap((file) => {
    const own = provenStatements(file, file.statements);
    const before = transactions;
    transactions += new Set(own.map(({ transaction }) => transaction)).size;
    return own.map(({ range: _, transaction, ...statement }) => ({
      ...statement,
      transaction: transaction === null ? null : before + transaction,
    }));
  });
}

function wayDown(file: StatementFile, files: readonly StatementFile[]): WayDown | null {
  const { migration } = file;
  const other = files.find(
    (each) =>
      each !== file &&
      each.statements.length === 0 &&
      each.migration?.folder === migration?.folder &&
      each.migration?.version === migration?.version &&
      each.migration?.name === migration?.name,
  );
  const holder = file.down.length > 0 ? file : other;
  if (holder === undefined || holder.down.length === 0) return null;
  return { path: holder.path, statements: provenStatements(holder, inOrder(holder)) };
}

/** Tools that run parts by themselves take them back last first. */
function inOrder({ down, migration }: StatementFile): readonly Statement[] {
  const parts = migration?.sections.filter(({ direction }) => direction === 'down') ?? [];
  const sets = new Set(migration?.sections.filter(({ transaction }) => transaction !== undefined));
  if (sets.size < 2 || parts.length < 2) return down;
  return parts
    .toReversed()
    .flatMap((part) => down.filter((statement) => contains(part.range, statement.range)));
}

/** The statements with the transactions that the tool makes; those that the text makes are in the text. */
function provenStatements(file: StatementFile, statements: readonly Statement[]): ProvenStatement[] {
  const numbers = new Map<string, number>();
  return statements.map((statement) => {
    const group = groupOf(statement, file, statements);
    if (group !== null && !numbers.has(group)) numbers.set(group, numbers.size + 1);
    const { range, operations, query } = statement;
    return {
      range,
      text: statement.sent ?? statement.text,
      operations,
      query,
      failure: statement.failure ?? fillingFailure(statement),
      transaction: group === null ? null : (numbers.get(group) ?? null),
    };
  });
}

function groupOf(statement: Statement, file: StatementFile, all: readonly Statement[]): string | null {
  const { migration, wrapping } = file;
  const section = ownSection(statement, migration);
  const model = wrapping ?? section?.transaction ?? migration?.transaction;
  if (model?.mode === 'wrapped') return `section ${section?.range.start ?? ''}`;
  const batch = migration?.batches.find((each) => contains(each, statement.range));
  const isOneOfMany = batch !== undefined && all.filter(({ range }) => contains(batch, range)).length > 1;
  return isOneOfMany ? `query ${batch.start}` : null;
}

/** What a tool fills in is not known here. */
function fillingFailure({ sent, range }: Statement): Statement['failure'] {
  return sent === null
    ? { message: 'not understood: a tool fills in a part of it', offset: range.start }
    : null;
}
