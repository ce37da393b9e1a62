import { showName } from '../../sql/object-name.ts';
import { documented, existsOnBase } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';
import { joinName, quoteName, writeTable } from '../sql-text.ts';

export default defineRule({
  id: 'add-primary-key-builds-index',
  about: 'statement',
  on: ['add-constraint', 'add-column'],
  title: 'Primary key built while the table waits',
  family: 'locking',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'squawk:adding-serial-primary-key-field',
    'eugene:E7',
    'atlas:PG104',
    'pgfence:add-pk-without-using-index',
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX',
  ],
  what: 'Reads and writes of `{table}` wait until the index of this key is built.',
  why: '`ADD PRIMARY KEY` builds its index under `ACCESS EXCLUSIVE`, reads the table once more for each column that may be NULL, and fails at its end if a row has no value or two have the same.',
  fix: 'First, outside a transaction: `CREATE UNIQUE INDEX CONCURRENTLY {index} ON {written} ({columns})`. Make the columns `NOT NULL`. Then `ALTER TABLE {written} ADD CONSTRAINT {name} PRIMARY KEY USING INDEX {index}`, which takes a moment.',
  variants: {
    'with-column': {
      what: 'Reads and writes of `{table}` wait until the index of this key is built, and the statement fails if the table has rows.',
      fix: 'Add the column without the key, fill it in batches, build the index with `CREATE UNIQUE INDEX CONCURRENTLY`, and take it over: `ADD CONSTRAINT {name} PRIMARY KEY USING INDEX {index}`.',
    },
  },
  examples: {
    bad: [
      {
        title: 'on a table in use',
        base: 'CREATE TABLE events (id bigint NOT NULL, at date);',
        sql: 'ALTER TABLE events ADD PRIMARY KEY (id);',
        at: 'ADD PRIMARY KEY (id)',
      },
      {
        title: 'another key in its place',
        base: 'CREATE TABLE events (id int CONSTRAINT events_pkey PRIMARY KEY, wide bigint NOT NULL);',
        sql: 'ALTER TABLE events DROP CONSTRAINT events_pkey, ADD CONSTRAINT events_pkey PRIMARY KEY (wide);',
        at: 'ADD CONSTRAINT events_pkey PRIMARY KEY (wide)',
      },
    ],
    good: [
      {
        title: 'from an index that was built before',
        base: 'CREATE TABLE events (id bigint NOT NULL);\nCREATE UNIQUE INDEX events_id_idx ON events (id);',
        sql: 'ALTER TABLE events ADD CONSTRAINT events_pkey PRIMARY KEY USING INDEX events_id_idx;',
      },
      {
        title: 'a table of the same pull request, as pg_dump writes it',
        sql: 'CREATE TABLE public.events (id bigint NOT NULL);\nALTER TABLE ONLY public.events ADD CONSTRAINT events_pkey PRIMARY KEY (id);',
      },
      {
        title: 'a unique constraint is another rule’s',
        base: 'CREATE TABLE events (id bigint NOT NULL);',
        sql: 'CREATE UNIQUE INDEX CONCURRENTLY events_id_idx ON events (id);',
      },
    ],
  },
  detect(subject) {
    const added = [
      ...operationsOf(subject.statement, 'add-constraint').flatMap(({ table, constraint, range }) =>
        constraint.kind === 'primary-key' && constraint.usingIndex === null
          ? [{ table, constraint, range, variant: {} }]
          : [],
      ),
      ...operationsOf(subject.statement, 'add-column').flatMap(({ table, column, range }) =>
        // A serial or identity key rewrites the table, which another rule says.
        column.autoIncrement || column.identity !== null
          ? []
          : column.constraints.flatMap((constraint) =>
              constraint.kind === 'primary-key'
                ? [{ table, constraint, range, variant: { variant: 'with-column' } }]
                : [],
            ),
      ),
    ];
    return added
      .filter(({ table }) => !subject.isNew(table))
      .map(({ table, constraint, range, variant }) => {
        const name = constraint.name ?? joinName(table.name, 'pkey') ?? 'name';
        const index = joinName(table.name, ...constraint.columns, 'idx') ?? `${name}_idx`;
        return {
          range,
          object: showName(table),
          table,
          data: {
            table: showName(table),
            written: writeTable(subject.statement, table),
            columns: constraint.columns.map(quoteName).join(', '),
            name: quoteName(name),
            index: quoteName(index),
          },
          evidence: [
            ...existsOnBase(subject.base, table),
            documented(
              'Most forms of `ALTER TABLE` take `ACCESS EXCLUSIVE`; `ADD PRIMARY KEY` builds an index under it (PostgreSQL manual, ALTER TABLE)',
            ),
          ],
          ...variant,
        };
      });
  },
});
