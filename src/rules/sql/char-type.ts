import { showName } from '../../sql/object-name.ts';
import { documented } from '../evidence.ts';
import { newColumns } from '../new-columns.ts';
import { defineRule } from '../rule.ts';

/** Codes of a fixed length (`char(2)` for a country, `char(3)` for a currency) are padded with nothing. */
const longestCode = 3;

export default defineRule({
  id: 'char-type',
  about: 'statement',
  on: ['create-table', 'add-column'],
  title: 'Text that is padded with blanks',
  family: 'types',
  severity: 'advice',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'squawk:ban-char-field',
    'pgfence:ban-char-field',
    'https://www.postgresql.org/docs/current/datatype-character.html',
  ],
  what: 'What is shorter than {length} characters comes back from `{table}.{column}` with blanks behind it.',
  why: '`character(n)` pads each value when it is stored; blanks at the end are then ignored by `=` and kept by `LIKE`. It is not faster than `text`.',
  fix: 'Use `text`, and a `CHECK` where the length matters.',
  examples: {
    bad: [
      {
        title: 'a name',
        sql: 'CREATE TABLE users (id bigint PRIMARY KEY, name char(40));',
        at: 'name char(40)',
      },
      {
        title: 'added to a table',
        sql: 'ALTER TABLE users ADD COLUMN phone character(20);',
        at: 'ADD COLUMN phone character(20)',
      },
    ],
    good: [
      { title: 'text', sql: 'CREATE TABLE users (id bigint PRIMARY KEY, name text, phone varchar(20));' },
      {
        title: 'a code of a fixed length',
        sql: 'CREATE TABLE prices (id bigint PRIMARY KEY, currency char(3), country char(2));',
      },
      { title: 'the system’s own type', sql: 'CREATE TABLE t (id bigint PRIMARY KEY, kind "char");' },
    ],
  },
  detect(subject) {
    return newColumns(subject).flatMap(({ table, column, range }) => {
      const [length] = column.type.modifiers;
      if (column.type.name !== 'character' || length === undefined || length <= longestCode) return [];
      return [
        {
          range,
          object: `${showName(table)}.${column.name}`,
          data: { table: showName(table), column: column.name, length: String(length) },
          evidence: [
            documented(
              'Values of type `character` are physically padded with spaces to the specified width n (PostgreSQL manual, 8.3 Character Types)',
            ),
          ],
        },
      ];
    });
  },
});
