import { type ObjectName, sameName } from '../sql/object-name.ts';
import type { StatementSubject } from './subject.ts';

/** Whether an earlier statement of the same file takes every row out of the table. */
export function isEmptied(subject: StatementSubject, table: ObjectName): boolean {
  return subject.siblings.some(({ range, operations, query }) => {
    if (range.start >= subject.statement.range.start) return false;
    const deletesAll = query?.kind === 'delete' && query.where === null && !query.partial && !query.hasLimit;
    if (deletesAll) return query.tables.some((use) => use.access === 'write' && sameName(use.table, table));
    return operations.some(
      (operation) =>
        operation.kind === 'truncate' && operation.tables.some((other) => sameName(other, table)),
    );
  });
}
