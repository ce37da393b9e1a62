import { showName } from '../../sql/object-name.ts';
import { documented } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'sqlite-unsupported-alter',
  about: 'statement',
  on: ['add-column'],
  title: 'Column that SQLite cannot add',
  family: 'integrity',
  severity: 'blocker',
  dialects: ['sqlite'],
  state: 'stable',
  sources: ['https://www.sqlite.org/lang_altertable.html#alter_table_add_column'],
  what: 'The migration fails at this statement{when}.',
  why: 'SQLite adds no column that is {reason}.',
  fix: 'Add it without, and create a unique index or fill the rows after that; or make the table anew as the manual says (section 7) and copy its rows.',
  examples: {
    bad: [
      {
        title: 'a unique one',
        sql: 'ALTER TABLE users ADD COLUMN email text UNIQUE;',
        at: 'ADD COLUMN email text UNIQUE',
      },
      {
        title: 'one whose default is computed',
        base: 'CREATE TABLE users (id integer PRIMARY KEY);',
        sql: 'ALTER TABLE users ADD COLUMN created_at text DEFAULT CURRENT_TIMESTAMP;',
        at: 'ADD COLUMN created_at text DEFAULT CURRENT_TIMESTAMP',
      },
    ],
    good: [
      {
        title: 'a constant default',
        sql: "ALTER TABLE users ADD COLUMN state text NOT NULL DEFAULT 'new';",
      },
      {
        title: 'a text in double quotes, which SQLite takes where no column can stand',
        sql: 'ALTER TABLE resource ADD COLUMN name TEXT NOT NULL DEFAULT "";',
      },
      {
        title: 'in a new table',
        sql: 'CREATE TABLE users (id integer PRIMARY KEY, email text UNIQUE, created_at text DEFAULT CURRENT_TIMESTAMP);',
      },
      {
        title: 'a computed default for a table without rows',
        sql: 'CREATE TABLE users (id integer PRIMARY KEY);\nALTER TABLE users ADD COLUMN created_at text DEFAULT CURRENT_TIMESTAMP;',
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'add-column').flatMap(({ table, column, range }) => {
      const key = column.constraints.find(({ kind }) => kind === 'primary-key' || kind === 'unique');
      const computed = column.default?.kind === 'other' && !subject.isNew(table);
      if (key === undefined && !computed) return [];
      return [
        {
          range,
          object: `${showName(table)}.${column.name}`,
          data: {
            when: key === undefined ? ' where the table has rows' : '',
            reason:
              key === undefined
                ? `given \`${column.default?.text ?? ''}\` in old rows`
                : `\`${key.kind === 'unique' ? 'UNIQUE' : 'PRIMARY KEY'}\``,
          },
          evidence: [
            documented(
              'The column may not have a PRIMARY KEY or UNIQUE constraint, nor a default value of CURRENT_TIME, CURRENT_DATE, CURRENT_TIMESTAMP, or an expression in parentheses (SQLite, ALTER TABLE ADD COLUMN)',
            ),
          ],
        },
      ];
    });
  },
});
