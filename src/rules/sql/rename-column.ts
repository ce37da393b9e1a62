import { showName } from '../../sql/object-name.ts';
import { columnOnBase } from '../evidence.ts';
import { rolloutAt } from '../rollout/rollout-at.ts';
import { defineRule, operationsOf } from '../rule.ts';
import { wordsByUsage } from '../usage.ts';

export default defineRule({
  id: 'rename-column',
  about: 'statement',
  on: ['rename-column'],
  title: 'Column renamed under running code',
  family: 'backward-compat',
  severity: 'blocker',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'stable',
  sources: [
    'squawk:renaming-column',
    'atlas:BC102',
    'strong_migrations:rename_column',
    'pgfence:rename-column',
    'django-ml:RENAME_COLUMN',
  ],
  what: 'From this moment every query that says `{table}.{column}` fails, on all servers that still run the old code.',
  why: 'The name changes at once, the code only when the last server is replaced; no order of the two avoids the gap.',
  fix: 'Add `{to}` beside `{column}`, write both, fill old rows, move the readers, and drop `{column}` in a later release. Or keep the name here and rename it in the code’s mapping only.',
  variants: {
    unused: {
      what: '`{table}.{column}` has another name from this moment. No code of this repository names the old one.',
      why: 'What other repositories, reports and people ask for is not seen from here.',
      fix: 'Tell those who read `{table}` from elsewhere; nothing in this repository has to change first.',
    },
    released: {
      what: 'Until the last server is replaced, the released code says `{table}.{column}` ({place}) and fails; the code of this pull request no longer does.',
    },
  },
  examples: {
    bad: [
      {
        title: 'only released code says the old name (a warning)',
        dialect: 'postgres',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, mail_address text);',
        sql: 'ALTER TABLE users RENAME COLUMN mail_address TO email;',
        at: 'ALTER TABLE users RENAME COLUMN mail_address TO email',
        code: { 'app/user.rb': 'User.find_by_sql("SELECT email FROM users")' },
        codeBefore: { 'app/user.rb': 'User.find_by_sql("SELECT mail_address FROM users")' },
      },
      {
        title: 'no code says the old name (advice)',
        dialect: 'postgres',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, mail_address text);',
        sql: 'ALTER TABLE users RENAME COLUMN mail_address TO email;',
        at: 'ALTER TABLE users RENAME COLUMN mail_address TO email',
        code: { 'app/user.rb': 'User.find_by_sql("SELECT id FROM users")' },
      },
      {
        title: 'a column in use, in mysql',
        dialect: 'mysql',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, mail varchar(80));',
        sql: 'ALTER TABLE users RENAME COLUMN mail TO email;',
        at: 'RENAME COLUMN mail TO email',
      },
      {
        title: 'a column in use, in mariadb',
        dialect: 'mariadb',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, mail varchar(80));',
        sql: 'ALTER TABLE users RENAME COLUMN mail TO email;',
        at: 'RENAME COLUMN mail TO email',
      },
      {
        title: 'a column in use, in sqlite',
        dialect: 'sqlite',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, mail varchar(80));',
        sql: 'ALTER TABLE users RENAME COLUMN mail TO email;',
        at: 'RENAME COLUMN mail TO email',
      },
      {
        title: 'a column in use, in mssql',
        dialect: 'mssql',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, mail varchar(80));',
        sql: "EXEC sp_rename 'users.mail', 'email', 'COLUMN';",
        at: "EXEC sp_rename 'users.mail', 'email', 'COLUMN'",
      },
      {
        title: 'a column in use',
        dialect: 'postgres',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, mail text);',
        sql: 'ALTER TABLE users RENAME COLUMN mail TO email;',
        at: 'ALTER TABLE users RENAME COLUMN mail TO email',
      },
      {
        title: 'without the word COLUMN',
        dialect: 'postgres',
        sql: 'ALTER TABLE users RENAME mail TO email;',
        at: 'ALTER TABLE users RENAME mail TO email',
      },
    ],
    good: [
      {
        title: 'a new column beside the old one',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, mail text);',
        sql: 'ALTER TABLE users ADD COLUMN email text;',
      },
      {
        title: 'a table of the same pull request',
        sql: 'CREATE TABLE users (id bigint PRIMARY KEY, mail text);\nALTER TABLE users RENAME COLUMN mail TO email;',
      },
      {
        title: 'a column that the same pull request adds',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE users ADD COLUMN mail text;\nALTER TABLE users RENAME COLUMN mail TO email;',
      },
      {
        title: 'a constraint and an index have no readers',
        dialect: 'postgres',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, mail text CONSTRAINT a CHECK (mail > 1::text));\nCREATE INDEX i ON users (mail);',
        sql: 'ALTER TABLE users RENAME CONSTRAINT a TO b;\nALTER INDEX i RENAME TO j;',
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'rename-column')
      .filter(({ table, column }) => !subject.isNew(table) && !subject.isAdded(table, column))
      .flatMap(({ table, column, to, range }) => {
        const words = wordsByUsage(subject, { kind: 'column', table, column });
        if (words === null) return [];
        return [
          {
            ...words,
            range,
            object: `${showName(table)}.${column}`,
            data: { ...words.data, table: showName(table), column, to },
            evidence: [...columnOnBase(subject.base, table, column), ...(words.evidence ?? [])],
          },
        ];
      });
  },
  rollout: (match, subject) => rolloutAt('rename-column', match, subject),
});
