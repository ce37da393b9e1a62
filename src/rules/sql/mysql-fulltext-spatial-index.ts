import { showName } from '../../sql/object-name.ts';
import { documented, existsOnBase } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'mysql-fulltext-spatial-index',
  about: 'statement',
  on: ['create-index'],
  title: 'Index that is not built online',
  family: 'locking',
  severity: 'warning',
  dialects: ['mysql', 'mariadb'],
  state: 'stable',
  sources: [
    'https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-index-operations',
  ],
  what: 'Writes of `{table}` wait while the {kind} index is built.',
  why: 'InnoDB builds {kind} indexes without concurrent writes; the first full-text index may rebuild the table besides.',
  fix: 'Build it when few write, or use gh-ost or pt-online-schema-change.',
  examples: {
    bad: [
      {
        title: 'full-text',
        base: 'CREATE TABLE notes (id bigint PRIMARY KEY, text varchar(400));',
        sql: 'CREATE FULLTEXT INDEX notes_text ON notes (text);',
        at: 'CREATE FULLTEXT INDEX notes_text ON notes (text)',
      },
    ],
    good: [
      {
        title: 'a table of the same pull request',
        sql: 'CREATE TABLE notes (id bigint PRIMARY KEY, text varchar(400));\nCREATE FULLTEXT INDEX notes_text ON notes (text);',
      },
      {
        title: 'a usual index',
        base: 'CREATE TABLE notes (id bigint PRIMARY KEY, text varchar(400));',
        sql: 'CREATE INDEX notes_text ON notes (text);',
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'create-index').flatMap(({ table, index, range }) =>
      (index.method !== 'fulltext' && index.method !== 'spatial') || subject.isNew(table)
        ? []
        : [
            {
              range,
              object: `${showName(table)}.${index.name ?? index.columns.map(({ text }) => text).join()}`,
              data: { table: showName(table), kind: index.method === 'spatial' ? 'spatial' : 'full-text' },
              table,
              evidence: [
                ...existsOnBase(subject.base, table),
                documented(
                  'Adding a FULLTEXT or SPATIAL index does not permit concurrent DML (MySQL manual, Online DDL Operations)',
                ),
              ],
            },
          ],
    );
  },
});
