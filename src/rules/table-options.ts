import { showName } from '../sql/object-name.ts';
import { documented, existsOnBase } from './evidence.ts';
import { type Match, operationsOf } from './rule.ts';
import type { StatementSubject } from './subject.ts';

/** Where a statement sets this option of a table that is in use. @param manual what its manual says of that */
export function optionOfUsedTable(subject: StatementSubject, option: string, manual: string): Match[] {
  return operationsOf(subject.statement, 'set-table-option')
    .filter((operation) => operation.option === option && !subject.isNew(operation.table))
    .map(({ table, range }) => ({
      range,
      object: showName(table),
      data: { table: showName(table) },
      table,
      evidence: [...existsOnBase(subject.base, table), documented(manual)],
    }));
}
