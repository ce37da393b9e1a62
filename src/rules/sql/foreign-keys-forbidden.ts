import { showName } from '../../sql/object-name.ts';
import { foreignKeys } from '../foreign-keys.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'foreign-keys-forbidden',
  about: 'statement',
  on: ['create-table', 'add-column', 'add-constraint'],
  title: 'Foreign key where the team uses none',
  family: 'schema-design',
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'policy',
  sources: ['skeema:has-fk', 'bytebase:TABLE_NO_FOREIGN_KEY'],
  what: '`{table}` and `{parent}` cannot be put on different shards, and writes of one lock rows of the other.',
  why: 'The settings of this repository forbid foreign keys.',
  fix: 'Leave it out, and see in the application that no row is left alone.',
  examples: {
    bad: [
      {
        title: 'in a new table',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, FOREIGN KEY (user_id) REFERENCES users (id));',
        at: 'FOREIGN KEY (user_id) REFERENCES users (id)',
      },
    ],
    good: [
      { title: 'without', sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);' },
      {
        title: 'one that goes',
        dialect: 'postgres',
        sql: 'ALTER TABLE orders DROP CONSTRAINT orders_user_fkey;',
      },
      {
        title: 'an index in its place',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);\nCREATE INDEX orders_user_idx ON orders (user_id);',
      },
    ],
  },
  detect(subject) {
    return foreignKeys(subject).map(({ table, key, range }) => ({
      range,
      object: `${showName(table)}.${key.columns.join()}`,
      data: { table: showName(table), parent: showName(key.references) },
    }));
  },
});
