import { showName } from '../../sql/object-name.ts';
import { documented, existsOnBase } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'mysql-auto-increment-add',
  about: 'statement',
  on: ['add-column'],
  title: 'AUTO_INCREMENT column added to a table in use',
  family: 'rewrite',
  severity: 'blocker',
  dialects: ['mysql', 'mariadb'],
  state: 'stable',
  sources: [
    'strong_migrations:add_column_auto_incrementing',
    'atlas:MY132',
    'https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-column-operations',
  ],
  what: 'Writes of `{table}` wait while it is rebuilt, and with statement-based replication replicas number the rows in another order.',
  why: 'Each row gets a number, in the order in which the server happens to read them.',
  fix: 'Create a table with the column, copy the rows in a fixed order, and swap the names (gh-ost, pt-online-schema-change).',
  examples: {
    bad: [
      {
        title: 'a table in use',
        base: 'CREATE TABLE events (at datetime NOT NULL);',
        sql: 'ALTER TABLE events ADD COLUMN id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY;',
        at: 'ADD COLUMN id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY',
      },
    ],
    good: [
      {
        title: 'a table of the same pull request',
        sql: 'CREATE TABLE events (at datetime NOT NULL);\nALTER TABLE events ADD COLUMN id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY;',
      },
      {
        title: 'another column',
        base: 'CREATE TABLE events (at datetime NOT NULL);',
        sql: 'ALTER TABLE events ADD COLUMN note text;',
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'add-column').flatMap(({ table, column, range }) =>
      !column.autoIncrement || subject.isNew(table)
        ? []
        : [
            {
              range,
              object: `${showName(table)}.${column.name}`,
              data: { table: showName(table) },
              table,
              evidence: [
                ...existsOnBase(subject.base, table),
                documented(
                  'Concurrent DML is not permitted when adding an auto-increment column; data is reorganized substantially (MySQL manual, Online DDL Operations)',
                ),
              ],
            },
          ],
    );
  },
});
