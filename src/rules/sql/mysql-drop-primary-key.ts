import { showName } from '../../sql/object-name.ts';
import { documented, existsOnBase } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'mysql-drop-primary-key',
  about: 'statement',
  on: ['add-constraint', 'add-column', 'drop-constraint'],
  title: 'Primary key dropped and not replaced',
  family: 'rewrite',
  severity: 'blocker',
  dialects: ['mysql', 'mariadb'],
  state: 'stable',
  sources: [
    'atlas:MY133',
    'atlas:CD103',
    'https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-primary-key-operations',
  ],
  what: 'Writes of `{table}` wait while it is copied; afterwards each replicated UPDATE or DELETE reads the whole table on the replica.',
  why: 'Dropping a primary key without adding another in the same `ALTER TABLE` needs `ALGORITHM=COPY`.',
  fix: 'Drop and add in one statement: `ALTER TABLE {table} DROP PRIMARY KEY, ADD PRIMARY KEY (…)`.',
  examples: {
    bad: [
      {
        title: 'dropped only',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, number bigint);',
        sql: 'ALTER TABLE orders DROP PRIMARY KEY;',
        at: 'DROP PRIMARY KEY',
      },
    ],
    good: [
      {
        title: 'replaced',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, number bigint NOT NULL);',
        sql: 'ALTER TABLE orders DROP PRIMARY KEY, ADD PRIMARY KEY (number);',
      },
      {
        title: 'a table of the same pull request',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, number bigint);\nALTER TABLE orders DROP PRIMARY KEY;',
      },
    ],
  },
  detect(subject) {
    const replaced = operationsOf(subject.statement, 'add-constraint').some(
      ({ constraint }) => constraint.kind === 'primary-key',
    );
    const added = operationsOf(subject.statement, 'add-column').some(({ column }) =>
      column.constraints.some(({ kind }) => kind === 'primary-key'),
    );
    if (replaced || added) return [];
    return operationsOf(subject.statement, 'drop-constraint').flatMap(({ table, name, range }) =>
      name !== 'PRIMARY' || subject.isNew(table)
        ? []
        : [
            {
              range,
              object: showName(table),
              data: { table: showName(table) },
              table,
              evidence: [
                ...existsOnBase(subject.base, table),
                documented(
                  'Only ALGORITHM=COPY supports dropping a primary key without adding a new one in the same ALTER TABLE statement (MySQL manual, Online DDL Operations)',
                ),
              ],
            },
          ],
    );
  },
});
