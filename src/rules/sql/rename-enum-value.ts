import { showName } from '../../sql/object-name.ts';
import { statementsBefore } from '../in-file.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'rename-enum-value',
  about: 'statement',
  on: ['rename-enum-value'],
  title: 'Enum value renamed under running code',
  family: 'backward-compat',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'strong_migrations:rename_enum_value',
    'https://www.postgresql.org/docs/current/sql-altertype.html',
  ],
  what: 'Servers that still run the old code fail on each query that says `{value}`, and do not know `{to}` when they read it.',
  why: 'The label changes at once in every row, the code only when the last server is replaced.',
  fix: 'Add `{to}` beside it (`ALTER TYPE {name} ADD VALUE`), release code that reads both, move the rows in batches, and stop writing `{value}`.',
  examples: {
    bad: [
      {
        title: 'a type in use',
        base: "CREATE TYPE state AS ENUM ('open', 'closed');",
        sql: "ALTER TYPE state RENAME VALUE 'closed' TO 'done';",
        at: "ALTER TYPE state RENAME VALUE 'closed' TO 'done'",
      },
    ],
    good: [
      {
        title: 'a new value',
        base: "CREATE TYPE state AS ENUM ('open', 'closed');",
        sql: "ALTER TYPE state ADD VALUE 'done';",
      },
      {
        title: 'a type of the same pull request',
        sql: "CREATE TYPE state AS ENUM ('open', 'closed');\nALTER TYPE state RENAME VALUE 'closed' TO 'done';",
      },
    ],
  },
  detect(subject) {
    const created = statementsBefore(subject).flatMap((other) => operationsOf(other, 'create-enum'));
    return operationsOf(subject.statement, 'rename-enum-value')
      .filter(({ name }) => !created.some((other) => other.name.name === name.name))
      .map(({ name, value, to, range }) => ({
        range,
        object: `${showName(name)}.${value}`,
        data: { name: showName(name), value, to },
      }));
  },
});
