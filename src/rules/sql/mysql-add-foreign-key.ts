import { showName } from '../../sql/object-name.ts';
import { documented, existsOnBase } from '../evidence.ts';
import { statementsBefore } from '../in-file.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'mysql-add-foreign-key',
  about: 'statement',
  on: ['add-constraint'],
  title: 'Foreign key that copies the table',
  family: 'locking',
  severity: 'blocker',
  dialects: ['mysql'],
  state: 'stable',
  sources: [
    'strong_migrations:add_foreign_key_mysql',
    'atlas:MY131',
    'https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-foreign-key-operations',
  ],
  what: 'Writes of `{table}` wait while the table is copied and each row is checked.',
  why: 'With `foreign_key_checks` on, MySQL adds a foreign key by `ALGORITHM=COPY`.',
  fix: 'Look for rows without a parent first. Then `SET foreign_key_checks = 0;`, add the key with `ALGORITHM=INPLACE, LOCK=NONE`, and set it back to 1.',
  examples: {
    bad: [
      {
        title: 'a table in use',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, KEY (user_id));',
        sql: 'ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id);',
        at: 'ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id)',
      },
    ],
    good: [
      {
        title: 'without the check',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, KEY (user_id));',
        sql: 'SET foreign_key_checks = 0;\nALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id), ALGORITHM=INPLACE, LOCK=NONE;\nSET foreign_key_checks = 1;',
      },
      {
        title: 'a table of the same pull request',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);\nALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id);',
      },
    ],
  },
  detect(subject) {
    const checks = statementsBefore(subject)
      .flatMap((sibling) => operationsOf(sibling, 'set'))
      .findLast(({ name }) => name === 'foreign_key_checks');
    if (checks !== undefined && /^(0|off)$/i.test(checks.value ?? '')) return [];
    return operationsOf(subject.statement, 'add-constraint').flatMap(({ constraint, table, range }) =>
      constraint.kind !== 'foreign-key' || subject.isNew(table)
        ? []
        : [
            {
              range,
              object: `${showName(table)}.${constraint.columns.join()}`,
              data: { table: showName(table) },
              table,
              evidence: [
                ...existsOnBase(subject.base, table),
                documented(
                  'The INPLACE algorithm is supported when `foreign_key_checks` is disabled. Otherwise, only the COPY algorithm is supported (MySQL manual, Online DDL Operations)',
                ),
              ],
            },
          ],
    );
  },
});
