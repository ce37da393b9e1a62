import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'unqualified-object-name',
  about: 'statement',
  on: ['create-table'],
  title: 'Table whose schema the connection decides',
  family: 'naming',
  severity: 'advice',
  dialects: ['postgres'],
  state: 'policy',
  sources: [
    'squawk:require-table-schema',
    'bytebase:NAMING_FULLY_QUALIFIED',
    'bytebase:STATEMENT_CREATE_SPECIFY_SCHEMA',
  ],
  what: '`{table}` is created in whatever schema comes first in the `search_path` of who runs this.',
  why: 'Its name has no schema.',
  fix: 'Write the schema: `public.{table}`.',
  examples: {
    bad: [
      {
        title: 'a table',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        at: 'CREATE TABLE orders (id bigint PRIMARY KEY)',
      },
    ],
    good: [
      { title: 'with its schema', sql: 'CREATE TABLE shop.orders (id bigint PRIMARY KEY);' },
      { title: 'a temporary one has none', sql: 'CREATE TEMP TABLE picked (id bigint);' },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'create-table').flatMap(({ table, temporary, range }) =>
      temporary || table.schema !== null ? [] : [{ range, object: table.name, data: { table: table.name } }],
    );
  },
});
