import { z } from 'zod';
import { showName } from '../../sql/object-name.ts';
import { tableIn } from '../evidence.ts';
import { defineRule, type Match, operationsOf } from '../rule.ts';

const options = z.strictObject({ maximum: z.number().int().min(0).default(2) });

export default defineRule({
  id: 'column-current-time-count',
  about: 'statement',
  on: ['create-table'],
  title: 'Many columns that hold the time of writing',
  family: 'schema-design',
  severity: 'advice',
  dialects: ['mysql', 'mariadb'],
  state: 'policy',
  options,
  sources: [
    'bytebase:COLUMN_CURRENT_TIME_COUNT_LIMIT',
    'https://dev.mysql.com/doc/refman/8.4/en/timestamp-initialization.html',
  ],
  what: '{count} columns of `{table}` get the time of the INSERT, and all of them the same.',
  why: 'The settings allow {maximum}: one for when a row was made, one for when it was changed.',
  fix: 'Leave the default out where the time means something else.',
  examples: {
    bad: [
      {
        title: 'two, where one is allowed',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, a timestamp DEFAULT CURRENT_TIMESTAMP, b timestamp DEFAULT CURRENT_TIMESTAMP);',
        at: 'CREATE TABLE orders (id bigint PRIMARY KEY, a timestamp DEFAULT CURRENT_TIMESTAMP, b timestamp DEFAULT CURRENT_TIMESTAMP)',
        options: { maximum: 1 },
      },
    ],
    good: [
      {
        title: 'one made, one changed',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, made_at timestamp DEFAULT CURRENT_TIMESTAMP, changed_at timestamp DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP);',
      },
      {
        title: 'other times',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, a timestamp NULL, b timestamp NULL, c timestamp NULL);',
        options: { maximum: 0 },
      },
    ],
  },
  detect(subject) {
    const { maximum } = options.parse(subject.options ?? {});
    return operationsOf(subject.statement, 'create-table').flatMap(({ table, range }): Match[] => {
      const columns = [...(tableIn(subject.after, table)?.columns.values() ?? [])];
      const count = columns.filter((column) =>
        /^(?:current_timestamp|now|localtime(?:stamp)?)\b/i.test(column.default?.text ?? ''),
      ).length;
      if (count <= maximum) return [];
      const data = { table: showName(table), count: String(count), maximum: String(maximum) };
      return [{ range, object: showName(table), data }];
    });
  },
});
