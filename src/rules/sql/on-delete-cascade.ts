import { showName } from '../../sql/object-name.ts';
import { foreignKeys } from '../foreign-keys.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'on-delete-cascade',
  about: 'statement',
  on: ['create-table', 'add-column', 'add-constraint'],
  title: 'Foreign key that deletes rows',
  family: 'data-loss',
  severity: 'warning',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'policy',
  sources: ['bytebase:STATEMENT_DISALLOW_ON_DEL_CASCADE'],
  what: 'A DELETE from `{parent}` deletes all its rows in `{table}`, too, and what hangs on those, in one statement.',
  why: 'The foreign key says `ON DELETE CASCADE`.',
  fix: 'Leave it out, and delete the rows where the code means to.',
  examples: {
    bad: [
      {
        title: 'in a new table',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE);',
        at: 'FOREIGN KEY (user_id) REFERENCES users (id)',
      },
    ],
    good: [
      {
        title: 'refused',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, FOREIGN KEY (user_id) REFERENCES users (id));',
      },
      {
        title: 'set to NULL',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL);',
      },
    ],
  },
  detect(subject) {
    return foreignKeys(subject).flatMap(({ table, key, range }) =>
      key.onDelete !== 'cascade'
        ? []
        : [
            {
              range,
              object: `${showName(table)}.${key.columns.join()}`,
              data: { table: showName(table), parent: showName(key.references) },
            },
          ],
    );
  },
});
