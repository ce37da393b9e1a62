import { showName } from '../../sql/object-name.ts';
import { newColumns } from '../new-columns.ts';
import { defineRule, type Match, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'mixed-case-identifier',
  about: 'statement',
  on: ['create-table', 'add-column'],
  title: 'Name with capital letters',
  family: 'naming',
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  // Prisma and others quote each name, and take it from the code as it is.
  state: 'policy',
  sources: [
    'skeema:name-case',
    'bytebase:NAMING_IDENTIFIER_CASE',
    'https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS',
    'https://dev.mysql.com/doc/refman/8.4/en/identifier-case-sensitivity.html',
  ],
  what: '`{name}` is found only where it is written just so: {why}.',
  why: 'It has capital letters.',
  fix: 'Write it in small letters with underscores.',
  examples: {
    bad: [
      {
        title: 'a table',
        sql: 'CREATE TABLE "userNotes" (id bigint PRIMARY KEY);',
        at: 'CREATE TABLE "userNotes" (id bigint PRIMARY KEY)',
        dialect: 'postgres',
      },
      ...(['mysql', 'mariadb', 'sqlite', 'mssql'] as const).map((dialect) => ({
        title: `a table, in ${dialect}`,
        dialect,
        sql: 'CREATE TABLE userNotes (id bigint PRIMARY KEY);',
        at: 'CREATE TABLE userNotes (id bigint PRIMARY KEY)',
      })),
    ],
    good: [
      {
        title: 'small letters',
        sql: 'CREATE TABLE user_notes (id bigint PRIMARY KEY, created_at varchar(40));',
      },
      { title: 'digits', sql: 'CREATE TABLE notes_2024 (id bigint PRIMARY KEY);' },
      {
        title: 'without quotes PostgreSQL folds it',
        dialect: 'postgres',
        sql: 'CREATE TABLE UserNotes (Id bigint PRIMARY KEY);',
      },
    ],
  },
  detect(subject) {
    const { statement } = subject;
    const why =
      statement.dialect === 'postgres'
        ? 'without quotes PostgreSQL looks for small letters'
        : 'whether case counts depends on the server and its file system';
    const tables = operationsOf(statement, 'create-table').flatMap(({ table, range }): Match[] =>
      /[A-Z]/.test(table.name) ? [{ range, object: showName(table), data: { name: table.name, why } }] : [],
    );
    const columns =
      statement.dialect === 'postgres'
        ? newColumns(subject).flatMap(({ table, column, range }): Match[] =>
            /[A-Z]/.test(column.name)
              ? [{ range, object: `${showName(table)}.${column.name}`, data: { name: column.name, why } }]
              : [],
          )
        : [];
    return [...tables, ...columns];
  },
});
