import { showName } from '../../sql/object-name.ts';
import { columnIn, columnOnBase } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'drop-default-on-not-null',
  about: 'statement',
  on: ['set-default'],
  title: 'Default taken from a column that must have a value',
  family: 'backward-compat',
  severity: 'warning',
  dialects: ['postgres'],
  state: 'stable',
  sources: ['django-ml:NOT_NULL', 'https://www.postgresql.org/docs/current/sql-altertable.html'],
  what: 'Code that runs while this is deployed and inserts into `{table}` without `{column}` fails.',
  why: '`{column}` is `NOT NULL`, and its default is gone the moment this commits.',
  fix: 'Deploy the code that writes `{column}` first; drop the default in a later migration.',
  examples: {
    bad: [
      {
        title: 'a column of the base branch',
        base: "CREATE TABLE orders (id bigint PRIMARY KEY, state text NOT NULL DEFAULT 'open');",
        sql: 'ALTER TABLE orders ALTER COLUMN state DROP DEFAULT;',
        at: 'ALTER COLUMN state DROP DEFAULT',
      },
    ],
    good: [
      {
        title: 'a column that may be NULL',
        base: "CREATE TABLE orders (id bigint PRIMARY KEY, state text DEFAULT 'open');",
        sql: 'ALTER TABLE orders ALTER COLUMN state DROP DEFAULT;',
      },
      {
        title: 'another default right behind it, as for a change of type',
        base: "CREATE TABLE orders (id bigint PRIMARY KEY, state text NOT NULL DEFAULT 'open');",
        sql: "ALTER TABLE orders ALTER COLUMN state DROP DEFAULT;\nALTER TABLE orders ALTER COLUMN state SET DEFAULT 'new';",
      },
      {
        title: 'a column of the same pull request',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: "ALTER TABLE orders ADD COLUMN state text NOT NULL DEFAULT 'open';\nALTER TABLE orders ALTER COLUMN state DROP DEFAULT;",
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'set-default').flatMap((operation) => {
      const { table, column, range } = operation;
      if (operation.default !== null || subject.isNew(table)) return [];
      const before = columnIn(subject.base, table, column);
      const after = columnIn(subject.after, table, column);
      if (before === undefined || before.nullable || before.default === null) return [];
      // Gone, given another default or made nullable: then it is not this that hurts.
      if (after === undefined || after.nullable || after.default !== null || after.identity) return [];
      return [
        {
          range,
          object: `${showName(table)}.${column}`,
          data: { table: showName(table), column },
          evidence: columnOnBase(subject.base, table, column),
        },
      ];
    });
  },
});
