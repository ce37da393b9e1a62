import { showName } from '../../sql/object-name.ts';
import { documented, existsOnBase } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';
import { joinName, quoteName, writeTable } from '../sql-text.ts';

export default defineRule({
  id: 'add-unique-constraint-builds-index',
  about: 'statement',
  on: ['add-constraint', 'add-column'],
  title: 'Unique constraint built while the table waits',
  family: 'locking',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'squawk:disallowed-unique-constraint',
    'eugene:E7',
    'atlas:PG104',
    'strong_migrations:add_unique_constraint',
    'pgfence:add-constraint-unique',
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX',
  ],
  what: 'Reads and writes of `{table}` wait until the index of this constraint is built.',
  why: '`ADD UNIQUE` builds its index under `ACCESS EXCLUSIVE`, and fails at its end if two rows have the same values.',
  fix: 'First, outside a transaction: `CREATE UNIQUE INDEX CONCURRENTLY {index} ON {written} ({columns})`. Then `ALTER TABLE {written} ADD CONSTRAINT {name} UNIQUE USING INDEX {index}`, which takes a moment.',
  variants: {
    'with-column': {
      fix: 'Add the column alone. Then, outside a transaction: `CREATE UNIQUE INDEX CONCURRENTLY {index} ON {written} ({columns})`, and `ALTER TABLE {written} ADD CONSTRAINT {name} UNIQUE USING INDEX {index}`.',
    },
  },
  examples: {
    bad: [
      {
        title: 'on a table in use',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email text);',
        sql: 'ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email);',
        at: 'ADD CONSTRAINT users_email_key UNIQUE (email)',
      },
      {
        title: 'at a new column',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE users ADD COLUMN email text UNIQUE;',
        at: 'ADD COLUMN email text UNIQUE',
      },
    ],
    good: [
      {
        title: 'from an index that was built before',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email text);\nCREATE UNIQUE INDEX users_email_key ON users (email);',
        sql: 'ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key;',
      },
      {
        title: 'a table of the same pull request',
        sql: 'CREATE TABLE users (id bigint PRIMARY KEY, email text);\nALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email);',
      },
      {
        title: 'an index that is built while writes go on',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email text);',
        sql: 'CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON users (email);',
      },
    ],
  },
  detect(subject) {
    const added = [
      ...operationsOf(subject.statement, 'add-constraint').flatMap(({ table, constraint, range }) =>
        constraint.kind === 'unique' && constraint.usingIndex === null
          ? [{ table, constraint, range, variant: {} }]
          : [],
      ),
      ...operationsOf(subject.statement, 'add-column').flatMap(({ table, column, range }) =>
        column.constraints.flatMap((constraint) =>
          constraint.kind === 'unique'
            ? [{ table, constraint, range, variant: { variant: 'with-column' } }]
            : [],
        ),
      ),
    ];
    return added
      .filter(({ table }) => !subject.isNew(table))
      .map(({ table, constraint, range, variant }) => {
        const name = constraint.name ?? joinName(table.name, ...constraint.columns, 'key') ?? 'name';
        return {
          range,
          object: `${showName(table)}(${constraint.columns.join(',')})`,
          table,
          data: {
            table: showName(table),
            written: writeTable(subject.statement, table),
            columns: constraint.columns.map(quoteName).join(', '),
            name: quoteName(name),
            index: quoteName(name),
          },
          evidence: [
            ...existsOnBase(subject.base, table),
            documented(
              'Most forms of `ALTER TABLE` take `ACCESS EXCLUSIVE`; `ADD UNIQUE` builds an index under it (PostgreSQL manual, ALTER TABLE)',
            ),
          ],
          ...variant,
        };
      });
  },
});
