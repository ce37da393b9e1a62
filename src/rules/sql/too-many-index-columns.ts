import { z } from 'zod';
import { showName } from '../../sql/object-name.ts';
import { defineRule, operationsOf } from '../rule.ts';

const options = z.strictObject({ maximum: z.number().int().min(1).default(3) });

export default defineRule({
  id: 'too-many-index-columns',
  about: 'statement',
  on: ['create-index'],
  title: 'Index of many columns',
  family: 'index',
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'policy',
  options,
  sources: ['strong_migrations:add_index_columns', 'bytebase:INDEX_KEY_NUMBER_LIMIT'],
  what: 'Each write to `{table}` keeps an index of {count} columns up to date; queries rarely use more than its first few.',
  why: 'The settings allow {maximum}.',
  fix: 'Keep the columns that queries filter by, the most selective first; what is only read goes into `INCLUDE` where the database has it.',
  examples: {
    bad: [
      {
        title: 'four columns',
        sql: 'CREATE TABLE orders (a int, b int, c int, d int);\nCREATE INDEX orders_idx ON orders (a, b, c, d);',
        at: 'CREATE INDEX orders_idx ON orders (a, b, c, d)',
        options: { maximum: 3 },
      },
    ],
    good: [
      {
        title: 'as many as are allowed',
        sql: 'CREATE TABLE orders (a int, b int, c int, d int);\nCREATE INDEX orders_idx ON orders (a, b, c, d);',
        options: { maximum: 4 },
      },
      {
        title: 'a unique one enforces something',
        sql: 'CREATE TABLE orders (a int, b int, c int, d int);\nCREATE UNIQUE INDEX orders_key ON orders (a, b, c, d);',
        options: { maximum: 3 },
      },
    ],
  },
  detect(subject) {
    const { maximum } = options.parse(subject.options ?? {});
    return operationsOf(subject.statement, 'create-index').flatMap(({ table, index, range }) =>
      index.unique || index.columns.length <= maximum
        ? []
        : [
            {
              range,
              object: `${showName(table)}.${index.name ?? index.columns.map(({ text }) => text).join()}`,
              data: {
                table: showName(table),
                count: String(index.columns.length),
                maximum: String(maximum),
              },
            },
          ],
    );
  },
});
