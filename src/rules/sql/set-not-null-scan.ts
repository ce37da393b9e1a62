import type { ObjectName } from '../../sql/object-name.ts';
import { showName } from '../../sql/object-name.ts';
import type { SchemaModel } from '../../sql/schema/model.ts';
import { isEmptied } from '../emptied.ts';
import { columnIn, columnOnBase, documented, tableIn } from '../evidence.ts';
import { notNullSteps } from '../not-null-steps.ts';
import { defineRule, operationAt, operationsOf } from '../rule.ts';
import { writeTable } from '../sql-text.ts';

/** From PostgreSQL 12 on SET NOT NULL trusts a validated CHECK instead of reading the table. */
const trustsCheckSince = 12;

export default defineRule({
  id: 'set-not-null-scan',
  about: 'statement',
  on: ['set-nullability'],
  title: 'NOT NULL checked while nobody can read or write',
  family: 'locking',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'squawk:adding-not-nullable-field',
    'eugene:E2',
    'atlas:PG303',
    'strong_migrations:change_column_null_postgresql',
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL',
  ],
  what: 'Nobody can read or write `{table}` while all of it is read for a NULL in `{column}`.',
  why: '`SET NOT NULL` reads every row under `ACCESS EXCLUSIVE`, and fails if one of them has no value.',
  fix: 'Require it of new rows first, check the old ones without that lock, then set it.',
  variants: {
    added: {
      fix: 'Write `NOT NULL` into the `ADD COLUMN`: beside a constant default it needs no scan.',
    },
    old: {
      fix: 'Before PostgreSQL 12 nothing avoids the scan: keep a validated `CHECK ({column} IS NOT NULL)` in place of `NOT NULL`.',
    },
  },
  examples: {
    bad: [
      {
        title: 'a nullable column of a table in use',
        path: 'migrations/0002_email.sql',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, email text);',
        sql: 'ALTER TABLE orders ALTER COLUMN email SET NOT NULL;',
        at: 'ALTER COLUMN email SET NOT NULL',
        suggests:
          'ALTER TABLE orders ADD CONSTRAINT orders_email_present CHECK (email IS NOT NULL) NOT VALID;',
        followUps: [
          '-- Every row needs a value before this.\nALTER TABLE orders VALIDATE CONSTRAINT orders_email_present;',
          'ALTER TABLE orders ALTER COLUMN email SET NOT NULL, DROP CONSTRAINT orders_email_present;',
        ],
      },
      {
        title: 'PostgreSQL 18 has NOT NULL NOT VALID',
        path: 'migrations/0002_email.sql',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, email text, note text);',
        sql: 'ALTER TABLE orders ALTER email SET NOT NULL, DROP COLUMN IF EXISTS gone;',
        postgresVersion: 18,
        at: 'ALTER email SET NOT NULL',
        suggests:
          'ALTER TABLE orders ADD CONSTRAINT orders_email_not_null NOT NULL email NOT VALID, DROP COLUMN IF EXISTS gone;',
        followUps: [
          '-- Every row needs a value before this.\nALTER TABLE orders VALIDATE CONSTRAINT orders_email_not_null;',
        ],
      },
      {
        title: 'the check was not validated',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, email text);\nALTER TABLE orders ADD CONSTRAINT orders_email_present CHECK (email IS NOT NULL) NOT VALID;',
        sql: 'ALTER TABLE orders ALTER COLUMN email SET NOT NULL;',
        at: 'ALTER COLUMN email SET NOT NULL',
      },
      {
        title: 'a column that the same pull request adds with a default',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: "ALTER TABLE orders ADD COLUMN state text DEFAULT 'new';\nALTER TABLE orders ALTER COLUMN state SET NOT NULL;",
        at: 'ALTER COLUMN state SET NOT NULL',
      },
      {
        title: 'a column that the same pull request adds and fills',
        path: 'migrations/0002_state.sql',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, paid bool);',
        sql: "ALTER TABLE orders ADD COLUMN state text;\nUPDATE orders SET state = 'paid' WHERE paid;\nALTER TABLE orders ALTER COLUMN state SET NOT NULL;",
        at: 'ALTER COLUMN state SET NOT NULL',
        suggests:
          "ALTER TABLE orders ADD COLUMN state text;\nUPDATE orders SET state = 'paid' WHERE paid;\nALTER TABLE orders ADD CONSTRAINT orders_state_present CHECK (state IS NOT NULL) NOT VALID;",
      },
    ],
    good: [
      {
        title: 'after a validated check',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, email text);\nALTER TABLE orders ADD CONSTRAINT orders_email_present CHECK (email IS NOT NULL) NOT VALID;\nALTER TABLE orders VALIDATE CONSTRAINT orders_email_present;',
        sql: 'ALTER TABLE orders ALTER COLUMN email SET NOT NULL, DROP CONSTRAINT orders_email_present;',
      },
      {
        title: 'validated in an earlier statement',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, email text);\nALTER TABLE orders ADD CONSTRAINT orders_email_present CHECK (email IS NOT NULL) NOT VALID;',
        sql: 'ALTER TABLE orders VALIDATE CONSTRAINT orders_email_present;\nALTER TABLE orders ALTER COLUMN email SET NOT NULL;',
      },
      {
        title: 'a table of the same pull request',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, email text);\nALTER TABLE orders ALTER COLUMN email SET NOT NULL;',
      },
      {
        title: 'a column that is NOT NULL already',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, email text NOT NULL);',
        sql: 'ALTER TABLE orders ALTER COLUMN email SET NOT NULL;',
      },
      {
        title: 'NOT NULL NOT VALID (PostgreSQL 18)',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, email text);',
        sql: 'ALTER TABLE orders ADD CONSTRAINT orders_email_not_null NOT NULL email NOT VALID;',
        postgresVersion: 18,
      },
      {
        title: 'the other way',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, email text NOT NULL);',
        sql: 'ALTER TABLE orders ALTER COLUMN email DROP NOT NULL;',
      },
    ],
  },
  detect(subject) {
    const version = subject.settings.postgresVersion;
    return operationsOf(subject.statement, 'set-nullability')
      .filter(
        ({ table, column, nullable }) =>
          !nullable &&
          !subject.isNew(table) &&
          !isEmptied(subject, table) &&
          columnIn(subject.before, table, column)?.nullable !== false &&
          !(version >= trustsCheckSince && hasCheck(subject.before, table, column, true)),
      )
      .map(({ table, column, range }) => ({
        range,
        object: `${showName(table)}.${column}`,
        data: { table: showName(table), column },
        table,
        evidence: [
          ...columnOnBase(subject.base, table, column),
          documented(
            '`SET NOT NULL` scans the whole table unless a validated `CHECK` proves that no NULL can exist (PostgreSQL manual, ALTER TABLE)',
          ),
        ],
        ...variantOf(
          subject.isAdded(table, column) &&
            columnIn(subject.before, table, column)?.default?.kind === 'constant',
          version,
        ),
      }));
  },
  suggest(match, subject) {
    const operation = operationAt(subject.statement, 'set-nullability', match.range);
    if (operation === undefined || match.variant !== undefined) return null;
    const { table, column } = operation;
    // Where such a check already waits to be validated, only its owner knows what is to be done.
    if (hasCheck(subject.before, table, column, false)) return null;
    const written = writeTable(subject.statement, table);
    const steps = notNullSteps(written, table.name, column, subject.settings.postgresVersion);
    if (steps === null) return null;
    return { range: match.range, text: steps.first, followUps: [steps.validate, ...steps.finish] };
  },
});

function variantOf(addedWithDefault: boolean, version: number): { variant?: string } {
  return addedWithDefault ? { variant: 'added' } : version < trustsCheckSince ? { variant: 'old' } : {};
}

/** Whether a constraint says that the column is never NULL; with `validated`, one that holds for all rows. */
function hasCheck(model: SchemaModel, table: ObjectName, column: string, validated: boolean): boolean {
  const constraints = tableIn(model, table)?.constraints ?? [];
  return constraints.some(
    (known) =>
      (known.validated || !validated) &&
      ((known.constraint.kind === 'check' && known.constraint.provesNotNull === column) ||
        (known.constraint.kind === 'not-null' && known.constraint.column === column)),
  );
}
