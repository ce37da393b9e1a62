import type { Statement } from '../sql/statement.ts';
import { contains } from '../text/range.ts';
import { statementsBefore } from './in-file.ts';
import type { Rewrite } from './rule.ts';
import { wholeStatement } from './sql-text.ts';
import type { StatementSubject } from './subject.ts';

/** Whether a statement is one that CONCURRENTLY keeps out of transactions. */
export function isConcurrent(statement: Statement): boolean {
  return (
    statement.operations.length > 0 &&
    statement.operations.every((operation) => 'concurrently' in operation && operation.concurrently)
  );
}

/** Whether the file itself opens a transaction before the statement. */
export function standsAfterBegin(subject: StatementSubject): boolean {
  return statementsBefore(subject).some(({ operations }) => operations.some(({ kind }) => kind === 'begin'));
}

/**
 * Takes the statement out of its file and into a migration of its own that runs outside a transaction. null where the
 * tool's next file cannot be named, where nothing would be left, or where a later statement says `needed`.
 */
export function moveToOwnMigration(
  subject: StatementSubject,
  name: string,
  sql: string,
  needed: string | null,
  accepts: readonly string[] = [],
): Rewrite | null {
  const { migration, siblings, statement, text } = subject;
  if (migration === null || migration.version === '' || siblings.length < 2) return null;
  const later = siblings.filter((other) => other.range.start > statement.range.start);
  if (needed !== null && later.some((other) => other.text.toLowerCase().includes(needed.toLowerCase())))
    return null;
  // A block that would be left empty between its marks is an error for some tools.
  const alone = migration.batches.some(
    (batch) =>
      contains(batch, statement.range) &&
      siblings.filter((other) => contains(batch, other.range)).length === 1,
  );
  if (alone) return null;
  return {
    range: wholeStatement(text, statement.range),
    text: '',
    followUps: [{ name, sql, transaction: false }],
    accepts,
  };
}

/** Replaces text in the file's single statement and takes the file out of its transaction in the same stroke. */
export function rewriteOutsideTransaction(
  subject: StatementSubject,
  range: { start: number; end: number },
  replacement: string,
): Rewrite {
  const { text, tool } = subject;
  const edit = tool?.leaveTransaction(text) ?? null;
  if (edit === null || (edit.text === '' && edit.range.start === edit.range.end)) {
    return { range, text: replacement, followUps: [] };
  }
  return {
    range: { start: edit.range.start, end: range.end },
    text: edit.text + text.slice(edit.range.end, range.start) + replacement,
    followUps: [],
  };
}
