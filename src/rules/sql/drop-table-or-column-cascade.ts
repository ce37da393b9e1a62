import type { ObjectName } from '../../sql/object-name.ts';
import { sameName, showName } from '../../sql/object-name.ts';
import type { SchemaModel } from '../../sql/schema/model.ts';
import { defineRule, type Match } from '../rule.ts';

export default defineRule({
  id: 'drop-table-or-column-cascade',
  about: 'statement',
  title: 'CASCADE that takes along what the migration does not name',
  family: 'data-loss',
  // The catalogue calls it a blocker; that the thing itself is dropped is told by rules of their own.
  severity: 'warning',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'bytebase:STATEMENT_DISALLOW_RM_TBL_CASCADE',
    'pgfence:drop-table',
    'https://www.postgresql.org/docs/current/ddl-depend.html',
  ],
  what: '{victims} go with `{name}`.',
  why: '`CASCADE` drops what depends on it, on this database whatever that is there.',
  fix: 'Drop each of them by name first, and leave `CASCADE` out: PostgreSQL then refuses where something was forgotten.',
  examples: {
    bad: [
      {
        title: 'a type that columns have',
        base: "CREATE TYPE state AS ENUM ('open');\nCREATE TABLE orders (id bigint PRIMARY KEY, state state);",
        sql: 'DROP TYPE state CASCADE;',
        at: 'DROP TYPE state CASCADE',
      },
      {
        title: 'a table that others refer to',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, CONSTRAINT orders_user_fkey FOREIGN KEY (user_id) REFERENCES users (id));',
        sql: 'DROP TABLE users CASCADE;',
        at: 'DROP TABLE users CASCADE',
      },
    ],
    good: [
      {
        title: 'a type that no column has',
        base: "CREATE TYPE state AS ENUM ('open');\nCREATE TABLE orders (id bigint PRIMARY KEY);",
        sql: 'DROP TYPE state CASCADE;',
      },
      {
        title: 'the column is dropped first',
        base: "CREATE TYPE state AS ENUM ('open');\nCREATE TABLE orders (id bigint PRIMARY KEY, state state);",
        sql: 'ALTER TABLE orders DROP COLUMN state;\nDROP TYPE state CASCADE;',
      },
      {
        title: 'both tables are dropped',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));',
        sql: 'DROP TABLE users, orders CASCADE;',
      },
      {
        title: 'without CASCADE',
        base: "CREATE TYPE state AS ENUM ('open');\nCREATE TABLE orders (id bigint PRIMARY KEY, state state);",
        sql: 'DROP TYPE state;',
      },
    ],
  },
  detect(subject) {
    const dropped = subject.statement.operations.flatMap((operation) =>
      operation.kind === 'drop-table' ? [operation.table] : [],
    );
    return subject.statement.operations.flatMap((operation): Match[] => {
      const ofType = operation.kind === 'drop-object' && operation.object === 'type';
      if (!ofType && operation.kind !== 'drop-table') return [];
      if (!operation.cascade) return [];
      const name = operation.kind === 'drop-table' ? operation.table : operation.name;
      const victims = ofType ? columnsOfType(subject.before, name) : referring(subject.before, name, dropped);
      if (victims.length === 0) return [];
      const kind = ofType ? 'column' : 'foreign key';
      return [
        {
          range: operation.range,
          object: showName(name),
          data: {
            name: showName(name),
            victims: `The ${kind}${victims.length === 1 ? '' : 's'} \`${victims.join('`, `')}\``,
          },
          evidence: [
            {
              kind: 'schema',
              text: `the migrations so far make ${victims.length === 1 ? 'it' : 'them'}`,
              path: null,
              line: null,
            },
          ],
        },
      ];
    });
  },
});

function columnsOfType({ tables }: SchemaModel, type: ObjectName): string[] {
  return [...tables.values()].flatMap((table) =>
    [...table.columns.values()]
      .filter((column) => column.type?.name === type.name)
      .map((column) => `${showName(table.name)}.${column.name}`),
  );
}

function referring({ tables }: SchemaModel, to: ObjectName, dropped: readonly ObjectName[]): string[] {
  return [...tables.values()]
    .filter((table) => !dropped.some((name) => sameName(name, table.name)))
    .flatMap((table) =>
      table.constraints
        .filter(({ constraint }) => constraint.kind === 'foreign-key' && sameName(constraint.references, to))
        .map(({ name }) => `${name} of ${showName(table.name)}`),
    );
}
