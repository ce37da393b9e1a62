import { showName } from '../../sql/object-name.ts';
import { documented, existsOnBase } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'mysql-charset-conversion',
  about: 'statement',
  on: ['set-table-option'],
  title: 'Table rewritten in another character set',
  family: 'rewrite',
  severity: 'warning',
  dialects: ['mysql', 'mariadb'],
  state: 'stable',
  sources: [
    'atlas:MY136',
    'bytebase:TABLE_DISALLOW_SET_CHARSET',
    'bytebase:COLUMN_DISALLOW_SET_CHARSET',
    'https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-table-operations',
  ],
  what: 'Writes of `{table}` wait while all its text is converted to {charset}, and indexes on long texts may no longer fit.',
  why: 'The stored bytes change, so the table is copied.',
  fix: 'Use gh-ost or pt-online-schema-change. See first that no index exceeds 3072 bytes (4 a character in utf8mb4).',
  examples: {
    bad: [
      {
        title: 'a table in use',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, name varchar(40));',
        sql: 'ALTER TABLE users CONVERT TO CHARACTER SET utf8mb4;',
        at: 'CONVERT TO CHARACTER SET utf8mb4',
      },
    ],
    good: [
      {
        title: 'the default for later columns changes no row',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, name varchar(40));',
        sql: 'ALTER TABLE users DEFAULT CHARACTER SET utf8mb4;',
      },
      {
        title: 'a table of the same pull request',
        sql: 'CREATE TABLE users (id bigint PRIMARY KEY, name varchar(40));\nALTER TABLE users CONVERT TO CHARACTER SET utf8mb4;',
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'set-table-option').flatMap(({ table, option, value, range }) =>
      option !== 'charset' ||
      subject.isNew(table) ||
      !/^CONVERT\b/i.test(subject.text.slice(range.start, range.end))
        ? []
        : [
            {
              range,
              object: showName(table),
              data: { table: showName(table), charset: value ?? 'the default character set' },
              table,
              evidence: [
                ...existsOnBase(subject.base, table),
                documented(
                  'Converting a character set rebuilds the table if the new character encoding is different, and does not permit concurrent DML (MySQL manual, Online DDL Operations)',
                ),
              ],
            },
          ],
    );
  },
});
