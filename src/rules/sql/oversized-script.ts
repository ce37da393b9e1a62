import { z } from 'zod';
import { defineRule } from '../rule.ts';

const options = z.strictObject({
  bytes: z.number().int().min(1).default(200_000),
  statements: z.number().int().min(1).default(500),
});

export default defineRule({
  id: 'oversized-script',
  about: 'migration',
  title: 'Migration that nobody can read',
  family: 'query-correctness',
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'policy',
  options,
  sources: ['bytebase:BUILTIN_STATEMENT_MAXIMUM_SQL_SIZE'],
  what: 'Who reviews the file has {count} statements in {size} KiB to read, and where one fails all of them are in question.',
  why: 'The settings allow {allowed}.',
  fix: 'Split it into several migrations. Rows belong into a file that is loaded, not into SQL.',
  examples: {
    bad: [
      {
        title: 'three statements',
        sql: 'CREATE TABLE a (id bigint PRIMARY KEY);\nCREATE TABLE b (id bigint PRIMARY KEY);\nCREATE TABLE c (id bigint PRIMARY KEY);',
        at: 'CREATE TABLE a (id bigint PRIMARY KEY)',
        options: { statements: 2 },
      },
    ],
    good: [
      {
        title: 'as many as are allowed',
        sql: 'CREATE TABLE a (id bigint PRIMARY KEY);\nCREATE TABLE b (id bigint PRIMARY KEY);',
        options: { statements: 2 },
      },
      {
        title: 'small enough',
        sql: 'CREATE TABLE a (id bigint PRIMARY KEY);',
        options: { bytes: 100 },
      },
    ],
  },
  detect({ up, text, options: given }) {
    const { bytes, statements } = options.parse(given ?? {});
    const size = new TextEncoder().encode(text).length;
    const [first] = up;
    if (first === undefined || (size <= bytes && up.length <= statements)) return [];
    return [
      {
        range: first.range,
        object: 'file',
        data: {
          count: String(up.length),
          size: (size / 1024).toLocaleString('en-US', { maximumFractionDigits: 1 }),
          allowed: size > bytes ? `${bytes} bytes` : `${statements} statements`,
        },
      },
    ];
  },
});
