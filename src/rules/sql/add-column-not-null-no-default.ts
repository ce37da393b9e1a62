import { showName } from '../../sql/object-name.ts';
import { isEmptied } from '../emptied.ts';
import { documented, existsOnBase } from '../evidence.ts';
import { notNullSteps } from '../not-null-steps.ts';
import { defineRule, operationAt, operationsOf } from '../rule.ts';
import { fileWords, rangeIn, writeTable } from '../sql-text.ts';

export default defineRule({
  id: 'add-column-not-null-no-default',
  about: 'statement',
  on: ['add-column'],
  title: 'Required column without a value for old rows',
  family: 'backward-compat',
  severity: 'blocker',
  dialects: ['postgres', 'sqlite', 'mssql'],
  state: 'stable',
  sources: [
    'squawk:adding-required-field',
    'atlas:MF103',
    'pgfence:add-column-not-null-no-default',
    'https://www.postgresql.org/docs/current/ddl-alter.html#DDL-ALTER-ADDING-A-COLUMN',
  ],
  what: 'This fails as soon as `{table}` has a row: old rows have no value for `{column}`.',
  why: 'And until every server runs the new code, the old code inserts without `{column}`, and each such INSERT fails.',
  fix: 'Give it a constant default, or add it nullable, fill it, and require it in a later migration.',
  examples: {
    bad: [
      {
        title: 'a required column for a table in use, in sqlite',
        dialect: 'sqlite',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE users ADD COLUMN email text NOT NULL;',
        at: 'ADD COLUMN email text NOT NULL',
      },
      {
        title: 'a required column for a table in use, in mssql',
        dialect: 'mssql',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE users ADD email varchar(80) NOT NULL;',
        at: 'ADD email varchar(80) NOT NULL',
      },
      {
        title: 'a required column for a table in use',
        dialect: 'postgres',
        path: 'migrations/0002_email.sql',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE users ADD COLUMN email text NOT NULL;',
        at: 'ADD COLUMN email text NOT NULL',
        suggests: 'ALTER TABLE users ADD COLUMN email text;',
        followUps: [
          'ALTER TABLE users ADD CONSTRAINT users_email_present CHECK (email IS NOT NULL) NOT VALID;',
          '-- Every row needs a value before this.\nALTER TABLE users VALIDATE CONSTRAINT users_email_present;',
          'ALTER TABLE users ALTER COLUMN email SET NOT NULL, DROP CONSTRAINT users_email_present;',
        ],
      },
      {
        title: 'beside other commands, one of which is fine',
        dialect: 'postgres',
        path: 'migrations/0002_email.sql',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: "ALTER TABLE users\n  ADD COLUMN phone text,\n  ADD COLUMN email varchar(255) NOT NULL CHECK (email <> '');",
        at: "ADD COLUMN email varchar(255) NOT NULL CHECK (email <> '')",
        suggests:
          "ALTER TABLE users\n  ADD COLUMN phone text,\n  ADD COLUMN email varchar(255) CHECK (email <> '');",
      },
      {
        title: 'DEFAULT NULL is no value',
        dialect: 'postgres',
        sql: 'ALTER TABLE users ADD email text DEFAULT NULL NOT NULL;',
        at: 'ADD email text DEFAULT NULL NOT NULL',
        suggests: 'ALTER TABLE users ADD email text DEFAULT NULL;',
      },
    ],
    good: [
      {
        title: 'a constant default',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: "ALTER TABLE users ADD COLUMN state text NOT NULL DEFAULT 'new';",
      },
      {
        title: 'nullable',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE users ADD COLUMN email text;',
      },
      {
        title: 'a table of the same pull request',
        sql: 'CREATE TABLE users (id bigint PRIMARY KEY);\nALTER TABLE users ADD COLUMN email text NOT NULL;',
      },
      {
        title: 'a table that the migration empties before',
        base: 'CREATE TABLE resets (id bigint PRIMARY KEY);',
        sql: 'TRUNCATE resets;\nALTER TABLE resets ADD COLUMN user_id bigint NOT NULL;',
      },
      {
        title: 'a generated column has a value in every row',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, name text);',
        sql: "ALTER TABLE users ADD COLUMN shown text NOT NULL GENERATED ALWAYS AS (coalesce(name, '-')) STORED;",
      },
      {
        title: 'an identity has one, too',
        base: 'CREATE TABLE logs (line text);',
        sql: 'ALTER TABLE logs ADD COLUMN id bigint NOT NULL GENERATED ALWAYS AS IDENTITY;',
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'add-column')
      .filter(
        ({ table, column }) =>
          !column.nullable &&
          (column.default === null || column.default.kind === 'null') &&
          column.generated === null &&
          column.identity === null &&
          !column.autoIncrement &&
          !subject.isNew(table) &&
          !isEmptied(subject, table),
      )
      .map(({ table, column, range }) => ({
        range,
        object: `${showName(table)}.${column.name}`,
        data: { table: showName(table), column: column.name },
        evidence: [
          ...existsOnBase(subject.base, table),
          documented(
            'Old rows get NULL where a new column has no default, and NOT NULL refuses it with `23502`',
          ),
        ],
      }));
  },
  suggest(match, subject) {
    const operation = operationAt(subject.statement, 'add-column', match.range);
    const required = rangeIn(subject.text, match.range, /\s+NOT\s+NULL\b/i);
    const keyed = operation?.column.constraints.some(({ kind }) => kind === 'primary-key') ?? true;
    if (operation === undefined || required === null || keyed || subject.statement.dialect !== 'postgres')
      return null;
    const { table, column } = operation;
    const written = writeTable(subject.statement, table);
    const steps = notNullSteps(written, table.name, column.name, subject.settings.postgresVersion);
    if (steps === null) return null;
    const require = {
      name: fileWords('require', table.name, column.name),
      sql: `ALTER TABLE ${written} ${steps.first};`,
      transaction: true,
    };
    return { range: required, text: '', followUps: [require, steps.validate, ...steps.finish] };
  },
});
