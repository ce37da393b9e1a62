import { z } from 'zod';
import { showName } from '../../sql/object-name.ts';
import { tableIn } from '../evidence.ts';
import { defineRule, type Match, operationsOf } from '../rule.ts';

const options = z.strictObject({ maximum: z.number().int().min(1).default(8) });

export default defineRule({
  id: 'too-many-indexes',
  about: 'statement',
  on: ['create-index'],
  title: 'One index more on a table that has many',
  family: 'index',
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'policy',
  options,
  sources: ['bytebase:INDEX_TOTAL_NUMBER_LIMIT', 'sqlcheck:2004'],
  what: 'Each row that is written to `{table}` is written to {count} indexes.',
  why: 'The settings allow {maximum}.',
  fix: 'Find one that queries no longer use, or that a longer one replaces, and drop it.',
  examples: {
    bad: [
      {
        title: 'a third one',
        base: 'CREATE TABLE orders (id bigint, a bigint, b bigint, c bigint);\nCREATE INDEX orders_a ON orders (a);\nCREATE INDEX orders_b ON orders (b);',
        sql: 'CREATE INDEX orders_c ON orders (c);',
        at: 'CREATE INDEX orders_c ON orders (c)',
        options: { maximum: 2 },
      },
    ],
    good: [
      {
        title: 'as many as are allowed',
        base: 'CREATE TABLE orders (id bigint, a bigint, b bigint);\nCREATE INDEX orders_a ON orders (a);',
        sql: 'CREATE INDEX orders_b ON orders (b);',
        options: { maximum: 2 },
      },
      {
        title: 'of a table that is not known',
        sql: 'CREATE INDEX orders_b ON orders (b);',
        options: { maximum: 1 },
      },
    ],
  },
  detect(subject) {
    const { maximum } = options.parse(subject.options ?? {});
    return operationsOf(subject.statement, 'create-index').flatMap(({ table, range }): Match[] => {
      const before = tableIn(subject.before, table)?.indexes.length ?? 0;
      const after = tableIn(subject.after, table)?.indexes.length ?? 0;
      if (before < maximum || after <= maximum) return [];
      const data = { table: showName(table), count: String(before + 1), maximum: String(maximum) };
      return [{ range, object: showName(table), data }];
    });
  },
});
