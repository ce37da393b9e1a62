import { showName } from '../../sql/object-name.ts';
import { documented, existsOnBase, tableIn } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'mysql-column-reorder',
  about: 'statement',
  title: 'Column moved to another place',
  family: 'rewrite',
  severity: 'warning',
  // Where a column is added, its place costs nothing from 8.0.29 on, and a copy before whatever the place.
  dialects: ['mysql', 'mariadb'],
  state: 'stable',
  sources: [
    'bytebase:COLUMN_DISALLOW_CHANGING_ORDER',
    'bytebase:STATEMENT_ADD_COLUMN_WITHOUT_POSITION',
    'https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-column-operations',
  ],
  what: 'All of `{table}` is written anew, for the order in which its columns are shown.',
  why: '`{place}` moves `{column}`, and columns are stored in their order.',
  fix: 'Leave `{place}` out, and name columns in the order that is wanted where they are read.',
  examples: {
    bad: [
      {
        title: 'behind another one',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, state varchar(20), note varchar(80));',
        sql: 'ALTER TABLE orders MODIFY note varchar(80) AFTER id;',
        at: 'MODIFY note varchar(80) AFTER id',
      },
    ],
    good: [
      {
        title: 'where it is',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, state varchar(20), note varchar(80));',
        sql: 'ALTER TABLE orders MODIFY note varchar(90);',
      },
      {
        title: 'a new table',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, state varchar(20), note varchar(80));\nALTER TABLE orders MODIFY note varchar(80) AFTER id;',
      },
      {
        title: 'the place that it has',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, state varchar(20), note varchar(80));',
        sql: 'ALTER TABLE orders MODIFY note varchar(90) AFTER state;',
      },
    ],
  },
  detect(subject) {
    const { statement, before, base, text } = subject;
    return operationsOf(statement, 'set-column-type').flatMap(({ table, column, range }) => {
      const command = text.slice(range.start, range.end);
      const found = /\b(FIRST|AFTER\s+[`"]?(\w+)[`"]?)\s*$/i.exec(command);
      if (found?.[1] === undefined || subject.isNew(table) || !/^\s*(?:MODIFY|CHANGE)\b/i.test(command))
        return [];
      const names = [...(tableIn(before, table)?.columns.keys() ?? [])];
      const at = names.indexOf(column);
      const now = at <= 0 ? undefined : names[at - 1];
      if (at !== -1 && now?.toLowerCase() === found[2]?.toLowerCase()) return [];
      return [
        {
          range,
          object: `${showName(table)}.${column}`,
          data: { table: showName(table), column, place: found[1] },
          table,
          evidence: [
            ...existsOnBase(base, table),
            documented(
              'To reorder columns, use FIRST or AFTER in CHANGE or MODIFY operations; data is reorganized substantially, making it an expensive operation (MySQL manual, Online DDL Operations)',
            ),
          ],
        },
      ];
    });
  },
});
