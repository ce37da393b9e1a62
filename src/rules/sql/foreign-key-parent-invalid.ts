import { showName } from '../../sql/object-name.ts';
import type { TableModel } from '../../sql/schema/model.ts';
import { documented, tableIn } from '../evidence.ts';
import { foreignKeys } from '../foreign-keys.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'foreign-key-parent-invalid',
  about: 'statement',
  on: ['create-table', 'add-column', 'add-constraint'],
  title: 'Foreign key to columns that are not unique',
  family: 'integrity',
  severity: 'blocker',
  dialects: ['postgres', 'mssql'],
  state: 'stable',
  sources: [
    'skeema:fk-parent',
    'https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK',
  ],
  what: 'The migration fails at this statement: no unique key of `{parent}` consists of `{columns}`.',
  why: 'A foreign key has to name the columns of a primary key or of a unique constraint, all of them.',
  fix: 'Refer to the primary key of `{parent}`, or make `{columns}` unique first.',
  examples: {
    bad: [
      {
        title: 'a column that is not unique',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80));',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, email varchar(80), FOREIGN KEY (email) REFERENCES users (email));',
        at: 'FOREIGN KEY (email) REFERENCES users (email)',
      },
      {
        title: 'a part of a key',
        base: 'CREATE TABLE lines (order_id bigint, line int, PRIMARY KEY (order_id, line));',
        sql: 'CREATE TABLE notes (id bigint PRIMARY KEY, order_id bigint, FOREIGN KEY (order_id) REFERENCES lines (order_id));',
        at: 'FOREIGN KEY (order_id) REFERENCES lines (order_id)',
      },
    ],
    good: [
      {
        title: 'the primary key',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, FOREIGN KEY (user_id) REFERENCES users (id));',
      },
      {
        title: 'a unique index',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80));\nCREATE UNIQUE INDEX users_email ON users (email);',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, email varchar(80), FOREIGN KEY (email) REFERENCES users (email));',
      },
      {
        title: 'a table that nobody has seen',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, FOREIGN KEY (user_id) REFERENCES users (number));',
      },
      {
        title: 'another column order of the key',
        base: 'CREATE TABLE lines (order_id bigint, line int, PRIMARY KEY (order_id, line));',
        sql: 'CREATE TABLE notes (id bigint PRIMARY KEY, o bigint, l int, FOREIGN KEY (l, o) REFERENCES lines (line, order_id));',
      },
    ],
  },
  detect(subject) {
    return foreignKeys(subject).flatMap(({ table, key, range }) => {
      const parent = tableIn(subject.before, key.references);
      // A table that refers to itself is not there before.
      if (parent === undefined || !parent.complete || key.referencedColumns.length === 0) return [];
      if (uniqueKeys(parent).some((columns) => sameColumns(columns, key.referencedColumns))) return [];
      return [
        {
          range,
          object: `${showName(table)}.${key.columns.join()}`,
          data: { parent: showName(key.references), columns: key.referencedColumns.join(', ') },
          evidence: [
            documented(
              'A foreign key must reference columns that either are a primary key or form a unique constraint, or are columns from a non-partial unique index (PostgreSQL manual, 5.5.5 Foreign Keys)',
            ),
          ],
        },
      ];
    });
  },
});

function uniqueKeys({ constraints, indexes }: TableModel): (readonly (string | null)[])[] {
  return [
    ...constraints.flatMap(({ constraint }) =>
      constraint.kind === 'primary-key' || constraint.kind === 'unique' ? [constraint.columns] : [],
    ),
    ...indexes
      .filter(({ definition }) => definition.unique && definition.predicate === null)
      .map(({ definition }) => definition.columns.map(({ column }) => column)),
  ];
}

function sameColumns(a: readonly (string | null)[], b: readonly string[]): boolean {
  return a.length === b.length && b.every((column) => a.includes(column));
}
