import { sameName, showName } from '../../sql/object-name.ts';
import { documented } from '../evidence.ts';
import { statementsSinceCommit } from '../in-file.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'validate-constraint-same-transaction',
  about: 'statement',
  on: ['validate-constraint'],
  title: 'Constraint validated under the lock that added it',
  family: 'transaction',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'squawk:constraint-missing-not-valid',
    'pgfence:not-valid-validate-same-tx',
    'strong_migrations:validate_check_constraint',
    'strong_migrations:validate_foreign_key',
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES',
  ],
  what: 'Writes to `{table}` wait while every row is checked: `NOT VALID` has won nothing.',
  why: 'The lock of `ADD CONSTRAINT` is held until the transaction ends, and {because}.',
  fix: 'Put `VALIDATE CONSTRAINT {name}` into the next migration, which runs in a transaction of its own.',
  examples: {
    bad: [
      {
        title: 'in one migration of a tool that wraps files',
        path: 'migrations/0003_positive.sql',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, total int);',
        sql: '-- +goose Up\nALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;\nALTER TABLE orders VALIDATE CONSTRAINT positive;\n',
        at: 'VALIDATE CONSTRAINT positive',
      },
      {
        title: 'between BEGIN and COMMIT',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, total int);',
        sql: 'BEGIN;\nALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;\nALTER TABLE orders VALIDATE CONSTRAINT positive;\nCOMMIT;',
        at: 'VALIDATE CONSTRAINT positive',
      },
    ],
    good: [
      {
        title: 'in another query of a file that nothing wraps',
        path: 'migrations/00042_total.sql',
        base: 'CREATE TABLE orders (total int);',
        sql: '-- +goose NO TRANSACTION\n-- +goose Up\n-- +goose StatementBegin\nALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;\nUPDATE orders SET total = 1 WHERE total <= 0;\n-- +goose StatementEnd\n-- +goose StatementBegin\nALTER TABLE orders VALIDATE CONSTRAINT positive;\nANALYZE orders;\n-- +goose StatementEnd\n',
      },
      {
        title: 'in a migration of its own',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, total int);\nALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;',
        sql: 'ALTER TABLE orders VALIDATE CONSTRAINT positive;',
      },
      {
        title: 'outside a transaction',
        path: 'migrations/0003_positive.sql',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, total int);',
        sql: '-- +goose NO TRANSACTION\n-- +goose Up\nALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;\nALTER TABLE orders VALIDATE CONSTRAINT positive;\n',
      },
      {
        title: 'in two transactions of one file',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, total int);',
        sql: 'BEGIN;\nALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;\nCOMMIT;\nBEGIN;\nALTER TABLE orders VALIDATE CONSTRAINT positive;\nCOMMIT;',
      },
      {
        title: 'a table of the same pull request',
        sql: 'BEGIN;\nCREATE TABLE orders (id bigint PRIMARY KEY, total int);\nALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;\nALTER TABLE orders VALIDATE CONSTRAINT positive;\nCOMMIT;',
      },
    ],
  },
  detect(subject) {
    if (subject.inTransaction !== true) return [];
    // A COMMIT between the two ends the lock.
    const added = statementsSinceCommit(subject).flatMap((other) => operationsOf(other, 'add-constraint'));
    return operationsOf(subject.statement, 'validate-constraint')
      .filter(
        ({ table, name }) =>
          !subject.isNew(table) &&
          added.some(({ table: of, constraint }) => sameName(of, table) && constraint.name === name),
      )
      .map(({ table, name, range }) => ({
        range,
        object: `${showName(table)}(${name})`,
        table,
        data: { table: showName(table), name, because: subject.transactionBecause },
        evidence: [
          documented(
            'Once the constraint is in place, validation can be done later, with `SHARE UPDATE EXCLUSIVE` only (PostgreSQL manual, ALTER TABLE)',
          ),
        ],
      }));
  },
});
