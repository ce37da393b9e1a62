import { showName } from '../../sql/object-name.ts';
import { documented, existsOnBase, tableIn } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'attach-partition-scan',
  about: 'statement',
  on: ['attach-partition'],
  title: 'Partition read through while it is attached',
  family: 'locking',
  severity: 'warning',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'pgfence:attach-partition',
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ATTACH-PARTITION',
  ],
  what: 'Reads and writes of `{partition}` wait while all its rows are compared with the bounds of the partition.',
  why: 'It has no `CHECK` that proves the bounds, so attaching reads it under `ACCESS EXCLUSIVE`.',
  fix: 'Before, add a `CHECK` of the bounds (`IS NOT NULL` included) with `NOT VALID`, and validate it in the next migration; after attaching, drop it. A default partition needs one that excludes the new bounds.',
  examples: {
    bad: [
      {
        title: 'a table that has rows',
        base: 'CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);\nCREATE TABLE events_2025 (id bigint, at date NOT NULL);',
        sql: "ALTER TABLE events ATTACH PARTITION events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');",
        at: "ATTACH PARTITION events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
      },
    ],
    good: [
      {
        title: 'with a constraint that proves the bounds',
        base: "CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);\nCREATE TABLE events_2025 (id bigint, at date NOT NULL, CONSTRAINT bounds CHECK (at >= '2025-01-01' AND at < '2026-01-01'));",
        sql: "ALTER TABLE events ATTACH PARTITION events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');",
      },
      {
        title: 'a table of the same pull request',
        base: 'CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);',
        sql: "CREATE TABLE events_2026 (LIKE events);\nALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');",
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'attach-partition').flatMap(({ table, partition, range }) => {
      const known = tableIn(subject.before, partition);
      // What a constraint proves is not computed: one that could prove it is believed.
      const proved = known?.constraints.some(
        ({ constraint, validated }) => constraint.kind === 'check' && validated,
      );
      if (known === undefined || !known.complete || proved === true || subject.isNew(partition)) return [];
      return [
        {
          range,
          object: `${showName(table)}.${showName(partition)}`,
          data: { partition: showName(partition) },
          table: partition,
          evidence: [
            ...existsOnBase(subject.base, partition),
            documented(
              'A CHECK constraint that matches the partition constraint spares the scan that is otherwise needed to validate it, while holding an ACCESS EXCLUSIVE lock on that partition (PostgreSQL manual, 5.12.2.2 Partition Maintenance)',
            ),
          ],
        },
      ];
    });
  },
});
