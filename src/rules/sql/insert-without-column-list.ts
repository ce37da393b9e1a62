import { showName } from '../../sql/object-name.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'insert-without-column-list',
  about: 'statement',
  on: ['query'],
  title: 'INSERT that depends on the order of columns',
  family: 'query-correctness',
  severity: 'warning',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'stable',
  sources: ['bytebase:STATEMENT_INSERT_MUST_SPECIFY_COLUMN', 'sqlcheck:3011'],
  what: 'The next column that `{table}` gets breaks this statement, or puts its values into other columns.',
  why: 'Without a list, values go to the columns in the order in which the database has them, which differs between databases that were migrated and new ones.',
  fix: 'Name the columns: `INSERT INTO {table} (…) VALUES (…)`.',
  examples: {
    bad: [
      {
        title: 'a query of the application',
        path: 'queries/add_user.sql',
        sql: "INSERT INTO users VALUES (1, 'Ann');",
        at: "INSERT INTO users VALUES (1, 'Ann')",
      },
      {
        title: 'from another table',
        path: 'queries/archive.sql',
        sql: 'INSERT INTO orders_archive SELECT * FROM orders WHERE id < 10;',
        at: 'INSERT INTO orders_archive SELECT * FROM orders WHERE id < 10',
      },
    ],
    good: [
      {
        title: 'with its columns',
        path: 'queries/add_user.sql',
        sql: "INSERT INTO users (id, name) VALUES (1, 'Ann');",
      },
      {
        title: 'a migration runs once, on the columns that it knows',
        base: 'CREATE TABLE states (id bigint PRIMARY KEY, name varchar(20));',
        sql: "INSERT INTO states VALUES (1, 'open');",
      },
      {
        title: 'of defaults only',
        dialect: 'postgres',
        path: 'queries/next_ticket.sql',
        sql: 'INSERT INTO tickets DEFAULT VALUES RETURNING id;',
      },
      {
        title: 'a temporary table of the same file',
        dialect: 'postgres',
        path: 'queries/pick.sql',
        sql: 'CREATE TEMP TABLE picked (id bigint);\nINSERT INTO picked SELECT id FROM orders;',
      },
      {
        title: 'a seed or a dump',
        path: 'db/seeds/states.sql',
        sql: "INSERT INTO states VALUES (1, 'open');",
      },
    ],
  },
  detect(subject) {
    const { query, range, text } = subject.statement;
    if (subject.migration !== null || query?.kind !== 'insert' || query.partial) return [];
    if (query.columnsWritten.length > 0 || /\bDEFAULT\s+VALUES\b/i.test(text)) return [];
    if (loadsRows.test(subject.path)) return [];
    // MySQL's `INSERT … SET a = 1` names them, too.
    if (/^\s*(?:INSERT|REPLACE)\b[^(]*?\bSET\b/i.test(text)) return [];
    const table = query.tables.find(({ access }) => access === 'write')?.table;
    if (table === undefined || subject.isNew(table)) return [];
    return [{ range, object: showName(table), data: { table: showName(table) } }];
  },
});

/** Files that are written for one state of the schema. */
const loadsRows = /(^|[/_.-])(seeds?|fixtures?|dumps?|data|samples?|tests?|examples?|demo)([/_.-]|$)/i;
