import { showName } from '../../sql/object-name.ts';
import { documented, existsOnBase } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'add-exclusion-constraint',
  about: 'statement',
  on: ['add-constraint'],
  title: 'Exclusion constraint on a table in use',
  family: 'locking',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'eugene:E8',
    'strong_migrations:add_exclusion_constraint',
    'pgfence:add-constraint-exclude',
    'django-pg-zdm:ADD_CONSTRAINT_EXCLUDE',
  ],
  what: 'Reads and writes of `{table}` wait while the constraint’s index is built and each row is compared.',
  why: 'An exclusion constraint can be neither `NOT VALID` nor built concurrently.',
  fix: 'Add it in a maintenance window with a short `lock_timeout`; or create a table that has it, fill that in batches, and swap the names.',
  examples: {
    bad: [
      {
        title: 'a table that has rows',
        base: 'CREATE TABLE bookings (id bigint PRIMARY KEY, room int, during tstzrange);',
        sql: 'ALTER TABLE bookings ADD CONSTRAINT no_overlap EXCLUDE USING gist (room WITH =, during WITH &&);',
        at: 'ADD CONSTRAINT no_overlap EXCLUDE USING gist (room WITH =, during WITH &&)',
      },
    ],
    good: [
      {
        title: 'a table of the same pull request',
        sql: 'CREATE TABLE bookings (id bigint PRIMARY KEY, room int, during tstzrange);\nALTER TABLE bookings ADD CONSTRAINT no_overlap EXCLUDE USING gist (room WITH =, during WITH &&);',
      },
      {
        title: 'another constraint',
        base: 'CREATE TABLE bookings (id bigint PRIMARY KEY, room int, during tstzrange);',
        sql: 'ALTER TABLE bookings ADD CONSTRAINT room_known CHECK (room > 0) NOT VALID;',
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'add-constraint').flatMap(({ constraint, table, range }) =>
      constraint.kind !== 'exclude' || subject.isNew(table)
        ? []
        : [
            {
              range,
              object: `${showName(table)}.${constraint.name ?? 'exclude'}`,
              data: { table: showName(table) },
              table,
              evidence: [
                ...existsOnBase(subject.base, table),
                documented(
                  'Only foreign key, CHECK and (since 18) not-null constraints can be added with `NOT VALID` (PostgreSQL manual, ALTER TABLE)',
                ),
              ],
            },
          ],
    );
  },
});
