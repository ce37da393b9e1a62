import { showName } from '../../sql/object-name.ts';
import { newColumns } from '../new-columns.ts';
import { defineRule, type Match, operationsOf } from '../rule.ts';

/** Words that the dialects reserve, those first that people take for names. */
const words: ReadonlySet<string> = new Set(
  `user order group table column index key check default end from to grant references primary foreign select where limit
  offset union values condition current_date current_time current_timestamp current_user interval range rank row rows
  system window analyze between case cross desc asc distinct exists for having in into is join like not null on or both
  leading trailing then when with`.split(/\s+/),
);

/** Of those, the ones that only MySQL or SQL Server reserves. */
const onlyOthers: ReadonlySet<string> = new Set(
  'index key values condition interval range rank row rows system exists between'.split(' '),
);

export default defineRule({
  id: 'reserved-word-identifier',
  about: 'statement',
  on: ['create-table', 'add-column'],
  title: 'Name that has to be quoted for ever',
  family: 'naming',
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  // Tools that write SQL quote every name, and their users meet no word.
  state: 'policy',
  sources: [
    'skeema:reserved-word',
    'bytebase:NAMING_IDENTIFIER_NO_KEYWORD',
    'bytebase:NAMING_TABLE_NO_KEYWORD',
    'https://www.postgresql.org/docs/current/sql-keywords-appendix.html',
    'https://dev.mysql.com/doc/refman/8.4/en/keywords.html',
  ],
  what: 'Whoever writes `{name}` without quotes gets a syntax error, or something else than the {kind} (`user` is who is logged in).',
  why: 'It is a word of SQL.',
  fix: 'Take another name before it is merged: later that takes steps.',
  examples: {
    bad: [
      {
        title: 'a table',
        sql: 'CREATE TABLE "order" (id bigint PRIMARY KEY);',
        at: 'CREATE TABLE "order" (id bigint PRIMARY KEY)',
        dialect: 'postgres',
      },
      ...(['sqlite', 'mssql'] as const).map((dialect) => ({
        title: `a table, in ${dialect}`,
        dialect,
        sql: 'CREATE TABLE [order] (id bigint PRIMARY KEY);',
        at: 'CREATE TABLE [order] (id bigint PRIMARY KEY)',
      })),
      ...(['mysql', 'mariadb'] as const).map((dialect) => ({
        title: `a column, in ${dialect}`,
        dialect,
        sql: 'CREATE TABLE settings (id bigint PRIMARY KEY, `key` varchar(40));',
        at: '`key` varchar(40)',
      })),
    ],
    good: [
      { title: 'another name', sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, setting varchar(40));' },
      {
        title: 'a part of one',
        sql: 'CREATE TABLE user_groups (id bigint PRIMARY KEY, order_no varchar(40));',
      },
    ],
  },
  detect(subject) {
    const { statement } = subject;
    const isReserved = (name: string): boolean =>
      words.has(name.toLowerCase()) &&
      (/^m[ay]/.test(statement.dialect) ||
        statement.dialect === 'mssql' ||
        !onlyOthers.has(name.toLowerCase()));
    const tables = operationsOf(statement, 'create-table')
      .filter(({ table }) => isReserved(table.name))
      .map(
        ({ table, range }): Match => ({
          range,
          object: showName(table),
          data: { name: table.name, kind: 'table' },
        }),
      );
    const columns = newColumns(subject)
      .filter(({ column }) => isReserved(column.name))
      .map(
        ({ table, column, range }): Match => ({
          range,
          object: `${showName(table)}.${column.name}`,
          data: { name: column.name, kind: 'column' },
        }),
      );
    return [...tables, ...columns];
  },
});
