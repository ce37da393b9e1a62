import { showName } from '../../sql/object-name.ts';
import { existsOnBase, tableIn } from '../evidence.ts';
import { rolloutAt } from '../rollout/rollout-at.ts';
import { defineRule, operationsOf } from '../rule.ts';
import { wordsByUsage } from '../usage.ts';

export default defineRule({
  id: 'rename-table',
  about: 'statement',
  title: 'Table renamed under running code',
  family: 'backward-compat',
  severity: 'blocker',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'stable',
  sources: [
    'squawk:renaming-table',
    'atlas:BC101',
    'strong_migrations:rename_table',
    'pgfence:rename-table',
    'django-ml:RENAME_TABLE',
  ],
  what: 'From this moment every query that says `{table}` fails, on all servers that still run the old code.',
  why: 'The name changes at once, the code only when the last server is replaced; no order of the two avoids the gap.',
  fix: 'In the same transaction, put a view of the old name in its place: `CREATE VIEW {table} AS SELECT * FROM {to}`. A plain view takes reads and writes. Drop it in a later release.',
  variants: {
    unused: {
      what: '`{table}` has another name from this moment. No code of this repository names the old one.',
      why: 'What other repositories, reports and people ask for is not seen from here.',
      fix: 'Tell those who read `{table}` from elsewhere; nothing in this repository has to change first.',
    },
    released: {
      what: 'Until the last server is replaced, the released code says `{table}` ({place}) and fails; the code of this pull request no longer does.',
    },
  },
  examples: {
    bad: [
      {
        title: 'only released code says the old name (a warning)',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE users RENAME TO accounts;',
        at: 'ALTER TABLE users RENAME TO accounts',
        dialect: 'postgres',
        code: { 'store/users.go': 'const list = `SELECT id FROM accounts`' },
        codeBefore: { 'store/users.go': 'const list = `SELECT id FROM users`' },
      },
      {
        title: 'no code says the old name (advice)',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE users RENAME TO accounts;',
        at: 'ALTER TABLE users RENAME TO accounts',
        dialect: 'postgres',
        code: { 'store/orders.go': 'const list = `SELECT id FROM orders`' },
      },
      {
        title: 'a table in use',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE users RENAME TO accounts;',
        at: 'ALTER TABLE users RENAME TO accounts',
        dialect: 'postgres',
      },
      ...(['mysql', 'mariadb', 'sqlite'] as const).map((dialect) => ({
        title: `a table in use, in ${dialect}`,
        dialect,
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE users RENAME TO accounts;',
        at: 'RENAME TO accounts',
      })),
      {
        title: 'a table in use, in SQL Server',
        dialect: 'mssql',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: "EXEC sp_rename 'users', 'accounts';",
        at: "EXEC sp_rename 'users', 'accounts'",
      },
    ],
    good: [
      {
        title: 'a new table beside the old one',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'CREATE TABLE accounts (id bigint PRIMARY KEY);',
      },
      {
        title: 'a table of the same pull request',
        dialect: 'postgres',
        sql: 'CREATE TABLE a (id bigint PRIMARY KEY);\nALTER TABLE a RENAME TO b;',
      },
      {
        title: 'a view of the old name takes its place',
        dialect: 'postgres',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE users RENAME TO accounts;\nCREATE VIEW users AS SELECT * FROM accounts;',
      },
      {
        title: 'a swap: a table of the old name takes its place',
        dialect: 'postgres',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE users_new (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE users RENAME TO users_old;\nALTER TABLE users_new RENAME TO users;',
      },
      {
        title: 'a swap, in SQLite',
        dialect: 'sqlite',
        base: 'CREATE TABLE users (id integer PRIMARY KEY);',
        sql: 'ALTER TABLE users RENAME TO users_old;\nCREATE TABLE users (id integer PRIMARY KEY, name text);',
      },
      ...(['mysql', 'mariadb', 'mssql', 'sqlite'] as const).map((dialect) => ({
        title: `only a column, in ${dialect}`,
        dialect,
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql:
          dialect === 'mssql' ? 'ALTER TABLE users ADD name int;' : 'ALTER TABLE users ADD COLUMN name int;',
      })),
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'rename-table')
      .filter(({ table, to }) => {
        if (subject.isNew(table)) return false;
        const view = subject.siblings.some(({ operations }) =>
          operations.some(
            (other) =>
              other.kind === 'create-object' && other.object === 'view' && other.name.name === table.name,
          ),
        );
        // A table that takes the place of another: the name in use stays in use.
        if (tableIn(subject.base, to) !== undefined) return false;
        // What has the old name afterwards, or was never known under it (a name that a rename before gave).
        return (
          !view &&
          tableIn(subject.after, table) === undefined &&
          !isRenamedHere(subject.base, subject.before, table)
        );
      })
      .flatMap(({ table, to, range }) => {
        const words = wordsByUsage(subject, { kind: 'table', table });
        if (words === null) return [];
        return [
          {
            ...words,
            range,
            object: showName(table),
            data: { ...words.data, table: showName(table), to: showName(to) },
            evidence: [...existsOnBase(subject.base, table), ...(words.evidence ?? [])],
          },
        ];
      });
  },
  rollout: (match, subject) => rolloutAt('rename-table', match, subject),
});

/** Whether a table got this name in this pull request only: then no released code says it. */
function isRenamedHere(
  base: Parameters<typeof tableIn>[0],
  before: Parameters<typeof tableIn>[0],
  table: Parameters<typeof tableIn>[1],
): boolean {
  return base.complete && tableIn(base, table) === undefined && tableIn(before, table) !== undefined;
}
