import { showName } from '../../sql/object-name.ts';
import { columnIn, documented } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

/** Bytes of a character in utf8mb4, which new servers use by default. */
const characterBytes = 4;
/** Longer values have two bytes of length before them instead of one. */
const oneByteLength = 255;

export default defineRule({
  id: 'mysql-varchar-length-byte-boundary',
  about: 'statement',
  on: ['set-column-type'],
  title: 'VARCHAR that outgrows its length byte',
  family: 'rewrite',
  severity: 'warning',
  dialects: ['mysql', 'mariadb'],
  state: 'stable',
  sources: [
    'https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-column-operations',
  ],
  what: 'Writes of `{table}` wait while it is copied.',
  why: 'In utf8mb4 `varchar({was})` needs one byte for its length and `varchar({is})` two, so each row is stored anew.',
  fix: 'Use gh-ost or pt-online-schema-change. With a character set of one byte nothing is copied: see the table’s.',
  examples: {
    bad: [
      {
        title: 'from 60 to 100 characters',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, name varchar(60));',
        sql: 'ALTER TABLE users MODIFY COLUMN name varchar(100);',
        at: 'MODIFY COLUMN name varchar(100)',
      },
    ],
    good: [
      {
        title: 'below the boundary',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, name varchar(40));',
        sql: 'ALTER TABLE users MODIFY COLUMN name varchar(63);',
      },
      {
        title: 'above it before and after',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, name varchar(100));',
        sql: 'ALTER TABLE users MODIFY COLUMN name varchar(200);',
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'set-column-type').flatMap(({ table, column, type, range }) => {
      const before = columnIn(subject.before, table, column)?.type;
      const [was] = before?.name === 'varchar' ? before.modifiers : [];
      const [is] = type.name === 'varchar' ? type.modifiers : [];
      if (was === undefined || is === undefined || subject.isNew(table)) return [];
      // A character set of its own is not known here.
      if (/\bCHARACTER\s+SET\b|\bCHARSET\b/i.test(subject.statement.text)) return [];
      if (was * characterBytes > oneByteLength || is * characterBytes <= oneByteLength) return [];
      return [
        {
          range,
          object: `${showName(table)}.${column}`,
          data: { table: showName(table), was: String(was), is: String(is) },
          table,
          evidence: [
            documented(
              'The number of length bytes required by a VARCHAR column must remain the same; increasing from less than 256 bytes to 256 or more requires a table copy (MySQL manual, Online DDL Operations)',
            ),
          ],
        },
      ];
    });
  },
});
