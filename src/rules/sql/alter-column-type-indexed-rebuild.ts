import { showName } from '../../sql/object-name.ts';
import { columnIn, columnOnBase, documented, tableIn } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

const plain: ReadonlySet<string> = new Set(['text', 'character varying']);

export default defineRule({
  id: 'alter-column-type-indexed-rebuild',
  about: 'statement',
  on: ['set-column-type'],
  title: 'Type change that builds indexes anew',
  family: 'rewrite',
  severity: 'warning',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'strong_migrations:change_column',
    'atlas:PG301',
    'https://www.postgresql.org/docs/current/sql-altertable.html',
  ],
  what: 'Nobody reads or writes `{table}` while {indexes} {verb} built anew.',
  why: 'The rows stay as they are, but `{from}` and `{to}` are sorted and compared in different ways.',
  fix: 'Drop the index `CONCURRENTLY` first, change the type, and create it `CONCURRENTLY` again; or fill a new column and switch.',
  examples: {
    bad: [
      {
        title: 'text to citext',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email text);\nCREATE INDEX users_email_idx ON users (email);',
        sql: 'ALTER TABLE users ALTER COLUMN email TYPE citext;',
        at: 'ALTER COLUMN email TYPE citext',
      },
    ],
    good: [
      {
        title: 'texts that are sorted alike',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80));\nCREATE INDEX users_email_idx ON users (email);',
        sql: 'ALTER TABLE users ALTER COLUMN email TYPE text;',
      },
      {
        title: 'no index of the column',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email text, name text);\nCREATE INDEX users_name_idx ON users (name);',
        sql: 'ALTER TABLE users ALTER COLUMN email TYPE citext;',
      },
      {
        title: 'dropped before',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email text);\nCREATE INDEX users_email_idx ON users (email);',
        sql: 'DROP INDEX CONCURRENTLY users_email_idx;\nALTER TABLE users ALTER COLUMN email TYPE citext;',
      },
    ],
  },
  detect(subject) {
    const { statement, before, base } = subject;
    return operationsOf(statement, 'set-column-type').flatMap(({ table, column, type, range }) => {
      const from = columnIn(before, table, column)?.type;
      const differs =
        from !== null &&
        from !== undefined &&
        ((plain.has(from.name) && type.name === 'citext' && type.modifiers.length === 0) ||
          (from.name === 'citext' && plain.has(type.name) && type.modifiers.length === 0));
      if (!differs || subject.isNew(table)) return [];
      const indexes = (tableIn(before, table)?.indexes ?? [])
        .filter(({ definition }) => definition.columns.some((each) => each.column === column))
        .map(({ name }) => `\`${name}\``);
      if (indexes.length === 0) return [];
      return [
        {
          range,
          object: `${showName(table)}.${column}`,
          data: {
            table: showName(table),
            indexes: indexes.join(' and '),
            verb: indexes.length === 1 ? 'is' : 'are',
            from: from.text,
            to: type.text,
          },
          table,
          evidence: [
            ...columnOnBase(base, table, column),
            documented(
              'If the new type is binary coercible a table rewrite is not needed, but indexes must be rebuilt unless the system can verify that the new index would be logically equivalent (PostgreSQL manual, ALTER TABLE)',
            ),
          ],
        },
      ];
    });
  },
});
