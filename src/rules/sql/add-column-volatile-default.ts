import { codeSpan } from '../../report/markdown/code-span.ts';
import type { ColumnDefinition } from '../../sql/definitions.ts';
import { showName } from '../../sql/object-name.ts';
import { fillInBatches, withoutDefault } from '../back-fill.ts';
import { documented, existsOnBase } from '../evidence.ts';
import { notNullSteps } from '../not-null-steps.ts';
import { defineRule, operationAt, operationsOf } from '../rule.ts';
import { fileWords, quoteName, writeTable } from '../sql-text.ts';

/** From PostgreSQL 11 on a default that is the same for all rows is kept beside the table instead of in each row. */
const storesConstantSince = 11;

export default defineRule({
  id: 'add-column-volatile-default',
  about: 'statement',
  on: ['add-column'],
  title: 'New column rewrites the table',
  family: 'rewrite',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'squawk:adding-field-with-default',
    'atlas:PG302',
    'strong_migrations:add_column_default_callable',
    'eugene:E10',
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES',
  ],
  what: 'Nobody can read or write `{table}` while all of it is rewritten: {value} is computed row by row.',
  why: 'A default that differs from row to row cannot be kept beside the table, so that `ADD COLUMN` writes the table and its indexes anew under `ACCESS EXCLUSIVE`.',
  fix: 'Add the column without the default, set the default for new rows, and fill the old ones in batches.',
  examples: {
    bad: [
      {
        title: 'a random default',
        path: 'migrations/0002_token.sql',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid();',
        at: 'ADD COLUMN token uuid DEFAULT gen_random_uuid()',
        suggests:
          'ALTER TABLE users ADD COLUMN token uuid, ALTER COLUMN token SET DEFAULT gen_random_uuid();',
        followUps: [
          'DO $$\nBEGIN\n  LOOP\n    UPDATE users SET token = DEFAULT\n    WHERE ctid IN (SELECT ctid FROM users WHERE token IS NULL LIMIT 5000);\n    EXIT WHEN NOT FOUND;\n    COMMIT;\n  END LOOP;\nEND $$;',
        ],
      },
      {
        title: 'required as well: NOT NULL comes last',
        path: 'migrations/0002_token.sql',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE users ADD COLUMN seen timestamptz NOT NULL DEFAULT clock_timestamp();',
        at: 'ADD COLUMN seen timestamptz NOT NULL DEFAULT clock_timestamp()',
        suggests:
          'ALTER TABLE users ADD COLUMN seen timestamptz, ALTER COLUMN seen SET DEFAULT clock_timestamp();',
      },
      {
        title: 'any default before PostgreSQL 11',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: "ALTER TABLE users ADD COLUMN state text DEFAULT 'new';",
        postgresVersion: 10,
        at: "ADD COLUMN state text DEFAULT 'new'",
      },
    ],
    good: [
      {
        title: 'a number in each row: `add-column-serial` says so',
        base: 'CREATE TABLE logs (line text);',
        sql: 'ALTER TABLE logs ADD COLUMN id bigserial;',
      },
      {
        title: 'without the default, then the default',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE users ADD COLUMN token uuid;\nALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid();',
      },
      {
        title: 'now() is the same for all rows of a transaction',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE users ADD COLUMN created_at timestamptz NOT NULL DEFAULT now();',
      },
      {
        title: 'so is CURRENT_TIMESTAMP',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE users ADD COLUMN created_at timestamptz DEFAULT CURRENT_TIMESTAMP;',
      },
      {
        title: 'a constant',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: "ALTER TABLE users ADD COLUMN tags jsonb NOT NULL DEFAULT '[]'::jsonb;",
      },
      {
        title: 'a function of the project, whose volatility is not known',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE users ADD COLUMN region text DEFAULT app.home_region();',
      },
      {
        title: 'a table of the same pull request',
        sql: 'CREATE TABLE users (id bigint PRIMARY KEY);\nALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid();',
      },
    ],
  },
  detect(subject) {
    const old = subject.settings.postgresVersion < storesConstantSince;
    return operationsOf(subject.statement, 'add-column')
      .filter(
        ({ table, column }) =>
          !subject.isNew(table) &&
          !column.autoIncrement &&
          (column.default?.volatility === 'volatile' || (old && hasDefault(column))),
      )
      .map(({ table, column, range }) => ({
        range,
        object: `${showName(table)}.${column.name}`,
        data: { table: showName(table), value: codeSpan(column.default?.text ?? '') },
        table,
        evidence: [
          ...existsOnBase(subject.base, table),
          documented(
            'Adding a column with a volatile default rewrites the table and its indexes; a constant or stable one does not from PostgreSQL 11 on (PostgreSQL manual, ALTER TABLE, Notes)',
          ),
        ],
      }));
  },
  suggest(match, subject) {
    const operation = operationAt(subject.statement, 'add-column', match.range);
    if (operation === undefined) return null;
    // A DO block can commit from PostgreSQL 11 on.
    if (subject.settings.postgresVersion < storesConstantSince) return null;
    const { table, column } = operation;
    const value = column.default?.text;
    if (value === undefined || column.constraints.length > 0) return null;
    const command = withoutDefault(subject.text.slice(match.range.start, match.range.end), value);
    const written = writeTable(subject.statement, table);
    const steps = notNullSteps(written, table.name, column.name, subject.settings.postgresVersion);
    if (command === null || steps === null) return null;
    const name = quoteName(column.name);
    const require = {
      name: fileWords('require', table.name, column.name),
      sql: `ALTER TABLE ${written} ${steps.first};`,
      transaction: true,
    };
    return {
      range: match.range,
      text: `${command}, ALTER COLUMN ${name} SET DEFAULT ${value}`,
      followUps: [
        {
          name: fileWords('fill', table.name, column.name),
          sql: fillInBatches(written, name),
          transaction: false,
        },
        ...(column.nullable ? [] : [require, steps.validate, ...steps.finish]),
      ],
    };
  },
});

function hasDefault(column: ColumnDefinition): boolean {
  return column.default !== null && column.default.kind !== 'null';
}
