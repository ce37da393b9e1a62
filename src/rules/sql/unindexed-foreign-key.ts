import { showName } from '../../sql/object-name.ts';
import { documented, tableIn } from '../evidence.ts';
import { foreignKeys, holdsKey, isIndexed } from '../foreign-keys.ts';
import { defineRule } from '../rule.ts';
import { endOfStatement, fileWords, joinName, quoteName, writeTable } from '../sql-text.ts';

export default defineRule({
  id: 'unindexed-foreign-key',
  about: 'statement',
  on: ['create-table', 'add-column', 'add-constraint'],
  title: 'Foreign key without an index',
  family: 'index',
  severity: 'warning',
  dialects: ['postgres', 'sqlite', 'mssql'],
  state: 'stable',
  sources: [
    'eugene:E15',
    'splinter:unindexed_foreign_keys',
    'pgfence:fk-missing-index',
    'strong_migrations:add_reference',
    'https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK',
  ],
  what: 'Each DELETE from `{referenced}`, and each change of its key, reads all of `{table}`.',
  why: 'The database looks there for rows that still refer to the old one, and no index of `{table}` starts with `{columns}`.',
  fix: 'Create an index on `{table} ({columns})`.',
  examples: {
    bad: [
      {
        title: 'in a new table',
        path: 'migrations/0002_orders.sql',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'CREATE TABLE orders (\n  id bigint PRIMARY KEY,\n  user_id bigint NOT NULL REFERENCES users (id)\n);\n',
        at: 'user_id bigint NOT NULL REFERENCES users (id)',
        suggests:
          'CREATE TABLE orders (\n  id bigint PRIMARY KEY,\n  user_id bigint NOT NULL REFERENCES users (id)\n);\nCREATE INDEX orders_user_id_idx ON orders (user_id);\n',
      },
      {
        title: 'a new column of a table in use',
        dialect: 'postgres',
        path: 'migrations/0002_orders.sql',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE orders ADD COLUMN user_id bigint REFERENCES users (id);',
        at: 'ADD COLUMN user_id bigint REFERENCES users (id)',
        followUps: ['CREATE INDEX CONCURRENTLY orders_user_id_idx ON orders (user_id);'],
      },
      {
        title: 'an index of the partitioned table alone, which no query uses',
        dialect: 'postgres',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE events (user_id bigint, at date NOT NULL) PARTITION BY RANGE (at);\nCREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM (1) TO (2);',
        sql: 'ALTER TABLE events ADD CONSTRAINT events_user_fk FOREIGN KEY (user_id) REFERENCES users (id);\nCREATE INDEX events_user ON ONLY events (user_id);',
        at: 'ADD CONSTRAINT events_user_fk FOREIGN KEY (user_id) REFERENCES users (id)',
      },
      {
        title: 'an index that does not start with the column',
        sql: 'CREATE TABLE orders (\n  id bigint PRIMARY KEY,\n  tenant_id bigint,\n  user_id bigint,\n  UNIQUE (tenant_id, user_id),\n  FOREIGN KEY (user_id) REFERENCES users (id)\n);',
        at: 'FOREIGN KEY (user_id) REFERENCES users (id)',
        suggests:
          'CREATE TABLE orders (\n  id bigint PRIMARY KEY,\n  tenant_id bigint,\n  user_id bigint,\n  UNIQUE (tenant_id, user_id),\n  FOREIGN KEY (user_id) REFERENCES users (id)\n);\nCREATE INDEX orders_user_id_idx ON orders (user_id);',
      },
    ],
    good: [
      {
        title: 'an index later in the same pull request, in sqlite',
        dialect: 'sqlite',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));\nCREATE INDEX orders_user_idx ON orders (user_id, id);',
      },
      {
        title: 'an index later in the same pull request, in mssql',
        dialect: 'mssql',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));\nCREATE INDEX orders_user_idx ON orders (user_id, id);',
      },
      {
        title: 'an index later in the same pull request',
        dialect: 'postgres',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));\nCREATE INDEX ON orders (user_id, id);',
      },
      {
        title: 'an index of the partitioned table to which that of each partition is attached',
        dialect: 'postgres',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE events (user_id bigint, at date NOT NULL) PARTITION BY RANGE (at);\nCREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM (1) TO (2);\nCREATE INDEX events_user ON ONLY events (user_id);\nCREATE INDEX events_2026_user ON events_2026 (user_id);\nALTER INDEX events_user ATTACH PARTITION events_2026_user;',
        sql: 'ALTER TABLE events ADD CONSTRAINT events_user_fk FOREIGN KEY (user_id) REFERENCES users (id);',
      },
      {
        title: 'an index that was there before',
        dialect: 'postgres',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);\nCREATE INDEX ON orders (user_id);',
        sql: 'ALTER TABLE orders ADD CONSTRAINT orders_user_fk FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;',
      },
      {
        title: 'the primary key starts with it',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE roles (id bigint PRIMARY KEY);',
        sql: 'CREATE TABLE user_notes (user_id bigint REFERENCES users (id), at timestamptz, PRIMARY KEY (user_id, at));',
      },
      {
        title: 'unique, and two columns in another order',
        base: 'CREATE TABLE users (tenant_id bigint, id bigint, PRIMARY KEY (tenant_id, id));',
        sql: 'CREATE TABLE profiles (\n  tenant_id bigint,\n  user_id bigint,\n  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),\n  UNIQUE (user_id, tenant_id)\n);',
      },
      {
        title: 'an index of the rows that refer at all',
        dialect: 'postgres',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));\nCREATE INDEX ON orders (user_id) WHERE user_id IS NOT NULL;',
      },
      {
        title: 'a foreign key that is dropped again',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint CONSTRAINT fk REFERENCES users (id));\nALTER TABLE orders DROP CONSTRAINT fk;',
      },
    ],
  },
  detect(subject) {
    return foreignKeys(subject)
      .filter(({ table, key }) => {
        const model = tableIn(subject.after, table);
        return model?.complete === true && holdsKey(model, key) && !isIndexed(model, key.columns);
      })
      .map(({ table, key, range }) => ({
        range,
        object: `${showName(table)}(${key.columns.join(',')})`,
        data: {
          table: showName(table),
          referenced: showName(key.references),
          columns: key.columns.join(', '),
        },
        evidence: [
          documented(
            'A foreign key does not create an index on the referencing columns (PostgreSQL manual, 5.5.5 Foreign Keys)',
          ),
        ],
      }));
  },
  suggest(match, subject) {
    const found = foreignKeys(subject).find(({ range }) => range.start === match.range.start);
    if (found === undefined) return null;
    const { table, key } = found;
    const name = joinName(table.name, ...key.columns, 'idx');
    if (name === null) return null;
    const on = `${quoteName(name)} ON ${writeTable(subject.statement, table)} (${key.columns.map(quoteName).join(', ')});`;
    const end = endOfStatement(subject.text, subject.statement.range);
    if (subject.isNew(table)) {
      const semicolon = subject.text.slice(subject.statement.range.end, end) === '' ? ';' : '';
      return { range: { start: end, end }, text: `${semicolon}\nCREATE INDEX ${on}`, followUps: [] };
    }
    // Of a partitioned table an index is not built concurrently.
    const isPartitioned = tableIn(subject.after, table)?.partitioned === true;
    if (subject.statement.dialect !== 'postgres' || isPartitioned) return null;
    const sql = `CREATE INDEX CONCURRENTLY ${on}`;
    return {
      range: { start: end, end },
      text: '',
      followUps: [{ name: fileWords(name), sql, transaction: false }],
    };
  },
});
