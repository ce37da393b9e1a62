import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'mix-ddl-and-dml',
  about: 'migration',
  title: 'Schema and rows changed by one migration',
  family: 'transaction',
  severity: 'warning',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  // What hurts (rows changed while a table is locked) has a rule of its own.
  state: 'policy',
  sources: [
    'bytebase:STATEMENT_DISALLOW_MIX_IN_DDL',
    'bytebase:STATEMENT_DISALLOW_MIX_IN_DML',
    'strong_migrations:backfilling data',
  ],
  what: 'Where one half fails, the other is done or undone with it, and locks of the first last as long as the second takes.',
  why: 'The file changes the schema, and rows with this statement.',
  fix: 'Put the two into migrations of their own.',
  examples: {
    bad: [
      {
        title: 'both',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, state varchar(10));',
        sql: "CREATE TABLE notes (id bigint PRIMARY KEY);\nUPDATE orders SET state = 'done' WHERE id = 1;",
        at: "UPDATE orders SET state = 'done' WHERE id = 1",
      },
    ],
    good: [
      { title: 'the schema only', sql: 'CREATE TABLE notes (id bigint PRIMARY KEY);' },
      {
        title: 'rows of a table of the same file',
        sql: "CREATE TABLE states (name varchar(10) PRIMARY KEY);\nINSERT INTO states (name) VALUES ('open');",
      },
    ],
  },
  detect({ up, isNew }) {
    if (
      !up.some(
        ({ operations, query }) =>
          query === null &&
          operations.some(({ kind }) => kind !== 'set' && kind !== 'begin' && kind !== 'commit'),
      )
    )
      return [];
    const changing = up.find(
      ({ query }) =>
        query !== null &&
        query.kind !== 'select' &&
        query.tables.some(({ table, access }) => access === 'write' && !isNew(table)),
    );
    return changing === undefined ? [] : [{ range: changing.range, object: 'rows', data: {} }];
  },
});
