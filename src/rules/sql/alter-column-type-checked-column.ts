import { showName } from '../../sql/object-name.ts';
import { columnIn, columnOnBase, documented, tableIn } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';
import { judgeTypeChange } from '../type-change.ts';

export default defineRule({
  id: 'alter-column-type-checked-column',
  about: 'statement',
  on: ['set-column-type'],
  title: 'Type change that checks every row again',
  family: 'locking',
  severity: 'warning',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'strong_migrations:change_column_constraint',
    'https://www.postgresql.org/docs/current/sql-altertable.html',
  ],
  what: 'Nobody reads or writes `{table}` while each of its rows is read.',
  why: 'The change of type keeps the rows as they are, but `{constraint}` names `{column}` and is checked anew.',
  fix: 'Drop the constraint, change the type, and add it again `NOT VALID`; `VALIDATE CONSTRAINT` in a later migration.',
  examples: {
    bad: [
      {
        title: 'a longer text',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, code varchar(20), CONSTRAINT code_long CHECK (length(code) > 2));',
        sql: 'ALTER TABLE orders ALTER COLUMN code TYPE text;',
        at: 'ALTER COLUMN code TYPE text',
      },
    ],
    good: [
      {
        title: 'the constraint is about another column',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, code varchar(20), n int CHECK (n > 0));',
        sql: 'ALTER TABLE orders ALTER COLUMN code TYPE text;',
      },
      {
        title: 'dropped before',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, code varchar(20), CONSTRAINT code_long CHECK (length(code) > 2));',
        sql: 'ALTER TABLE orders DROP CONSTRAINT code_long;\nALTER TABLE orders ALTER COLUMN code TYPE text;',
      },
      {
        title: 'a new table',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, code varchar(20) CHECK (length(code) > 2));\nALTER TABLE orders ALTER COLUMN code TYPE text;',
      },
      {
        title: 'a rewrite, which is worse and told by another rule',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, n int CHECK (n > 0));',
        sql: 'ALTER TABLE orders ALTER COLUMN n TYPE bigint;',
      },
    ],
  },
  detect(subject) {
    const { statement, before, base } = subject;
    return operationsOf(statement, 'set-column-type').flatMap(({ table, column, type, using, range }) => {
      const from = columnIn(before, table, column)?.type ?? null;
      if (from === null || subject.isNew(table) || from.text === type.text) return [];
      if (judgeTypeChange(from, type, column, using, before.enums) !== 'cheap') return [];
      const named = tableIn(before, table)?.constraints.find(
        ({ constraint, validated }) =>
          constraint.kind === 'check' && validated && constraint.expression.columns.includes(column),
      );
      if (named === undefined) return [];
      return [
        {
          range,
          object: `${showName(table)}.${column}`,
          data: { table: showName(table), column, constraint: named.name },
          table,
          evidence: [
            ...columnOnBase(base, table, column),
            documented(
              'Indexes and simple table constraints involving the column will be automatically converted to use the new column type by reparsing the originally supplied expression (PostgreSQL manual, ALTER TABLE)',
            ),
          ],
        },
      ];
    });
  },
});
