import { z } from 'zod';
import { defineRule, operationsOf } from '../rule.ts';

const options = z.strictObject({
  settings: z.array(z.string().min(1)).min(1).default(['statement_timeout']),
});

export default defineRule({
  id: 'missing-session-setting',
  about: 'migration',
  title: 'Migration without a setting that the team wants',
  family: 'transaction',
  severity: 'advice',
  dialects: ['postgres'],
  state: 'policy',
  options,
  catalogue: ['missing-statement-timeout', 'missing-idle-in-transaction-timeout', 'missing-application-name'],
  sources: [
    'squawk:require-statement-timeout',
    'pgfence:missing-statement-timeout',
    'pgfence:missing-idle-timeout',
    'pgfence:missing-application-name',
    'strong_migrations:statement_timeout',
  ],
  what: '{settings} keep what the role or the connection has.',
  why: 'The settings of this repository ask each migration to set them, and this one does not.',
  fix: 'Set them at the top of the file: `SET statement_timeout = …`.',
  examples: {
    bad: [
      {
        title: 'none of them',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        at: 'CREATE TABLE orders (id bigint PRIMARY KEY)',
        options: { settings: ['statement_timeout', 'application_name'] },
      },
    ],
    good: [
      {
        title: 'set',
        sql: "SET statement_timeout = '5min';\nCREATE TABLE orders (id bigint PRIMARY KEY);",
        options: { settings: ['statement_timeout'] },
      },
      {
        title: 'set for the transaction',
        sql: "SET LOCAL statement_timeout = '5min';\nCREATE TABLE orders (id bigint PRIMARY KEY);",
        options: { settings: ['statement_timeout'] },
      },
    ],
  },
  detect(subject) {
    const { settings: wanted } = options.parse(subject.options ?? {});
    const set = new Set(
      subject.up.flatMap((statement) => operationsOf(statement, 'set')).map(({ name }) => name),
    );
    const missing = wanted.filter((name) => !set.has(name.toLowerCase()));
    const [first] = subject.up;
    if (missing.length === 0 || first === undefined) return [];
    return [
      { range: first.range, object: missing.join(), data: { settings: `\`${missing.join('`, `')}\`` } },
    ];
  },
});
