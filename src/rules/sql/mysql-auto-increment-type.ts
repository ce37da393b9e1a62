import { showName } from '../../sql/object-name.ts';
import { documented } from '../evidence.ts';
import { newColumns } from '../new-columns.ts';
import { defineRule } from '../rule.ts';

/** The largest number of types that a growing table reaches. `int` is told by `int-primary-key`. */
const largest: ReadonlyMap<string, string> = new Map([
  ['tinyint', '127'],
  ['smallint', '32,767'],
  ['mediumint', '8,388,607'],
]);
const inexact: ReadonlySet<string> = new Set([
  'float',
  'double',
  'real',
  'double precision',
  'decimal',
  'numeric',
]);

export default defineRule({
  id: 'mysql-auto-increment-type',
  about: 'statement',
  on: ['create-table', 'add-column'],
  title: 'Number of rows that ends soon',
  family: 'types',
  severity: 'warning',
  dialects: ['mysql', 'mariadb'],
  state: 'stable',
  sources: [
    'skeema:auto-inc',
    'skeema:ids',
    'bytebase:COLUMN_AUTO_INCREMENT_MUST_INTEGER',
    'bytebase:COLUMN_AUTO_INCREMENT_MUST_UNSIGNED',
    'https://dev.mysql.com/doc/refman/8.4/en/example-auto-increment.html',
  ],
  what: '{what}',
  why: '`{table}.{column}` counts up in a column of type `{type}`.',
  fix: 'Use `bigint`, or `bigint unsigned`.',
  examples: {
    bad: [
      {
        title: 'a small number',
        sql: 'CREATE TABLE tags (id smallint NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(40));',
        at: 'id smallint',
      },
      {
        title: 'not a whole number',
        sql: 'CREATE TABLE tags (id float NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(40));',
        at: 'id float',
      },
    ],
    good: [
      {
        title: 'enough',
        sql: 'CREATE TABLE tags (id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY);',
      },
      { title: 'a number that does not count', sql: 'CREATE TABLE tags (id smallint NOT NULL PRIMARY KEY);' },
    ],
  },
  detect(subject) {
    return newColumns(subject).flatMap(({ table, column, range }) => {
      const name = column.type.name.replace(/\s*unsigned$/, '');
      const most = largest.get(name);
      if (!column.autoIncrement || (most === undefined && !inexact.has(name))) return [];
      const isUnsigned = /unsigned/i.test(column.type.text);
      const limit = isUnsigned ? (Number(most?.replaceAll(',', '')) * 2 + 1).toLocaleString('en-US') : most;
      return [
        {
          range,
          object: `${showName(table)}.${column.name}`,
          data: {
            table: showName(table),
            column: column.name,
            type: column.type.text,
            what:
              most === undefined
                ? 'MySQL refuses such a column from 8.4 on, and large numbers of it are rounded to the same.'
                : `After ${limit} rows, deleted ones among them, each INSERT fails.`,
          },
          evidence: [
            documented(
              'Use the smallest integer data type large enough to hold the maximum sequence value; when the column reaches the upper limit, the next attempt to generate a sequence number fails (MySQL manual, 5.6.9)',
            ),
          ],
        },
      ];
    });
  },
});
