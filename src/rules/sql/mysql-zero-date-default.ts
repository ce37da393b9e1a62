import type { Expression } from '../../sql/definitions.ts';
import { showName } from '../../sql/object-name.ts';
import { documented } from '../evidence.ts';
import { newColumns } from '../new-columns.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'mysql-zero-date-default',
  about: 'statement',
  on: ['set-default', 'create-table', 'add-column'],
  title: 'Default that is no date',
  family: 'types',
  severity: 'warning',
  dialects: ['mysql', 'mariadb'],
  state: 'stable',
  sources: ['skeema:zero-date', 'https://dev.mysql.com/doc/refman/8.4/en/sql-mode.html#sqlmode_no_zero_date'],
  what: 'The statement fails where `NO_ZERO_DATE` is on, as it is by default since MySQL 5.7; elsewhere `{column}` holds a day that does not exist.',
  why: 'The default of `{table}.{column}` is `{default}`.',
  fix: 'Use `NULL` for an unknown day, or `CURRENT_TIMESTAMP`.',
  examples: {
    bad: [
      {
        title: 'a new column',
        sql: "CREATE TABLE orders (id bigint PRIMARY KEY, paid_at datetime NOT NULL DEFAULT '0000-00-00 00:00:00');",
        at: 'paid_at datetime',
      },
      {
        title: 'another default',
        sql: "ALTER TABLE orders ALTER COLUMN paid_on SET DEFAULT '0000-00-00';",
        at: "ALTER COLUMN paid_on SET DEFAULT '0000-00-00'",
      },
    ],
    good: [
      { title: 'NULL', sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, paid_at datetime DEFAULT NULL);' },
      {
        title: 'a day that exists',
        sql: "CREATE TABLE orders (id bigint PRIMARY KEY, paid_on date NOT NULL DEFAULT '1970-01-01');",
      },
    ],
  },
  detect(subject) {
    const columns = newColumns(subject).map(({ table, column, range }) => ({
      table,
      column: column.name,
      value: column.default,
      range,
    }));
    const set = operationsOf(subject.statement, 'set-default').map(
      ({ table, column, default: value, range }) => ({
        table,
        column,
        value,
        range,
      }),
    );
    return [...columns, ...set].flatMap(({ table, column, value, range }) => {
      if (!isZero(value)) return [];
      return [
        {
          range,
          object: `${showName(table)}.${column}`,
          data: { table: showName(table), column, default: value?.text ?? '' },
          evidence: [
            documented(
              'If NO_ZERO_DATE and strict mode are enabled, 0000-00-00 is not permitted and inserts produce an error; both are in the default SQL mode (MySQL manual, 7.1.11 Server SQL Modes)',
            ),
          ],
        },
      ];
    });
  },
});

function isZero(value: Expression | null): boolean {
  return /^["']?\d{4}-00-00|^["']?0000-/.test(value?.text ?? '');
}
