import { showName } from '../../sql/object-name.ts';
import { defineRule } from '../rule.ts';

/** `1 = 1`, `'a' = 'a'`, `NOT false`. `true` alone says that all rows are meant. */
const always = /^\(*\s*(?:(\d+|'[^']*')\s*=\s*\1|not\s+false)\s*\)*$/i;

export default defineRule({
  id: 'tautological-where',
  about: 'statement',
  on: ['query'],
  title: 'WHERE that lets every row through',
  family: 'query-correctness',
  severity: 'warning',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'stable',
  sources: ['pgfence:delete-without-where', 'pgfence:update-in-migration'],
  what: 'This {does} every row of `{table}`.',
  why: '`{condition}` is true for each of them; it stands where a condition was probably meant to be.',
  fix: 'Write the condition. Where all rows are meant, `WHERE true` says so.',
  examples: {
    bad: [
      {
        title: 'a DELETE',
        path: 'queries/clear.sql',
        sql: 'DELETE FROM cart_items WHERE 1 = 1;',
        at: 'DELETE FROM cart_items WHERE 1 = 1',
      },
      {
        title: 'an UPDATE',
        path: 'queries/reset.sql',
        sql: 'UPDATE carts SET total = 0 WHERE 1=1;',
        at: 'UPDATE carts SET total = 0 WHERE 1=1',
      },
    ],
    good: [
      {
        title: 'with another condition, as programs write it',
        path: 'queries/clear.sql',
        sql: 'DELETE FROM cart_items WHERE 1 = 1 AND cart_id = 7;',
      },
      { title: 'all rows, said in so many words', sql: 'DELETE FROM sessions WHERE true;' },
      {
        title: 'reading changes nothing',
        path: 'queries/all.sql',
        sql: 'SELECT id FROM orders WHERE 1 = 1;',
      },
      {
        title: 'a table of the same pull request',
        sql: 'CREATE TABLE totals (id bigint PRIMARY KEY, total bigint);\nUPDATE totals SET total = 0 WHERE 1 = 1;',
      },
    ],
  },
  detect(subject) {
    const { query, range } = subject.statement;
    if (query === null || (query.kind !== 'update' && query.kind !== 'delete') || query.partial) return [];
    const conditions = (query.where ?? []).map((one) => subject.text.slice(one.range.start, one.range.end));
    const table = query.tables.find(({ access }) => access === 'write')?.table;
    if (conditions.length === 0 || table === undefined || subject.isNew(table)) return [];
    if (!conditions.every((condition) => always.test(condition))) return [];
    return [
      {
        range,
        object: showName(table),
        data: {
          table: showName(table),
          condition: conditions.join(' AND '),
          does: query.kind === 'update' ? 'changes' : 'deletes',
        },
      },
    ];
  },
});
