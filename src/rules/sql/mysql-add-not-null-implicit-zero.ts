import { showName } from '../../sql/object-name.ts';
import { documented, existsOnBase } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'mysql-add-not-null-implicit-zero',
  about: 'statement',
  on: ['add-column'],
  title: 'Old rows get a value that nobody wrote',
  family: 'integrity',
  severity: 'warning',
  dialects: ['mysql', 'mariadb'],
  state: 'stable',
  sources: ['https://dev.mysql.com/doc/refman/8.4/en/data-type-defaults.html'],
  what: 'In every old row of `{table}`, `{column}` becomes {zero}; and code that runs while this is deployed and inserts without it fails where `sql_mode` is strict.',
  why: 'The column is `NOT NULL` without a default, so MySQL fills in its type’s implicit one.',
  fix: 'Add it with the default that is meant, or nullable: fill the rows in batches, then make it `NOT NULL`.',
  examples: {
    bad: [
      {
        title: 'a number',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE orders ADD COLUMN tenant_id bigint NOT NULL;',
        at: 'ADD COLUMN tenant_id bigint NOT NULL',
      },
    ],
    good: [
      {
        title: 'with a default',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE orders ADD COLUMN tenant_id bigint NOT NULL DEFAULT 1;',
      },
      {
        title: 'nullable',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE orders ADD COLUMN tenant_id bigint;',
      },
      {
        title: 'a table of the same pull request',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY);\nALTER TABLE orders ADD COLUMN tenant_id bigint NOT NULL;',
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'add-column').flatMap(({ table, column, range }) => {
      const given = column.default !== null || column.autoIncrement || column.generated !== null;
      if (column.nullable || given || subject.isNew(table)) return [];
      return [
        {
          range,
          object: `${showName(table)}.${column.name}`,
          data: { table: showName(table), column: column.name, zero: zeroOf(column.type.name) },
          table,
          evidence: [
            ...existsOnBase(subject.base, table),
            documented(
              'If the column cannot take NULL and has no explicit DEFAULT clause, ALTER TABLE fills rows with the implicit default: 0, the empty string, or the zero date (MySQL manual, Data Type Default Values)',
            ),
          ],
        },
      ];
    });
  },
});

function zeroOf(type: string): string {
  if (/int|numeric|decimal|float|double|real|bit|year/.test(type)) return '0';
  if (/date|time/.test(type)) return 'a zero date (or the statement fails)';
  if (type === 'enum') return 'the first value of its list';
  return 'the empty text';
}
