import { showName } from '../../sql/object-name.ts';
import { documented, existsOnBase } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'add-column-default-before-pg11',
  about: 'statement',
  on: ['add-column'],
  title: 'Table rewritten for a default',
  family: 'rewrite',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'squawk:adding-field-with-default',
    'strong_migrations:add_column_default',
    'pgfence:add-column-default-pre-pg11',
    'https://www.postgresql.org/docs/10/sql-altertable.html#SQL-ALTERTABLE-NOTES',
  ],
  what: 'Reads and writes of `{table}` wait while each row is written anew with the value of `{column}`.',
  why: 'Before version 11 (the settings say {version}) PostgreSQL stores the default in every row.',
  fix: 'Add the column without a default, set the default in a second command, and fill old rows in batches.',
  examples: {
    bad: [
      {
        title: 'a constant, on PostgreSQL 10',
        postgresVersion: 10,
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: "ALTER TABLE orders ADD COLUMN state text DEFAULT 'open';",
        at: "ADD COLUMN state text DEFAULT 'open'",
      },
    ],
    good: [
      {
        title: 'since PostgreSQL 11',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: "ALTER TABLE orders ADD COLUMN state text DEFAULT 'open';",
      },
      {
        title: 'NULL is no value',
        postgresVersion: 10,
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE orders ADD COLUMN state text DEFAULT NULL;',
      },
      {
        title: 'a table of the same pull request',
        postgresVersion: 10,
        sql: "CREATE TABLE orders (id bigint PRIMARY KEY);\nALTER TABLE orders ADD COLUMN state text DEFAULT 'open';",
      },
    ],
  },
  detect(subject) {
    const { postgresVersion } = subject.settings;
    if (postgresVersion >= 11) return [];
    return operationsOf(subject.statement, 'add-column').flatMap(({ table, column, range }) =>
      // What is not constant rewrites the table in every version: another rule says so.
      column.default?.kind !== 'constant' || subject.isNew(table)
        ? []
        : [
            {
              range,
              object: `${showName(table)}.${column.name}`,
              data: {
                table: showName(table),
                column: column.name,
                version: String(postgresVersion),
              },
              table,
              evidence: [
                ...existsOnBase(subject.base, table),
                documented(
                  'Adding a column with a DEFAULT clause will require the entire table and its indexes to be rewritten (PostgreSQL 10 manual, ALTER TABLE)',
                ),
              ],
            },
          ],
    );
  },
});
