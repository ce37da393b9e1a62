import { type ObjectName, showName } from '../../sql/object-name.ts';
import type { ConstraintModel } from '../../sql/schema/model.ts';
import { tableIn } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';
import type { StatementSubject } from '../subject.ts';

const kinds: Readonly<Record<string, string>> = {
  'foreign-key': 'foreign key',
  check: 'check',
  unique: 'unique constraint',
  'primary-key': 'primary key',
  exclude: 'exclusion constraint',
};

export default defineRule({
  id: 'drop-constraint',
  about: 'statement',
  on: ['drop-constraint'],
  title: 'Constraint dropped',
  family: 'integrity',
  // The catalogue calls it a warning. The text says that it is meant; what is worth a word is what it did.
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb', 'mssql'],
  state: 'stable',
  sources: ['atlas:CD101', 'atlas:CD102', 'atlas:CD103', 'pgfence:drop-constraint'],
  what: 'From now on nothing keeps rows out of `{table}` that the {kind} `{name}` kept out.',
  why: 'What is wrong by the time somebody wants it back has to be mended by hand before it can be added.',
  fix: 'Say in the migration why it goes, or add what takes its place in the same pull request.',
  examples: {
    bad: [
      {
        title: 'a foreign key',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, CONSTRAINT orders_user_fk FOREIGN KEY (user_id) REFERENCES users (id));',
        sql: 'ALTER TABLE orders DROP CONSTRAINT orders_user_fk;',
        at: 'DROP CONSTRAINT orders_user_fk',
      },
    ],
    good: [
      {
        title: 'replaced in the same pull request',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, total int, CONSTRAINT positive CHECK (total > 0));',
        sql: 'ALTER TABLE orders DROP CONSTRAINT positive;\nALTER TABLE orders ADD CONSTRAINT positive CHECK (total >= 0);',
      },
      {
        title: 'one that no known migration made: it may be one of several',
        sql: 'ALTER TABLE orders DROP CONSTRAINT orders_user_fk;',
      },
      {
        title: 'with its column or its table',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, total int, CONSTRAINT positive CHECK (total > 0));',
        sql: 'ALTER TABLE orders DROP CONSTRAINT positive;\nALTER TABLE orders DROP COLUMN total;',
      },
      {
        title: 'a helper that proved NOT NULL, once that is set',
        dialect: 'postgres',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, total int, CONSTRAINT present CHECK (total IS NOT NULL));',
        sql: 'ALTER TABLE orders ALTER COLUMN total SET NOT NULL, DROP CONSTRAINT present;',
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'drop-constraint').flatMap(({ table, name, range }) => {
      if (subject.isNew(table)) return [];
      const dropped = tableIn(subject.base, table)?.constraints.find((one) => one.name === name)?.constraint;
      const after = tableIn(subject.after, table);
      const kind = dropped === undefined ? undefined : kinds[dropped.kind];
      if (dropped === undefined || kind === undefined || after === undefined) return [];
      const replaced = after.constraints.some(
        (one) => one.constraint.kind === dropped.kind && isAdded(subject, table, one),
      );
      const columns =
        'columns' in dropped ? dropped.columns : dropped.kind === 'check' ? dropped.expression.columns : [];
      const gone = columns.length > 0 && columns.some((column) => !after.columns.has(column));
      const proven =
        dropped.kind === 'check' &&
        dropped.provesNotNull !== null &&
        after.columns.get(dropped.provesNotNull)?.nullable === false;
      // A unique index in the place of a unique constraint.
      const indexed =
        dropped.kind === 'unique' &&
        after.indexes.some(
          ({ definition }) =>
            definition.unique &&
            definition.columns.map(({ column }) => column).join() === dropped.columns.join(),
        );
      if (replaced || gone || proven || indexed) return [];
      return [{ range, object: `${showName(table)}(${name})`, data: { table: showName(table), name, kind } }];
    });
  },
});

/** Whether the pull request adds it: under a new name, or under the old one with other words. */
function isAdded(
  subject: StatementSubject,
  table: ObjectName,
  { name, constraint }: ConstraintModel,
): boolean {
  const before = tableIn(subject.base, table)?.constraints.find((one) => one.name === name);
  return before === undefined || JSON.stringify(before.constraint) !== JSON.stringify(constraint);
}
