import { showName } from '../../sql/object-name.ts';
import { findIndex } from '../../sql/schema/look-up.ts';
import { documented, existsOnBase, tableIn } from '../evidence.ts';
import { isIndexed } from '../foreign-keys.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'drop-index-used',
  about: 'statement',
  on: ['drop-index'],
  title: 'Index dropped that a foreign key needs',
  family: 'index',
  severity: 'warning',
  // MySQL refuses to drop it. Which queries use an index is in no migration, but this use is certain.
  dialects: ['postgres', 'sqlite', 'mssql'],
  state: 'stable',
  sources: [
    'pg-schema-diff:INDEX_DROPPED',
    'https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK',
  ],
  what: 'Each DELETE from `{referenced}`, and each change of its key, reads all of `{table}` from then on.',
  why: '`{index}` is the only index of `{table}` that begins with `{columns}`, where the foreign key looks.',
  fix: 'Keep it, or create another one on `{table} ({columns})` first.',
  examples: {
    bad: [
      {
        title: 'the only one',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));\nCREATE INDEX orders_user_idx ON orders (user_id);',
        sql: 'DROP INDEX orders_user_idx;',
        dialect: 'sqlite',
        at: 'DROP INDEX orders_user_idx',
      },
      {
        title: 'the only one, in postgres',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));\nCREATE INDEX orders_user_idx ON orders (user_id);',
        sql: 'DROP INDEX CONCURRENTLY orders_user_idx;',
        dialect: 'postgres',
        at: 'DROP INDEX CONCURRENTLY orders_user_idx',
      },
      {
        title: 'the only one, in mssql',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));\nCREATE INDEX orders_user_idx ON orders (user_id);',
        sql: 'DROP INDEX orders_user_idx ON orders;',
        dialect: 'mssql',
        at: 'DROP INDEX orders_user_idx ON orders',
      },
    ],
    good: [
      {
        title: 'another one takes its place',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id), at bigint);\nCREATE INDEX orders_user_idx ON orders (user_id);\nCREATE INDEX orders_user_at_idx ON orders (user_id, at);',
        sql: 'DROP INDEX orders_user_idx;',
      },
      {
        title: 'no foreign key',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);\nCREATE INDEX orders_user_idx ON orders (user_id);',
        sql: 'DROP INDEX orders_user_idx;',
      },
      {
        title: 'the foreign key goes as well',
        dialect: 'postgres',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));\nCREATE INDEX orders_user_idx ON orders (user_id);',
        sql: 'DROP INDEX CONCURRENTLY orders_user_idx;\nALTER TABLE orders DROP COLUMN user_id;',
      },
    ],
  },
  detect(subject) {
    const { statement, before, after, base } = subject;
    return operationsOf(statement, 'drop-index').flatMap(({ index, table: named, range }) => {
      const table = findIndex(before, index)?.table ?? named;
      const [was, is] = table === null ? [] : [tableIn(before, table), tableIn(after, table)];
      if (was === undefined || is === undefined || !is.complete || subject.isNew(was.name)) return [];
      const key = is.constraints
        .map(({ constraint }) => constraint)
        .filter((constraint) => constraint.kind === 'foreign-key')
        .find(({ columns }) => isIndexed(was, columns) && !isIndexed(is, columns));
      const dropped = was.indexes.find(({ name }) => name === index.name);
      if (key === undefined || !key.columns.includes(dropped?.definition.columns[0]?.column ?? '')) return [];
      const name = showName(was.name);
      return [
        {
          range,
          object: `${name}(${key.columns.join()})`,
          data: {
            table: name,
            index: index.name,
            referenced: showName(key.references),
            columns: key.columns.join(', '),
          },
          table: was.name,
          evidence: [
            ...existsOnBase(base, was.name),
            documented(
              'A DELETE of a row from the referenced table or an UPDATE of a referenced column will require a scan of the referencing table for rows matching the old value (PostgreSQL manual, 5.5.5 Foreign Keys)',
            ),
          ],
        },
      ];
    });
  },
});
