import { showName } from '../../sql/object-name.ts';
import type { IndexModel } from '../../sql/schema/model.ts';
import { tableIn } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'duplicate-index',
  about: 'statement',
  on: ['create-index'],
  title: 'Index that exists already',
  family: 'index',
  severity: 'warning',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'stable',
  sources: ['splinter:duplicate_index', 'skeema:dupe-index', 'bytebase:TABLE_NO_DUPLICATE_INDEX'],
  what: 'Each write to `{table}` now keeps two equal indexes, `{other}` and this one, and no query gets faster.',
  why: '`{other}` has the same columns in the same order.',
  fix: 'Leave this one out. Where it is to replace `{other}`, drop that one in the next migration.',
  examples: {
    bad: [
      {
        title: 'under another name',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80));\nCREATE INDEX users_email_idx ON users (email);',
        sql: 'CREATE INDEX users_by_email ON users (email);',
        at: 'CREATE INDEX users_by_email ON users (email)',
      },
      {
        title: 'of a unique constraint, in one file',
        sql: 'CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80), CONSTRAINT users_email_key UNIQUE (email));\nCREATE INDEX users_email_idx ON users (email);',
        at: 'CREATE INDEX users_email_idx ON users (email)',
      },
    ],
    good: [
      {
        title: 'other columns, or another order',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80), name varchar(80));\nCREATE INDEX users_a_idx ON users (email, name);',
        sql: 'CREATE INDEX users_b_idx ON users (name, email);\nCREATE INDEX users_c_idx ON users (name);',
      },
      {
        title: 'a unique one beside a plain one does more',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80));\nCREATE INDEX users_email_idx ON users (email);',
        sql: 'CREATE UNIQUE INDEX users_email_key ON users (email);',
      },
      {
        title: 'the old one is dropped in the same pull request',
        dialect: 'postgres',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email text);\nCREATE INDEX users_email_idx ON users (email);',
        sql: 'CREATE INDEX CONCURRENTLY users_by_email ON users (email);\nDROP INDEX CONCURRENTLY users_email_idx;',
      },
      {
        title: 'of some rows only, of another kind, of an expression',
        dialect: 'postgres',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email text, gone boolean);\nCREATE INDEX users_email_idx ON users (email);',
        sql: 'CREATE INDEX CONCURRENTLY a ON users (email) WHERE NOT gone;\nCREATE INDEX CONCURRENTLY b ON users USING hash (email);\nCREATE INDEX CONCURRENTLY c ON users (lower(email));\nCREATE INDEX CONCURRENTLY d ON users (email text_pattern_ops);',
      },
      {
        title:
          'of the whole table, beside one of the partitioned table alone that no partition is attached to',
        dialect: 'postgres',
        base: 'CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);\nCREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM (1) TO (2);\nCREATE INDEX events_at ON ONLY events (at);',
        sql: 'CREATE INDEX events_by_at ON events (at);',
      },
      {
        title: 'of a partition, beside one of the partitioned table alone',
        dialect: 'postgres',
        base: 'CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);\nCREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM (1) TO (2);\nCREATE INDEX events_at ON ONLY events (at);',
        sql: 'CREATE INDEX CONCURRENTLY events_2026_at ON events_2026 (at);',
      },
      {
        title: 'the same name, if it is not there',
        dialect: 'postgres',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email text);\nCREATE INDEX users_email_idx ON users (email);',
        sql: 'CREATE INDEX IF NOT EXISTS users_email_idx ON users (email);',
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'create-index').flatMap(({ table, index, range }) => {
      const before = tableIn(subject.before, table)?.indexes ?? [];
      const kept = new Set(tableIn(subject.after, table)?.indexes.map(({ name }) => name));
      const columns = columnsOf(index.columns);
      if (columns === null || index.predicate !== null) return [];
      const other = before.find(
        ({ name, definition, valid }: IndexModel) =>
          valid &&
          name !== index.name &&
          kept.has(name) &&
          definition.predicate === null &&
          definition.method === index.method &&
          columnsOf(definition.columns) === columns &&
          definition.include.join() === index.include.join() &&
          // A unique one enforces something that a plain one does not.
          (definition.unique || !index.unique),
      );
      if (other === undefined) return [];
      return [
        {
          range,
          object: `${showName(table)}(${columns})`,
          data: { table: showName(table), other: other.name },
        },
      ];
    });
  },
});

/** null where an entry is more than a column and its direction: an expression, an operator class. */
function columnsOf(columns: IndexModel['definition']['columns']): string | null {
  const written = columns.map(({ column, text, descending }) => {
    const bare = text.replace(/^["`[]|["`\]]$/g, '').toLowerCase();
    return column === null || bare !== column.toLowerCase() ? null : `${column}${descending ? ' DESC' : ''}`;
  });
  return written.includes(null) ? null : written.join(', ');
}
