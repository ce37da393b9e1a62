import { showName } from '../../sql/object-name.ts';
import { documented, existsOnBase } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'add-column-stored-generated',
  about: 'statement',
  on: ['add-column'],
  title: 'Table rewritten to compute a column',
  family: 'rewrite',
  severity: 'blocker',
  dialects: ['postgres', 'mysql', 'mariadb'],
  state: 'stable',
  sources: [
    'eugene:E11',
    'squawk:adding-field-with-default',
    'strong_migrations:add_column_generated_stored',
    'atlas:PG309',
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES',
    'https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-generated-column-operations',
  ],
  what: 'Writes to `{table}` wait while all of it is written anew, with `{column}` computed for each row.',
  why: 'A stored generated column has a value in every row, so the table is rewritten (PostgreSQL: under `ACCESS EXCLUSIVE`, readers wait, too).',
  fix: 'Add a plain column, keep it right for new rows by a trigger or in the code, and fill old rows in batches.',
  variants: {
    virtual: {
      fix: 'Make it `VIRTUAL`: it is computed when it is read, and adding it takes a moment. An index can still be built on it.',
    },
  },
  examples: {
    bad: [
      {
        title: 'in PostgreSQL',
        dialect: 'postgres',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, name text);',
        sql: 'ALTER TABLE users ADD COLUMN shown text GENERATED ALWAYS AS (upper(name)) STORED;',
        at: 'ADD COLUMN shown text GENERATED ALWAYS AS (upper(name)) STORED',
      },
      ...(['mysql', 'mariadb'] as const).map((dialect) => ({
        title: `in ${dialect}`,
        dialect,
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, name varchar(80));',
        sql: 'ALTER TABLE users ADD COLUMN shown varchar(80) GENERATED ALWAYS AS (upper(name)) STORED;',
        at: 'ADD COLUMN shown varchar(80) GENERATED ALWAYS AS (upper(name)) STORED',
      })),
    ],
    good: [
      {
        title: 'a plain column',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, name varchar(80));',
        sql: 'ALTER TABLE users ADD COLUMN shown varchar(80);',
      },
      {
        title: 'a new table',
        sql: 'CREATE TABLE users (id bigint PRIMARY KEY, name varchar(80), shown varchar(80) GENERATED ALWAYS AS (upper(name)) STORED);',
      },
      ...(['mysql', 'mariadb'] as const).map((dialect) => ({
        title: `a virtual one, in ${dialect}`,
        dialect,
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, name varchar(80));',
        sql: 'ALTER TABLE users ADD COLUMN shown varchar(80) GENERATED ALWAYS AS (upper(name)) VIRTUAL;',
      })),
    ],
  },
  detect(subject) {
    const { dialect } = subject.statement;
    const virtual = dialect !== 'postgres' || subject.settings.postgresVersion >= 18;
    return operationsOf(subject.statement, 'add-column')
      .filter(({ table, column }) => column.generated?.stored === true && !subject.isNew(table))
      .map(({ table, column, range }) => ({
        range,
        object: `${showName(table)}.${column.name}`,
        table,
        data: { table: showName(table), column: column.name },
        evidence: [
          ...existsOnBase(subject.base, table),
          documented(
            dialect === 'postgres'
              ? 'Adding a stored generated column requires the entire table and its indexes to be rewritten (PostgreSQL manual, ALTER TABLE)'
              : '`ADD COLUMN … STORED` rebuilds the table and permits no concurrent DML (MySQL manual, 17.12.1 Online DDL Operations)',
          ),
        ],
        ...(virtual ? { variant: 'virtual' } : {}),
      }));
  },
});
