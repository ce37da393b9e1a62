import { showName } from '../../sql/object-name.ts';
import { existsOnBase } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'truncate',
  about: 'statement',
  on: ['truncate'],
  looksInside: true,
  title: 'All rows deleted by a migration',
  family: 'data-loss',
  severity: 'blocker',
  dialects: ['postgres', 'mysql', 'mariadb', 'mssql'],
  state: 'stable',
  catalogue: ['truncate', 'truncate-cascade'],
  sources: [
    'pgfence:truncate',
    'bytebase:STATEMENT_DISALLOW_TRUNCATE',
    'squawk:ban-truncate-cascade',
    'pgfence:truncate-cascade',
    'https://www.postgresql.org/docs/current/sql-truncate.html',
  ],
  what: 'Every row of `{table}` is gone on each database that this migration reaches.',
  why: '`TRUNCATE` asks nothing and counts nothing; only a backup brings the rows back.',
  fix: 'Delete the rows that are to go, by a condition and in batches. Where all of them are to go, say why in a comment and dismiss this.',
  variants: {
    cascade: {
      what: 'Every row of `{table}` is gone, and every row of each table that refers to it, whether named here or not.',
      fix: 'Name the tables that are to be emptied, without `CASCADE`: the database then refuses where another one refers to them.',
    },
  },
  examples: {
    bad: [
      {
        title: 'in a program',
        dialect: 'postgres',
        base: 'CREATE TABLE carts (id bigint PRIMARY KEY);',
        sql: 'DO $$ BEGIN TRUNCATE carts; END $$;',
        at: 'TRUNCATE carts',
      },
      {
        title: 'a table in use',
        base: 'CREATE TABLE events (id bigint PRIMARY KEY);',
        sql: 'TRUNCATE TABLE events;',
        at: 'TRUNCATE TABLE events',
      },
      {
        title: 'and all that refer to it',
        dialect: 'postgres',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));',
        sql: 'TRUNCATE users CASCADE;',
        at: 'TRUNCATE users CASCADE',
      },
    ],
    good: [
      {
        title: 'a table of the same pull request',
        sql: 'CREATE TABLE picked (id bigint PRIMARY KEY);\nTRUNCATE TABLE picked;',
      },
      {
        title: 'rows by a condition',
        base: 'CREATE TABLE events (id bigint PRIMARY KEY, at date);',
        sql: "DELETE FROM events WHERE at < '2020-01-01';",
      },
      {
        title: 'a seed',
        path: 'db/seeds/events.sql',
        sql: 'TRUNCATE TABLE events;',
      },
    ],
  },
  detect(subject) {
    // Outside a migration it is a script that somebody runs on purpose.
    if (subject.migration === null) return [];
    return operationsOf(subject.statement, 'truncate').flatMap(({ tables, cascade, range }) => {
      const used = tables.filter((table) => !subject.isNew(table));
      const [first] = used;
      if (first === undefined) return [];
      return [
        {
          range,
          object: used.map(showName).join(','),
          table: first,
          data: { table: used.map(showName).join('`, `') },
          evidence: existsOnBase(subject.base, ...used),
          ...(cascade ? { variant: 'cascade' } : {}),
        },
      ];
    });
  },
});
