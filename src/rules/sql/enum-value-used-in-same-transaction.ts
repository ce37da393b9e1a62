import { showName } from '../../sql/object-name.ts';
import { documented, tableIn } from '../evidence.ts';
import { statementsBefore, statementsSinceCommit } from '../in-file.ts';
import { defineRule, operationsOf } from '../rule.ts';
import type { StatementSubject } from '../subject.ts';

export default defineRule({
  id: 'enum-value-used-in-same-transaction',
  about: 'statement',
  title: 'Enum value used before it is committed',
  family: 'transaction',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'pgfence:alter-enum-add-value',
    'https://www.postgresql.org/docs/current/sql-altertype.html#id-1.9.3.42.7',
  ],
  what: 'The migration fails at this statement: “unsafe use of new value "{value}" of enum type {name}”.',
  why: 'A value that `ALTER TYPE … ADD VALUE` adds cannot be used before its transaction is committed, and {because}.',
  fix: 'Add the value in one migration and use it in the next.',
  examples: {
    bad: [
      {
        title: 'an update right behind it',
        path: 'migrations/0004_done.sql',
        base: "CREATE TYPE state AS ENUM ('open');\nCREATE TABLE orders (id bigint PRIMARY KEY, state state);",
        sql: "-- +goose Up\nALTER TYPE state ADD VALUE 'done';\nUPDATE orders SET state = 'done' WHERE id < 10;\n",
        at: "UPDATE orders SET state = 'done' WHERE id < 10",
      },
      {
        title: 'a default',
        base: "CREATE TYPE state AS ENUM ('open');\nCREATE TABLE orders (id bigint PRIMARY KEY, state state);",
        sql: "BEGIN;\nALTER TYPE state ADD VALUE IF NOT EXISTS 'done';\nALTER TABLE orders ALTER COLUMN state SET DEFAULT 'done';\nCOMMIT;",
        at: "ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'done'",
      },
    ],
    good: [
      {
        title: 'the value alone',
        path: 'migrations/0004_done.sql',
        base: "CREATE TYPE state AS ENUM ('open');",
        sql: "-- +goose Up\nALTER TYPE state ADD VALUE 'done';\n",
      },
      {
        title: 'outside a transaction',
        path: 'migrations/0004_done.sql',
        base: "CREATE TYPE state AS ENUM ('open');\nCREATE TABLE orders (id bigint PRIMARY KEY, state state);",
        sql: "-- +goose NO TRANSACTION\n-- +goose Up\nALTER TYPE state ADD VALUE 'done';\nUPDATE orders SET state = 'done' WHERE id < 10;\n",
      },
      {
        title: 'a type of the same transaction may be used at once',
        sql: "BEGIN;\nCREATE TYPE state AS ENUM ('open');\nALTER TYPE state ADD VALUE 'done';\nCREATE TABLE orders (id bigint PRIMARY KEY, state state DEFAULT 'done');\nCOMMIT;",
      },
      {
        title: 'the same word in a comment, or for a table that has no such column',
        base: "CREATE TYPE state AS ENUM ('open');\nCREATE TABLE notes (id bigint PRIMARY KEY, text text);",
        sql: "BEGIN;\nALTER TYPE state ADD VALUE 'done';\nUPDATE notes SET text = 'done' WHERE id = 1;\nCOMMIT;",
      },
    ],
  },
  detect(subject) {
    if (
      subject.inTransaction !== true ||
      subject.statement.operations.some(({ kind }) => kind === 'add-enum-value')
    )
      return [];
    const before = [...subject.earlierInRun, ...statementsBefore(subject)];
    const added = [...subject.earlierInRun, ...statementsSinceCommit(subject)]
      .flatMap((other) => operationsOf(other, 'add-enum-value'))
      .filter(({ name }) =>
        before.every((other) =>
          operationsOf(other, 'create-enum').every((created) => created.name.name !== name.name),
        ),
      );
    const used = added.find(
      ({ name, value }) =>
        subject.statement.text.includes(`'${value.replaceAll("'", "''")}'`) &&
        touchesType(subject, name.name),
    );
    if (used === undefined) return [];
    const { name, value } = used;
    return [
      {
        range: subject.statement.range,
        object: `${showName(name)}.${value}`,
        data: { name: showName(name), value, because: subject.transactionBecause },
        evidence: [
          documented(
            'If `ALTER TYPE … ADD VALUE` is executed inside a transaction block, the new value cannot be used until after the transaction has been committed (PostgreSQL manual, ALTER TYPE)',
          ),
        ],
      },
    ];
  },
});

/** Whether the statement is about a table that has a column of the type. */
function touchesType(subject: StatementSubject, type: string): boolean {
  const { operations, query } = subject.statement;
  const tables = [
    ...operations.flatMap((operation) =>
      'table' in operation && operation.table !== null ? [operation.table] : [],
    ),
    ...(query?.tables.map(({ table }) => table) ?? []),
  ];
  return tables.some((table) =>
    [...(tableIn(subject.after, table)?.columns.values() ?? [])].some((column) => column.type?.name === type),
  );
}
