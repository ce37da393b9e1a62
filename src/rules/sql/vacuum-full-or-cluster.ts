import { showName } from '../../sql/object-name.ts';
import { documented } from '../evidence.ts';
import { defineRule, type Match } from '../rule.ts';

export default defineRule({
  id: 'vacuum-full-or-cluster',
  about: 'statement',
  title: 'Table rewritten to make it smaller',
  family: 'rewrite',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'squawk:prefer-repack',
    'pgfence:vacuum-full',
    'https://www.postgresql.org/docs/current/sql-vacuum.html',
    'https://www.postgresql.org/docs/current/sql-cluster.html',
  ],
  what: 'Reads and writes of {target} wait while all of it is written anew.',
  why: '`{command}` copies the table and its indexes under `ACCESS EXCLUSIVE`, and needs as much disk once more.',
  fix: 'A plain `VACUUM` frees the space for new rows while work goes on. `pg_repack` gives it back to the disk with a short lock at its end.',
  examples: {
    bad: [
      { title: 'a table', sql: 'VACUUM FULL orders;', at: 'VACUUM FULL orders' },
      { title: 'all tables', sql: 'VACUUM (FULL, ANALYZE);', at: 'VACUUM (FULL, ANALYZE)' },
      {
        title: 'in the order of an index',
        sql: 'CLUSTER orders USING orders_pkey;',
        at: 'CLUSTER orders USING orders_pkey',
      },
    ],
    good: [
      { title: 'without FULL', sql: 'VACUUM (ANALYZE) orders;' },
      {
        title: 'a table of the same pull request',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY);\nCLUSTER orders USING orders_pkey;',
      },
      {
        title: 'marking an index for later does nothing now',
        sql: 'ALTER TABLE orders CLUSTER ON orders_pkey;',
      },
    ],
  },
  detect(subject) {
    return subject.statement.operations.flatMap((operation): Match[] => {
      const tables =
        operation.kind === 'vacuum' && operation.full
          ? operation.tables
          : operation.kind === 'cluster'
            ? operation.table === null
              ? []
              : [operation.table]
            : null;
      if (tables === null || (tables.length > 0 && tables.every((table) => subject.isNew(table)))) return [];
      const [first] = tables;
      const names = tables.map(showName);
      return [
        {
          range: operation.range,
          object: names.join(',') || 'all tables',
          data: {
            target: names.length === 0 ? 'every table' : `\`${names.join('`, `')}\``,
            command: operation.kind === 'vacuum' ? 'VACUUM FULL' : 'CLUSTER',
          },
          ...(first === undefined ? {} : { table: first }),
          evidence: [
            documented(
              '`VACUUM FULL` and `CLUSTER` take `ACCESS EXCLUSIVE` (PostgreSQL manual, 13.3.1 Table-Level Locks)',
            ),
          ],
        },
      ];
    });
  },
});
