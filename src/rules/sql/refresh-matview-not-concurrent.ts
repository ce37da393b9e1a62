import { showName } from '../../sql/object-name.ts';
import { documented } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'refresh-matview-not-concurrent',
  about: 'statement',
  on: ['refresh-materialized-view'],
  title: 'Readers of a materialized view wait for its refresh',
  family: 'locking',
  severity: 'warning',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'pgfence:refresh-matview-blocking',
    'https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html',
  ],
  what: 'Every query on `{view}` waits until the refresh is done.',
  why: '`REFRESH MATERIALIZED VIEW` takes `ACCESS EXCLUSIVE` on the view for as long as its query runs.',
  fix: '`REFRESH MATERIALIZED VIEW CONCURRENTLY {view}` lets readers through. The view needs a unique index on plain columns, without a condition.',
  examples: {
    bad: [
      {
        title: 'a view in use',
        sql: 'REFRESH MATERIALIZED VIEW totals;',
        at: 'REFRESH MATERIALIZED VIEW totals',
      },
    ],
    good: [
      { title: 'concurrently', sql: 'REFRESH MATERIALIZED VIEW CONCURRENTLY totals;' },
      {
        title: 'a view of the same pull request',
        sql: 'CREATE MATERIALIZED VIEW totals AS SELECT 1 AS day WITH NO DATA;\nREFRESH MATERIALIZED VIEW totals;',
      },
      {
        title: 'without data there is nothing to compute',
        sql: 'REFRESH MATERIALIZED VIEW totals WITH NO DATA;',
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'refresh-materialized-view')
      .filter(
        ({ view, concurrently }) =>
          !concurrently && !subject.isNew(view) && !/\bWITH\s+NO\s+DATA\b/i.test(subject.statement.text),
      )
      .map(({ view, range }) => ({
        range,
        object: showName(view),
        data: { view: showName(view) },
        evidence: [
          documented(
            '`REFRESH MATERIALIZED VIEW` (without `CONCURRENTLY`) takes `ACCESS EXCLUSIVE` (PostgreSQL manual, 13.3.1 Table-Level Locks)',
          ),
        ],
      }));
  },
});
