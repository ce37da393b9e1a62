import { showName } from '../../sql/object-name.ts';
import { documented, existsOnBase } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

/** Before, a CHECK was read and forgotten. */
const enforcedSince = 8.0;

export default defineRule({
  id: 'mysql-add-check',
  about: 'statement',
  on: ['add-constraint'],
  title: 'CHECK that copies the table',
  family: 'locking',
  severity: 'blocker',
  dialects: ['mysql'],
  state: 'stable',
  sources: [
    'https://dev.mysql.com/doc/refman/8.4/en/alter-table.html',
    'https://dev.mysql.com/doc/refman/8.4/en/create-table-check-constraints.html',
  ],
  what: 'Writes of `{table}` wait while the table is copied and each row is checked.',
  why: 'MySQL adds an enforced `CHECK` by `ALGORITHM=COPY`.',
  fix: 'Use gh-ost or pt-online-schema-change. Or add it `NOT ENFORCED`, which touches no row, and see in the application to what it says.',
  examples: {
    bad: [
      {
        title: 'a table in use',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, total int);',
        sql: 'ALTER TABLE orders ADD CONSTRAINT total_positive CHECK (total > 0);',
        at: 'ADD CONSTRAINT total_positive CHECK (total > 0)',
      },
    ],
    good: [
      {
        title: 'a table of the same pull request',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, total int);\nALTER TABLE orders ADD CONSTRAINT total_positive CHECK (total > 0);',
      },
      {
        title: 'MySQL 5.7 ignores it',
        mysqlVersion: 5.7,
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, total int);',
        sql: 'ALTER TABLE orders ADD CONSTRAINT total_positive CHECK (total > 0);',
      },
    ],
  },
  detect(subject) {
    if (subject.settings.mysqlVersion < enforcedSince) return [];
    if (/\bNOT\s+ENFORCED\b/i.test(subject.statement.text)) return [];
    return operationsOf(subject.statement, 'add-constraint').flatMap(({ constraint, table, range }) =>
      constraint.kind !== 'check' || subject.isNew(table)
        ? []
        : [
            {
              range,
              object: `${showName(table)}.${constraint.name ?? constraint.expression.text}`,
              data: { table: showName(table) },
              table,
              evidence: [
                ...existsOnBase(subject.base, table),
                documented(
                  'Adding or altering a CHECK constraint to be ENFORCED is done with the COPY algorithm (MySQL manual, ALTER TABLE)',
                ),
              ],
            },
          ],
    );
  },
});
