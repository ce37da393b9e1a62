import { showName } from '../../sql/object-name.ts';
import type { SchemaModel } from '../../sql/schema/model.ts';
import { documented } from '../evidence.ts';
import { newColumns } from '../new-columns.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'timestamp-without-time-zone',
  about: 'statement',
  on: ['create-table', 'add-column'],
  title: 'Moment stored without its time zone',
  family: 'types',
  severity: 'advice',
  dialects: ['postgres'],
  state: 'stable',
  // The catalogue calls it a warning. Whole frameworks write UTC into such columns and are right: it is advice here.
  sources: [
    'squawk:prefer-timestamptz (alias prefer-timestamp-tz)',
    'pgfence:prefer-timestamptz',
    'https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_timestamp_.28without_time_zone.29',
  ],
  what: '`{table}.{column}` means another moment to each client with another time zone.',
  why: '`timestamp` keeps date and time as written and drops the offset; nothing says afterwards which zone was meant.',
  fix: 'Use `timestamptz`: it stores the moment in UTC, in the same 8 bytes.',
  examples: {
    bad: [
      {
        title: 'in a new table',
        sql: 'CREATE TABLE events (\n  id bigint PRIMARY KEY,\n  at timestamp NOT NULL\n);',
        at: 'at timestamp',
      },
      {
        title: 'a new column',
        base: 'CREATE TABLE events (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE events ADD COLUMN at timestamp(3) without time zone;',
        at: 'ADD COLUMN at timestamp(3) without time zone',
      },
    ],
    good: [
      { title: 'with its zone', sql: 'CREATE TABLE events (id bigint PRIMARY KEY, at timestamptz);' },
      { title: 'a date', sql: 'CREATE TABLE events (id bigint PRIMARY KEY, day date);' },
      {
        title: 'a project whose columns have none already: it has its own way',
        base: 'CREATE TABLE events (id bigint PRIMARY KEY, created_at timestamp);',
        sql: 'ALTER TABLE events ADD COLUMN updated_at timestamp;',
      },
    ],
  },
  detect(subject) {
    return newColumns(subject)
      .filter(({ column: { type } }) => type.name === 'timestamp without time zone' && !isUsual(subject.base))
      .map(({ table, column, range }) => ({
        range,
        object: `${showName(table)}.${column.name}`,
        data: { table: showName(table), column: column.name },
        evidence: [
          documented(
            'In a value determined to be `timestamp without time zone`, an explicit time zone is silently ignored (PostgreSQL manual, 8.5.1.3 Time Stamps)',
          ),
        ],
      }));
  },
});

/** Whether the project's tables have such columns already: then it is their way, and one more is right. */
function isUsual(base: SchemaModel): boolean {
  for (const { columns } of base.tables.values())
    for (const { type } of columns.values()) if (type?.name === 'timestamp without time zone') return true;
  return false;
}
