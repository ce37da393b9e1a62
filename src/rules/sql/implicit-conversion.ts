import { queriesWithin } from '../../sql/query-shape.ts';
import { columnIn, columnOnBase, documented } from '../evidence.ts';
import { defineRule, type Match } from '../rule.ts';

const mysqlTexts = /^(?:varchar|char|character varying|character|text|tinytext|mediumtext|longtext)$/;
const aNumber = /(?:=|<|>)\s*-?\d+(?:\.\d+)?$/;
const aWideText = /(?:=|<|>)\s*N'(?:[^']|'')*'$/;

export default defineRule({
  id: 'implicit-conversion',
  about: 'statement',
  on: ['query'],
  title: 'Comparison that converts each row',
  family: 'query-performance',
  severity: 'warning',
  // PostgreSQL refuses a comparison of text with a number, and reads a literal in the column's type.
  dialects: ['mysql', 'mariadb', 'mssql'],
  state: 'stable',
  sources: [
    'https://dev.mysql.com/doc/refman/8.4/en/type-conversion.html',
    'https://learn.microsoft.com/en-us/sql/t-sql/data-types/data-type-precedence-transact-sql',
  ],
  what: 'No index on `{column}` is used, and {whatElse}.',
  why: '`{column}` is `{type}`, and it is compared with {other}: the database converts the column, not the constant.',
  fix: 'Write the constant as the column’s type: {remedy}.',
  examples: {
    bad: [
      ...(['mysql', 'mariadb'] as const).map((dialect) => ({
        title: `text with a number, in ${dialect}`,
        dialect,
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, phone varchar(20));',
        path: 'queries/find.sql',
        sql: 'SELECT id FROM users WHERE phone = 5551234;',
        at: 'phone = 5551234',
      })),
      {
        title: 'text of one byte with one of two',
        dialect: 'mssql',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, phone varchar(20));',
        path: 'queries/find.sql',
        sql: "SELECT id FROM users WHERE phone = N'5551234';",
        at: "phone = N'5551234'",
      },
    ],
    good: [
      {
        title: 'a text',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, phone varchar(20));',
        path: 'queries/find.sql',
        sql: "SELECT id FROM users WHERE phone = '5551234';",
      },
      {
        title: 'a number with a number',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, phone bigint);',
        path: 'queries/find.sql',
        sql: 'SELECT id FROM users WHERE phone = 5551234;',
      },
      {
        title: 'a column that is not known',
        path: 'queries/find.sql',
        sql: 'SELECT id FROM users WHERE phone = 5551234;',
      },
    ],
  },
  detect({ statement, before, base, text }) {
    if (statement.query === null) return [];
    const isMssql = statement.dialect === 'mssql';
    return queriesWithin(statement.query)
      .flatMap(({ where }) => where ?? [])
      .flatMap(({ column, value, range }): Match[] => {
        if (column?.table == null || value !== 'literal') return [];
        const type = columnIn(before, column.table, column.column)?.type;
        const condition = text.slice(range.start, range.end);
        const differs = isMssql
          ? /^(?:varchar|char)$/.test(type?.text.replace(/\s*\(.*/, '').toLowerCase() ?? '') &&
            aWideText.test(condition)
          : mysqlTexts.test(type?.name ?? '') && aNumber.test(condition);
        if (type == null || !differs) return [];
        return [
          {
            range,
            object: `${column.table.name}.${column.column}`,
            data: {
              column: column.column,
              type: type.text,
              whatElse: isMssql
                ? 'each value is converted'
                : '`01`, `1` and `1 and more` are all equal to the number 1',
              other: isMssql ? 'a text of type `nvarchar`' : 'a number',
              remedy: isMssql ? '`…` in quotes without `N`' : 'in quotes',
            },
            evidence: [
              ...columnOnBase(base, column.table, column.column),
              documented(
                isMssql
                  ? 'When an operator combines expressions of different data types, the data type with the lower precedence is first converted: nvarchar is above varchar (SQL Server, Data type precedence)'
                  : 'For comparisons of a string column with a number, MySQL cannot use an index on the column to look up the value quickly (MySQL manual, 14.3 Type Conversion in Expression Evaluation)',
              ),
            ],
          },
        ];
      });
  },
});
