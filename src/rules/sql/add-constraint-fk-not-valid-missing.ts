import type { TableConstraint } from '../../sql/definitions.ts';
import { type ObjectName, sameName, showName } from '../../sql/object-name.ts';
import type { SchemaModel } from '../../sql/schema/model.ts';
import { documented, existsOnBase, tableIn } from '../evidence.ts';
import { defineRule, operationAt, operationsOf } from '../rule.ts';
import { fileWords, joinName, quoteName, writeTable } from '../sql-text.ts';

type ForeignKey = Extract<TableConstraint, { kind: 'foreign-key' }>;

export default defineRule({
  id: 'add-constraint-fk-not-valid-missing',
  about: 'statement',
  on: ['add-constraint', 'add-column'],
  title: 'Foreign key checked under a lock',
  family: 'locking',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'squawk:adding-foreign-key-constraint',
    'eugene:E1',
    'atlas:PG306',
    'strong_migrations:add_foreign_key',
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES',
  ],
  what: 'Writes to `{table}` and `{referenced}` wait while every row of `{table}` is checked.',
  why: '`ADD FOREIGN KEY` holds `SHARE ROW EXCLUSIVE` on both tables for the whole check, and fails at its end if one row has no match.',
  fix: 'Add it `NOT VALID`: new rows are checked from now on. Check the old ones in a later migration with `VALIDATE CONSTRAINT`, which lets writes through.',
  variants: {
    itself: {
      what: 'Writes to `{table}` wait while every row of it is checked.',
      why: '`ADD FOREIGN KEY` holds `SHARE ROW EXCLUSIVE` for the whole check, and fails at its end if one row has no match.',
    },
    'with-column': {
      fix: 'Add the column without its default, then the foreign key `NOT VALID`, set the default, and check old rows in a later migration with `VALIDATE CONSTRAINT`.',
    },
    partitioned: {
      fix: 'Before PostgreSQL 18 a partitioned table takes no `NOT VALID` foreign key: add it to each partition `NOT VALID`, validate those, then add it to `{table}`.',
    },
  },
  examples: {
    bad: [
      {
        title: 'a foreign key on a table in use',
        path: 'migrations/0003_orders_user.sql',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);\nCREATE INDEX ON orders (user_id);',
        sql: 'ALTER TABLE orders ADD CONSTRAINT orders_user_fk FOREIGN KEY (user_id) REFERENCES users (id);',
        at: 'ADD CONSTRAINT orders_user_fk FOREIGN KEY (user_id) REFERENCES users (id)',
        suggests:
          'ALTER TABLE orders ADD CONSTRAINT orders_user_fk FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;',
        followUps: ['ALTER TABLE orders VALIDATE CONSTRAINT orders_user_fk;'],
      },
      {
        title: 'without a name, beside another command',
        path: 'migrations/0003_orders_user.sql',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);\nCREATE INDEX ON orders (user_id);',
        sql: 'ALTER TABLE orders\n  ADD FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE,\n  ADD COLUMN note text;',
        at: 'ADD FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE',
        suggests:
          'ALTER TABLE orders\n  ADD FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE NOT VALID,\n  ADD COLUMN note text;',
        followUps: ['ALTER TABLE orders VALIDATE CONSTRAINT orders_user_id_fkey;'],
      },
      {
        title: 'a tree',
        path: 'migrations/0003_folders_parent.sql',
        base: 'CREATE TABLE folders (id bigint PRIMARY KEY, parent_id bigint);\nCREATE INDEX ON folders (parent_id);',
        sql: 'ALTER TABLE folders ADD CONSTRAINT folders_parent_fk FOREIGN KEY (parent_id) REFERENCES folders (id);',
        at: 'ADD CONSTRAINT folders_parent_fk FOREIGN KEY (parent_id) REFERENCES folders (id)',
        suggests:
          'ALTER TABLE folders ADD CONSTRAINT folders_parent_fk FOREIGN KEY (parent_id) REFERENCES folders (id) NOT VALID;',
        followUps: ['ALTER TABLE folders VALIDATE CONSTRAINT folders_parent_fk;'],
      },
      {
        title: 'a new column with a default has rows to check',
        base: 'CREATE TABLE plans (id bigint PRIMARY KEY);\nCREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE users ADD COLUMN plan_id bigint DEFAULT 1 REFERENCES plans (id);\nCREATE INDEX CONCURRENTLY ON users (plan_id);',
        at: 'ADD COLUMN plan_id bigint DEFAULT 1 REFERENCES plans (id)',
      },
    ],
    good: [
      {
        title: 'not valid, validated later',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);',
        sql: 'ALTER TABLE orders ADD CONSTRAINT orders_user_fk FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;',
      },
      {
        title: 'a table of the same pull request',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);\nALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users (id);',
      },
      {
        title: 'a new column without a default: every row is NULL, nothing is checked',
        base: 'CREATE TABLE plans (id bigint PRIMARY KEY);\nCREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE users ADD COLUMN plan_id bigint REFERENCES plans (id);',
      },
      {
        title: 'not enforced (PostgreSQL 18)',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);',
        sql: 'ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users (id) NOT ENFORCED;',
        postgresVersion: 18,
      },
      {
        title: 'a check constraint is another rule’s',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, total int);',
        sql: 'ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0);',
      },
    ],
  },
  detect(subject) {
    const partitioned = (table: ObjectName) =>
      subject.settings.postgresVersion < 18 && tableIn(subject.before, table)?.partitioned === true;
    const variantOf = (table: ObjectName, key: ForeignKey): { variant?: string } =>
      partitioned(table)
        ? { variant: 'partitioned' }
        : sameName(table, key.references)
          ? { variant: 'itself' }
          : {};
    const added = [
      ...operationsOf(subject.statement, 'add-constraint').flatMap(({ table, constraint, range }) =>
        constraint.kind === 'foreign-key' && !constraint.notValid
          ? [{ table, range, key: constraint, ...variantOf(table, constraint) }]
          : [],
      ),
      ...operationsOf(subject.statement, 'add-column').flatMap(({ table, column, range }) =>
        column.default === null || column.default.kind === 'null'
          ? []
          : column.constraints
              .filter((constraint) => constraint.kind === 'foreign-key')
              .map((key) => ({ table, range, key, variant: 'with-column' })),
      ),
    ];
    return added
      .filter(
        ({ table, range }) =>
          !subject.isNew(table) && !notEnforced(subject.text.slice(range.start, range.end)),
      )
      .map(({ table, range, key, ...variant }) => ({
        range,
        table,
        object: `${showName(table)}(${key.columns.join(',')})`,
        data: { table: showName(table), referenced: showName(key.references) },
        evidence: [
          ...existsOnBase(subject.base, table, ...(sameName(table, key.references) ? [] : [key.references])),
          documented(
            '`ADD FOREIGN KEY` takes `SHARE ROW EXCLUSIVE` on both tables (PostgreSQL manual, ALTER TABLE)',
          ),
        ],
        ...variant,
      }));
  },
  suggest(match, subject) {
    const operation = operationAt(subject.statement, 'add-constraint', match.range);
    if (operation?.constraint.kind !== 'foreign-key') return null;
    if (match.variant !== undefined && match.variant !== 'itself') return null;
    const name = constraintName(operation.constraint, operation.table, subject.after);
    if (name === null) return null;
    const table = writeTable(subject.statement, operation.table);
    return {
      range: { start: match.range.end, end: match.range.end },
      text: ' NOT VALID',
      followUps: [
        {
          name: fileWords('validate', name),
          sql: `ALTER TABLE ${table} VALIDATE CONSTRAINT ${quoteName(name)};`,
          transaction: true,
        },
      ],
    };
  },
});

function notEnforced(command: string): boolean {
  return /\bNOT\s+ENFORCED\b/i.test(command);
}

/** The given name, or the one that the database gives. */
function constraintName(key: ForeignKey, table: ObjectName, after: SchemaModel): string | null {
  if (key.name !== null) return key.name;
  const known = tableIn(after, table)?.constraints.filter(
    ({ constraint }) =>
      constraint.kind === 'foreign-key' &&
      sameName(constraint.references, key.references) &&
      constraint.columns.join() === key.columns.join(),
  );
  return known?.at(-1)?.name ?? joinName(table.name, ...key.columns, 'fkey');
}
