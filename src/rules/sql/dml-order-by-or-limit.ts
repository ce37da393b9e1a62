import { showName } from '../../sql/object-name.ts';
import { documented } from '../evidence.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'dml-order-by-or-limit',
  about: 'statement',
  on: ['query'],
  title: 'UPDATE or DELETE of a number of rows',
  family: 'query-correctness',
  severity: 'warning',
  dialects: ['mysql'],
  // It harms where statements are replicated, which is no server's default since 5.7.7, and no file tells.
  state: 'policy',
  sources: [
    'bytebase:STATEMENT_DISALLOW_LIMIT',
    'bytebase:STATEMENT_DISALLOW_ORDER_BY',
    'https://dev.mysql.com/doc/refman/8.4/en/replication-features-limit.html',
  ],
  what: 'Where statements are replicated, replicas may change other rows of `{table}` than the source.',
  why: 'Which rows `LIMIT` takes depends on the order in which a server finds them.',
  fix: 'Choose the rows by a range of the key: `WHERE id >= … AND id < …`.',
  examples: {
    bad: [
      {
        title: 'the first thousand',
        sql: "UPDATE orders SET seen = 1 WHERE state = 'gone' LIMIT 1000;",
        at: "UPDATE orders SET seen = 1 WHERE state = 'gone' LIMIT 1000",
      },
    ],
    good: [
      { title: 'a range of the key', sql: 'DELETE FROM orders WHERE id >= 1000 AND id < 2000;' },
      { title: 'reading', path: 'queries/some.sql', sql: 'SELECT id FROM orders LIMIT 1000;' },
    ],
  },
  detect({ statement }) {
    const { query, range } = statement;
    if (query === null || (query.kind !== 'update' && query.kind !== 'delete') || !query.hasLimit) return [];
    const table = query.tables.find(({ access }) => access === 'write')?.table;
    if (table === undefined) return [];
    return [
      {
        range,
        object: showName(table),
        data: { table: showName(table) },
        evidence: [
          documented(
            'Statement-based replication of LIMIT clauses in DELETE, UPDATE, and INSERT … SELECT statements is unsafe since the order of the rows affected is not defined (MySQL manual, Replication and LIMIT)',
          ),
        ],
      },
    ];
  },
});
