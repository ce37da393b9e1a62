import { showName } from '../../sql/object-name.ts';
import { documented, existsOnBase } from '../evidence.ts';
import { rewriteOutsideTransaction, standsAfterBegin } from '../own-migration.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'detach-partition-not-concurrent',
  about: 'statement',
  on: ['detach-partition'],
  title: 'Partition detached while the table waits',
  family: 'locking',
  severity: 'warning',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'squawk:require-concurrent-partition-detach',
    'pgfence:detach-partition',
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DETACH-PARTITION',
  ],
  what: 'Every query on `{table}` waits for this statement, and this statement for each query that runs.',
  why: '`DETACH PARTITION` takes `ACCESS EXCLUSIVE` on the whole partitioned table. Behind one long query, everything that comes after it queues up.',
  fix: '`DETACH PARTITION {partition} CONCURRENTLY` (PostgreSQL 14) waits without keeping others out. It runs outside a transaction, and not where the table has a default partition.',
  examples: {
    bad: [
      {
        title: 'a partition of a table in use',
        base: "CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);\nCREATE TABLE events_2020 PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');",
        sql: 'ALTER TABLE events DETACH PARTITION events_2020;',
        at: 'DETACH PARTITION events_2020',
        suggests: 'ALTER TABLE events DETACH PARTITION events_2020 CONCURRENTLY;',
      },
    ],
    good: [
      {
        title: 'concurrently',
        base: 'CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);',
        sql: 'ALTER TABLE events DETACH PARTITION events_2020 CONCURRENTLY;',
      },
      {
        title: 'before PostgreSQL 14 there is no other form',
        postgresVersion: 13,
        base: 'CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);',
        sql: 'ALTER TABLE events DETACH PARTITION events_2020;',
      },
      {
        title: 'a table of the same pull request',
        sql: "CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);\nCREATE TABLE events_2020 PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');\nALTER TABLE events DETACH PARTITION events_2020;",
      },
    ],
  },
  detect(subject) {
    if (subject.settings.postgresVersion < 14) return [];
    return operationsOf(subject.statement, 'detach-partition')
      .filter(({ table, concurrently }) => !concurrently && !subject.isNew(table))
      .map(({ table, partition, range }) => ({
        range,
        object: `${showName(table)}/${showName(partition)}`,
        table,
        data: { table: showName(table), partition: showName(partition) },
        evidence: [
          ...existsOnBase(subject.base, table),
          documented(
            '`DETACH PARTITION CONCURRENTLY` needs `SHARE UPDATE EXCLUSIVE` on the parent only (PostgreSQL manual, ALTER TABLE)',
          ),
        ],
      }));
  },
  suggest(match, subject) {
    const whole = subject.migration === null || subject.siblings.length === 1;
    if (!whole || standsAfterBegin(subject)) return null;
    const written = subject.text.slice(match.range.start, match.range.end);
    return rewriteOutsideTransaction(subject, match.range, `${written} CONCURRENTLY`);
  },
});
