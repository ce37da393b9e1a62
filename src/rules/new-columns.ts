import type { ColumnDefinition } from '../sql/definitions.ts';
import type { ObjectName } from '../sql/object-name.ts';
import type { TextRange } from '../text/range.ts';
import { oncePerStatement } from './once-per-statement.ts';
import { operationsOf } from './rule.ts';
import type { StatementSubject } from './subject.ts';

/** A column that a statement brings into being. */
export interface NewColumn {
  readonly table: ObjectName;
  readonly column: ColumnDefinition;
  /** Where it is written; the statement where that is not known. */
  readonly range: TextRange;
}

/** The columns that a statement creates: those of a new table, and those added to one. */
export const newColumns = oncePerStatement((subject): readonly NewColumn[] => {
  const { statement } = subject;
  return [
    ...operationsOf(statement, 'create-table')
      .filter(({ temporary }) => !temporary)
      .flatMap(({ table, columns, range }) =>
        columns.map((column) => ({ table, column, range: writtenAt(subject, column, range) })),
      ),
    ...operationsOf(statement, 'add-column').map(({ table, column, range }) => ({ table, column, range })),
  ];
});

/** Name and type as they stand in a CREATE TABLE. The first place that fits: a name before its type stands there once. */
function writtenAt(
  subject: Pick<StatementSubject, 'text'>,
  { name, type }: ColumnDefinition,
  within: TextRange,
): TextRange {
  const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const written = new RegExp(
    `(?<![\\w"'\`\\[])["\`\\[]?${literally(name)}["\`\\]]?\\s+${literally(type.text).replace(/\s+/g, '\\s+')}(?!\\w)`,
    'i',
  );
  const found = written.exec(subject.text.slice(within.start, within.end));
  if (found === null) return within;
  const start = within.start + found.index;
  return { start, end: start + found[0].length };
}
