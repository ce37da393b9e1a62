import { showName } from '../../sql/object-name.ts';
import { documented, existsOnBase } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'mysql-expression-default',
  about: 'statement',
  on: ['add-column'],
  title: 'Default that copies the table',
  family: 'rewrite',
  severity: 'warning',
  dialects: ['mysql'],
  state: 'stable',
  sources: [
    'strong_migrations:add_column_default_callable',
    'https://dev.mysql.com/doc/refman/8.4/en/alter-table.html',
  ],
  what: 'Writes of `{table}` wait while it is copied.',
  why: '`{default}` is an expression to MySQL, computed for every old row; a literal is not.',
  fix: 'Write a literal without parentheses where the value is constant. Otherwise add the column without a default, set the default in a second statement, and fill old rows in batches.',
  examples: {
    bad: [
      {
        title: 'a function',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE orders ADD COLUMN token varchar(36) DEFAULT (uuid());',
        at: 'ADD COLUMN token varchar(36) DEFAULT (uuid())',
      },
    ],
    good: [
      {
        title: 'a literal',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: "ALTER TABLE orders ADD COLUMN state varchar(10) DEFAULT 'open';",
      },
      {
        title: 'the time, which is no expression',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE orders ADD COLUMN at timestamp NULL DEFAULT CURRENT_TIMESTAMP;',
      },
      {
        title: 'a table of the same pull request',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY);\nALTER TABLE orders ADD COLUMN token varchar(36) DEFAULT (uuid());',
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'add-column').flatMap(({ table, column, range }) => {
      const text = column.default?.text ?? '';
      if (!text.startsWith('(') || subject.isNew(table)) return [];
      return [
        {
          range,
          object: `${showName(table)}.${column.name}`,
          data: { table: showName(table), default: text },
          table,
          evidence: [
            ...existsOnBase(subject.base, table),
            documented(
              'Adding a column with a default value that is an expression is done with the COPY algorithm (MySQL manual, ALTER TABLE)',
            ),
          ],
        },
      ];
    });
  },
});
