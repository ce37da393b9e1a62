import { showName } from '../../sql/object-name.ts';
import { documented } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'enum-add-value-without-order',
  about: 'statement',
  on: ['add-enum-value'],
  title: 'Enum value whose place nobody chose',
  family: 'types',
  severity: 'advice',
  dialects: ['postgres'],
  state: 'policy',
  sources: [
    'squawk:require-enum-value-ordering',
    'pgfence:alter-enum-no-ordering',
    'https://www.postgresql.org/docs/current/sql-altertype.html',
  ],
  what: '`{value}` is greater than every other value of `{name}`: ORDER BY, `<` and `max()` put it last.',
  why: 'Without `BEFORE` or `AFTER` a value is put at the end.',
  fix: 'Say where it belongs: `ADD VALUE … AFTER …`.',
  examples: {
    bad: [
      {
        title: 'without a place',
        base: "CREATE TYPE state AS ENUM ('open', 'done');",
        sql: "ALTER TYPE state ADD VALUE 'paid';",
        at: "ALTER TYPE state ADD VALUE 'paid'",
      },
    ],
    good: [
      {
        title: 'with its place',
        base: "CREATE TYPE state AS ENUM ('open', 'done');",
        sql: "ALTER TYPE state ADD VALUE 'paid' BEFORE 'done';",
      },
      { title: 'a new type', sql: "CREATE TYPE state AS ENUM ('open', 'done');" },
    ],
  },
  detect(subject) {
    if (/\b(?:BEFORE|AFTER)\s+'/i.test(subject.statement.text)) return [];
    return operationsOf(subject.statement, 'add-enum-value').map(({ name, value, range }) => ({
      range,
      object: `${showName(name)}.${value}`,
      data: { name: showName(name), value },
      evidence: [
        documented(
          'If neither BEFORE nor AFTER is given, the new item is placed at the end of the list of values (PostgreSQL manual, ALTER TYPE)',
        ),
      ],
    }));
  },
});
