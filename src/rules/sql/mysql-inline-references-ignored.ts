import { showName } from '../../sql/object-name.ts';
import { documented } from '../evidence.ts';
import { newColumns } from '../new-columns.ts';
import { defineRule } from '../rule.ts';

/** Since then MySQL makes a foreign key of it. */
const heardSince = 9.0;

export default defineRule({
  id: 'mysql-inline-references-ignored',
  about: 'statement',
  on: ['create-table', 'add-column'],
  title: 'Foreign key that MySQL ignores',
  family: 'integrity',
  severity: 'blocker',
  dialects: ['mysql'],
  state: 'stable',
  sources: ['atlas:MY102', 'https://dev.mysql.com/doc/refman/8.4/en/ansi-diff-foreign-keys.html'],
  what: 'There is no foreign key on `{table}.{column}`: rows without a parent are taken, and nothing cascades.',
  why: 'Before version 9 (here it is {version}) MySQL reads `REFERENCES` behind a column and forgets it.',
  fix: 'Write it as a line of its own: `FOREIGN KEY ({column}) REFERENCES {parent} (…)`.',
  examples: {
    bad: [
      {
        title: 'in a new table',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));',
        at: 'user_id bigint',
      },
      {
        title: 'a new column',
        sql: 'ALTER TABLE orders ADD COLUMN user_id bigint REFERENCES users (id);',
        at: 'ADD COLUMN user_id bigint REFERENCES users (id)',
      },
    ],
    good: [
      {
        title: 'a line of its own',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, FOREIGN KEY (user_id) REFERENCES users (id));',
      },
      {
        title: 'MySQL 9',
        mysqlVersion: 9.0,
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));',
      },
    ],
  },
  detect(subject) {
    const { mysqlVersion } = subject.settings;
    if (mysqlVersion >= heardSince) return [];
    return newColumns(subject).flatMap(({ table, column, range }) => {
      const ignored = column.constraints.find(({ kind }) => kind === 'foreign-key');
      if (ignored?.kind !== 'foreign-key') return [];
      return [
        {
          range,
          object: `${showName(table)}.${column.name}`,
          data: {
            table: showName(table),
            column: column.name,
            parent: showName(ignored.references),
            version: mysqlVersion.toFixed(1),
          },
          evidence: [
            documented(
              'MySQL parses but ignores “inline REFERENCES specifications” where the references are defined as part of the column specification (MySQL 8.4 manual, FOREIGN KEY Constraint Differences)',
            ),
          ],
        },
      ];
    });
  },
});
