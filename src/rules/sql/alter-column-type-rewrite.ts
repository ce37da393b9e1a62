import type { ColumnType } from '../../sql/definitions.ts';
import { showName } from '../../sql/object-name.ts';
import { columnIn, columnOnBase, documented } from '../evidence.ts';
import { rolloutAt } from '../rollout/rollout-at.ts';
import { defineRule, operationsOf } from '../rule.ts';
import { judgeTypeChange } from '../type-change.ts';

export default defineRule({
  id: 'alter-column-type-rewrite',
  about: 'statement',
  on: ['set-column-type'],
  title: 'Type change rewrites the table',
  family: 'rewrite',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'squawk:changing-column-type',
    'eugene:E5',
    'atlas:PG301',
    'strong_migrations:change_column',
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES',
  ],
  what: 'Nobody can read or write `{table}` while all of it is rewritten to make `{column}` `{to}`.',
  why: '`{from}` and `{to}` are stored differently, so that every row and every index is written anew under `ACCESS EXCLUSIVE`.',
  fix: 'Add a column of the new type, write both, fill old rows in batches, move the readers, then drop the old column.',
  variants: {
    using: {
      why: '`USING` is computed for every row, and every row and every index is written anew under `ACCESS EXCLUSIVE`.',
    },
    zone: {
      what: 'Nobody can read or write `{table}` while all of it is rewritten to make `{column}` `{to}`, unless this connection runs in UTC.',
      why: 'PostgreSQL takes the stored times as they are only where the `TimeZone` of the session is UTC. In any other every row and every index is written anew under `ACCESS EXCLUSIVE`.',
      fix: "Where the stored times are UTC, `SET TimeZone = 'UTC'` before this statement in the same session. Else add a column of the new type, write both, fill old rows in batches, move the readers, then drop the old column.",
    },
    unknown: {
      what: 'Nobody can read or write `{table}` while all of it is rewritten, if `{column}` is not `{to}` already.',
      why: 'What `{column}` is today is not in the migrations that were read. From any type that is stored differently, every row is written anew under `ACCESS EXCLUSIVE`.',
    },
  },
  examples: {
    bad: [
      {
        title: 'integer to bigint',
        base: 'CREATE TABLE orders (id int PRIMARY KEY);',
        sql: 'ALTER TABLE orders ALTER COLUMN id TYPE bigint;',
        at: 'ALTER COLUMN id TYPE bigint',
      },
      {
        title: 'a shorter varchar',
        base: 'CREATE TABLE orders (code varchar(255));',
        sql: 'ALTER TABLE orders ALTER code SET DATA TYPE varchar(20);',
        at: 'ALTER code SET DATA TYPE varchar(20)',
      },
      {
        title: 'another scale',
        base: 'CREATE TABLE orders (total numeric(10,2));',
        sql: 'ALTER TABLE orders ALTER COLUMN total TYPE numeric(12,4), ADD COLUMN note text;',
        at: 'ALTER COLUMN total TYPE numeric(12,4)',
      },
      {
        title: 'a time zone is computed',
        base: 'CREATE TABLE orders (at timestamp);',
        sql: 'ALTER TABLE orders ALTER COLUMN at TYPE timestamptz;',
        at: 'ALTER COLUMN at TYPE timestamptz',
      },
      {
        title: 'two columns, one rewrite',
        base: 'CREATE TABLE orders (id int PRIMARY KEY, made timestamp, paid timestamp);',
        sql: 'ALTER TABLE orders ALTER COLUMN made TYPE timestamptz, ALTER COLUMN paid TYPE timestamptz;',
        at: 'ALTER COLUMN made TYPE timestamptz',
      },
      {
        title: 'an expression in USING',
        base: 'CREATE TABLE orders (code text);',
        sql: 'ALTER TABLE orders ALTER COLUMN code TYPE text USING lower(code);',
        at: 'ALTER COLUMN code TYPE text USING lower(code)',
      },
      {
        title: 'text to an enum',
        base: "CREATE TYPE state AS ENUM ('new', 'paid');\nCREATE TABLE orders (state text);",
        sql: 'ALTER TABLE orders ALTER COLUMN state TYPE state USING state::state;',
        at: 'ALTER COLUMN state TYPE state USING state::state',
      },
      {
        title: 'an old type that is not known (a warning)',
        sql: 'ALTER TABLE orders ALTER COLUMN id TYPE bigint;',
        at: 'ALTER COLUMN id TYPE bigint',
      },
    ],
    good: [
      {
        title: 'a longer varchar',
        base: 'CREATE TABLE orders (code varchar(20));',
        sql: 'ALTER TABLE orders ALTER COLUMN code TYPE varchar(255);',
      },
      {
        title: 'varchar to text',
        base: 'CREATE TABLE orders (code varchar(20));',
        sql: 'ALTER TABLE orders ALTER COLUMN code TYPE text USING code::text;',
      },
      {
        title: 'more digits, the same scale',
        base: 'CREATE TABLE orders (total numeric(10,2), share numeric(5));',
        sql: 'ALTER TABLE orders ALTER COLUMN total TYPE numeric(12,2), ALTER COLUMN share TYPE numeric;',
      },
      {
        title: 'cidr to inet, a finer time stamp',
        base: 'CREATE TABLE hosts (net cidr, seen timestamptz(3));',
        sql: 'ALTER TABLE hosts ALTER COLUMN net TYPE inet, ALTER COLUMN seen TYPE timestamptz(6);',
      },
      {
        title: 'to text from a type that is not known',
        sql: 'ALTER TABLE orders ALTER COLUMN code TYPE text;',
      },
      {
        title: 'a table of the same pull request',
        sql: 'CREATE TABLE orders (id int);\nALTER TABLE orders ALTER COLUMN id TYPE bigint;',
      },
      {
        title: 'the type it has already',
        base: 'CREATE TABLE orders (id int8 PRIMARY KEY);',
        sql: 'ALTER TABLE orders ALTER COLUMN id TYPE bigint;',
      },
    ],
  },
  detect(subject) {
    const changes = operationsOf(subject.statement, 'set-column-type').flatMap((operation) => {
      const { table, column, type, using } = operation;
      const from = columnIn(subject.before, table, column)?.type ?? null;
      const kind = subject.isNew(table)
        ? 'cheap'
        : judgeTypeChange(from, type, column, using, subject.before.enums);
      return kind === 'cheap' ? [] : [{ ...operation, kind, before: from, from: from?.text ?? '' }];
    });
    // One statement rewrites a table once, however many columns it changes.
    const alike = Map.groupBy(changes, ({ table, type, from, kind }) =>
      [showName(table), type.text, from, kind].join('\n'),
    );
    return [...alike.values()].flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const columns = group.map(({ column }) => column);
      return [
        {
          range: first.range,
          object: `${showName(first.table)}.${columns.join(',')}`,
          data: {
            table: showName(first.table),
            column: columns.join(', '),
            to: first.type.text,
            from: first.from,
          },
          evidence: [
            ...group.flatMap(({ table, column }) => columnOnBase(subject.base, table, column)),
            documented(
              'Changing the type of a column rewrites the table and its indexes, unless the old type is binary coercible to the new one (PostgreSQL manual, ALTER TABLE, Notes)',
            ),
          ],
          ...(first.kind === 'unknown' ? { severity: 'warning' as const, variant: 'unknown' } : {}),
          ...(first.kind === 'using' ? { variant: 'using' } : {}),
          ...(isOfZone(subject.settings.postgresVersion, first)
            ? { severity: 'warning' as const, variant: 'zone' }
            : {}),
        },
      ];
    });
  },
  // Of several columns each takes its own way.
  rollout: (match, subject) =>
    match.data.column?.includes(', ') ? null : rolloutAt('set-column-type', match, subject),
});

/** From this version on the time zone of the session decides (release notes of 12). */
const asksZoneSince = 12;

function isOfZone(
  version: number,
  {
    kind,
    before,
    type,
  }: { readonly kind: string; readonly before: ColumnType | null; readonly type: ColumnType },
): boolean {
  const zones = ['timestamp without time zone', 'timestamp with time zone'];
  const [from, to] = [before?.name ?? '', type.name];
  return (
    version >= asksZoneSince &&
    kind === 'rewrite' &&
    from !== to &&
    zones.includes(from) &&
    zones.includes(to) &&
    before?.modifiers.join() === type.modifiers.join()
  );
}
