import { showName } from '../../sql/object-name.ts';
import { documented } from '../evidence.ts';
import { statementsBefore } from '../in-file.ts';
import { newColumns } from '../new-columns.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'mysql-int-display-width',
  about: 'statement',
  on: ['create-table', 'add-column'],
  title: 'Width of a number that limits nothing',
  family: 'types',
  severity: 'advice',
  // MariaDB still keeps the width.
  dialects: ['mysql'],
  state: 'stable',
  sources: ['skeema:display-width', 'https://dev.mysql.com/doc/refman/8.4/en/numeric-type-attributes.html'],
  what: '`{column}` takes as large numbers as without it, and a dump shows the column without the width: tools that compare see a difference.',
  why: 'The width of `{type}` was only for showing numbers, and MySQL gives it up from 8.0.17 on.',
  fix: 'Leave it out.',
  examples: {
    bad: [
      {
        title: 'new tables',
        sql: 'CREATE TABLE orders (id bigint(20) NOT NULL PRIMARY KEY, n int(11));\nCREATE TABLE notes (id bigint(20) NOT NULL PRIMARY KEY);',
        at: 'id bigint(20)',
      },
    ],
    good: [
      { title: 'without', sql: 'CREATE TABLE orders (id bigint NOT NULL PRIMARY KEY, n int);' },
      {
        title: 'a boolean, as drivers know it',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, done tinyint(1));',
      },
      {
        title: 'an older server',
        mysqlVersion: 5.7,
        sql: 'CREATE TABLE orders (id bigint(20) PRIMARY KEY);',
      },
    ],
  },
  detect(subject) {
    if (subject.settings.mysqlVersion < 8) return [];
    // Once a file: where one column has it all have.
    const [found, ...before] = [subject.statement, ...statementsBefore(subject)].map((statement) =>
      newColumns({ ...subject, statement }).find(({ column }) => hasWidth(column.type.text)),
    );
    if (found === undefined || before.some((other) => other !== undefined)) return [];
    const { table, column, range } = found;
    return [
      {
        range,
        object: `${showName(table)}.${column.name}`,
        data: { column: column.name, type: column.type.text },
        evidence: [
          documented(
            'The display width attribute is deprecated for integer data types (MySQL manual, 13.1.6 Numeric Type Attributes)',
          ),
        ],
      },
    ];
  },
});

function hasWidth(type: string): boolean {
  const isWide = /^(?:tiny|small|medium|big)?int(?:eger)?\s*\(\s*\d+\s*\)/i.test(type);
  return isWide && !/^tinyint\s*\(\s*1\s*\)|zerofill/i.test(type);
}
