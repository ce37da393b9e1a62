import { showName } from '../../sql/object-name.ts';
import { documented, existsOnBase, tableIn } from '../evidence.ts';
import { defineRule, operationAt, operationsOf } from '../rule.ts';
import { fileWords, quoteName, writeTable } from '../sql-text.ts';

export default defineRule({
  id: 'add-constraint-check-not-valid-missing',
  about: 'statement',
  on: ['add-constraint'],
  title: 'Check constraint checked under a lock',
  family: 'locking',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'squawk:constraint-missing-not-valid',
    'eugene:E1',
    'strong_migrations:add_check_constraint',
    'pgfence:add-constraint-check-no-not-valid',
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES',
  ],
  what: 'Reads and writes of `{table}` wait while every row of it is checked.',
  why: '`ADD CHECK` holds `ACCESS EXCLUSIVE` for the whole check, and fails at its end if one row breaks it.',
  fix: 'Add it `NOT VALID`: new rows are checked from now on. Check the old ones in a later migration with `VALIDATE CONSTRAINT`, which lets reads and writes through.',
  examples: {
    bad: [
      {
        title: 'a check on a table in use',
        path: 'migrations/0003_positive.sql',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, total int);',
        sql: 'ALTER TABLE orders ADD CONSTRAINT orders_total_positive CHECK (total > 0);',
        at: 'ADD CONSTRAINT orders_total_positive CHECK (total > 0)',
        suggests: 'ALTER TABLE orders ADD CONSTRAINT orders_total_positive CHECK (total > 0) NOT VALID;',
        followUps: ['ALTER TABLE orders VALIDATE CONSTRAINT orders_total_positive;'],
      },
      {
        title: 'without a name, the database gives one that is not known here',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, total int);',
        sql: 'ALTER TABLE orders ADD CHECK (total > 0);',
        at: 'ADD CHECK (total > 0)',
      },
    ],
    good: [
      {
        title: 'not valid, validated later',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, total int);',
        sql: 'ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;',
      },
      {
        title: 'a table of the same pull request',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, total int);\nALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0);',
      },
      {
        title: 'of a new column without a default: every row is NULL, which breaks no such check',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE orders ADD COLUMN discount int CHECK (discount >= 0);',
      },
      {
        title: 'not enforced (PostgreSQL 18)',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, total int);',
        sql: 'ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT ENFORCED;',
        postgresVersion: 18,
      },
      {
        title: 'a foreign key is another rule’s',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);',
        sql: 'ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;',
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'add-constraint').flatMap(({ table, constraint, range }) => {
      const command = subject.text.slice(range.start, range.end);
      if (
        constraint.kind !== 'check' ||
        constraint.notValid ||
        subject.isNew(table) ||
        /\bNOT\s+ENFORCED\b/i.test(command)
      )
        return [];
      // A check of new columns only has no old values to break it.
      const { columns } = constraint.expression;
      if (columns.length > 0 && columns.every((column) => subject.isAdded(table, column))) return [];
      return [
        {
          range,
          object: `${showName(table)}(${constraint.name ?? constraint.expression.text})`,
          table,
          data: { table: showName(table) },
          evidence: [
            ...existsOnBase(subject.base, table),
            documented(
              'Unless `NOT VALID` is given, the table is scanned for rows that break the constraint (PostgreSQL manual, ALTER TABLE)',
            ),
          ],
        },
      ];
    });
  },
  suggest(match, subject) {
    const operation = operationAt(subject.statement, 'add-constraint', match.range);
    const name = operation?.constraint.name ?? null;
    if (operation === undefined || name === null) return null;
    // A partitioned table passes its checks on; each partition would be validated by itself.
    if (tableIn(subject.before, operation.table)?.partitioned === true) return null;
    const table = writeTable(subject.statement, operation.table);
    return {
      range: { start: match.range.end, end: match.range.end },
      text: ' NOT VALID',
      followUps: [
        {
          name: fileWords('validate', name),
          sql: `ALTER TABLE ${table} VALIDATE CONSTRAINT ${quoteName(name)};`,
          transaction: true,
        },
      ],
    };
  },
});
