import { sameName, showName } from '../../sql/object-name.ts';
import { documented, tableIn } from '../evidence.ts';
import { statementsBefore } from '../in-file.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'sqlite-rebuild-foreign-keys-on',
  about: 'statement',
  on: ['drop-table'],
  title: 'Rebuild of a table that deletes rows of others',
  family: 'data-loss',
  severity: 'blocker',
  dialects: ['sqlite'],
  state: 'stable',
  sources: [
    'atlas:LT101',
    'https://www.sqlite.org/lang_altertable.html#otheralter',
    'https://www.sqlite.org/foreignkeys.html#fk_schemacommands',
  ],
  what: 'Where the connection enforces foreign keys, dropping the old `{table}` {effect} in `{child}`.',
  why: '`DROP TABLE` deletes each row first, and the foreign key of `{child}` acts on that{because}.',
  fix: '`PRAGMA foreign_keys=OFF;` before the transaction begins, `PRAGMA foreign_key_check;` at its end, and `PRAGMA foreign_keys=ON;` behind it.',
  examples: {
    bad: [
      {
        title: 'rows that go along',
        base: 'CREATE TABLE users (id integer PRIMARY KEY, name text);\nCREATE TABLE notes (id integer PRIMARY KEY, user_id integer REFERENCES users (id) ON DELETE CASCADE);',
        sql: 'CREATE TABLE users_new (id integer PRIMARY KEY, name text NOT NULL);\nINSERT INTO users_new SELECT id, name FROM users WHERE name IS NOT NULL;\nDROP TABLE users;\nALTER TABLE users_new RENAME TO users;',
        at: 'DROP TABLE users',
      },
    ],
    good: [
      {
        title: 'switched off',
        base: 'CREATE TABLE users (id integer PRIMARY KEY, name text);\nCREATE TABLE notes (id integer PRIMARY KEY, user_id integer REFERENCES users (id) ON DELETE CASCADE);',
        sql: 'PRAGMA foreign_keys=OFF;\nCREATE TABLE users_new (id integer PRIMARY KEY, name text NOT NULL);\nINSERT INTO users_new SELECT id, name FROM users WHERE name IS NOT NULL;\nDROP TABLE users;\nALTER TABLE users_new RENAME TO users;\nPRAGMA foreign_keys=ON;',
      },
      {
        title: 'nobody refers to it',
        base: 'CREATE TABLE users (id integer PRIMARY KEY, name text);',
        sql: 'CREATE TABLE users_new (id integer PRIMARY KEY, name text NOT NULL);\nINSERT INTO users_new SELECT id, name FROM users WHERE name IS NOT NULL;\nDROP TABLE users;\nALTER TABLE users_new RENAME TO users;',
      },
      {
        title: 'a foreign key that does nothing fails, and deletes no row',
        base: 'CREATE TABLE users (id integer PRIMARY KEY, name text);\nCREATE TABLE notes (id integer PRIMARY KEY, user_id integer REFERENCES users (id));',
        sql: 'CREATE TABLE users_new (id integer PRIMARY KEY, name text NOT NULL);\nINSERT INTO users_new SELECT id, name FROM users WHERE name IS NOT NULL;\nDROP TABLE users;\nALTER TABLE users_new RENAME TO users;',
      },
    ],
  },
  detect(subject) {
    const { statement, before, after } = subject;
    return operationsOf(statement, 'drop-table').flatMap(({ table, range }) => {
      // Only a rebuild: the name stays.
      if (tableIn(before, table) === undefined || tableIn(after, table) === undefined) return [];
      const switchedOff = statementsBefore(subject)
        .flatMap((sibling) => operationsOf(sibling, 'set'))
        .filter(({ name }) => name === 'foreign_keys')
        .at(-1);
      const isOff = /^(?:off|0|false|no)$/.test(switchedOff?.value ?? '');
      // Inside a transaction the PRAGMA does nothing.
      if (isOff && subject.inTransaction !== true) return [];
      for (const child of before.tables.values()) {
        const key = child.constraints
          .map(({ constraint }) => constraint)
          .find(
            (constraint) =>
              constraint.kind === 'foreign-key' &&
              sameName(constraint.references, table) &&
              (constraint.onDelete === 'cascade' || constraint.onDelete === 'set-null'),
          );
        if (key?.kind !== 'foreign-key' || sameName(child.name, table)) continue;
        return [
          {
            range,
            object: `${showName(table)} ${showName(child.name)}`,
            data: {
              table: showName(table),
              child: showName(child.name),
              effect:
                key.onDelete === 'cascade'
                  ? 'deletes every row that refers to it'
                  : `sets \`${key.columns.join(', ')}\` to NULL in every row`,
              because: isOff ? '; the `PRAGMA` is inside a transaction, where it does nothing' : '',
            },
            evidence: [
              documented(
                'If foreign key constraints are enabled, DROP TABLE performs an implicit DELETE FROM to remove all rows before dropping it, which invokes foreign key actions (SQLite, Foreign Key Support)',
              ),
            ],
          },
        ];
      }
      return [];
    });
  },
});
