import { showName } from '../../sql/object-name.ts';
import { documented, existsOnBase, tableIn } from '../evidence.ts';
import { indexLostWith } from '../lost-index.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'drop-column-in-index',
  about: 'statement',
  on: ['drop-column'],
  title: 'Column that takes an index along',
  family: 'index',
  severity: 'warning',
  dialects: ['postgres', 'mysql', 'mariadb'],
  state: 'stable',
  sources: [
    'bytebase:COLUMN_DISALLOW_DROP_IN_INDEX',
    'https://www.postgresql.org/docs/current/sql-altertable.html',
    'https://dev.mysql.com/doc/refman/8.4/en/alter-table.html',
  ],
  what: '{what}',
  why: '`{index}` of `{table}` is on `{columns}`, and {why}.',
  fix: 'Create the index that takes its place before the column goes, and drop `{index}` by name.',
  examples: {
    bad: [
      {
        title: 'in postgres the whole index goes',
        dialect: 'postgres',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, state text);\nCREATE INDEX orders_user_state_idx ON orders (user_id, state);',
        sql: 'ALTER TABLE orders DROP COLUMN state;',
        at: 'DROP COLUMN state',
      },
      ...(['mysql', 'mariadb'] as const).map((dialect) => ({
        title: `a unique one gets shorter, in ${dialect}`,
        dialect,
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, state varchar(20));\nCREATE UNIQUE INDEX orders_user_state ON orders (user_id, state);',
        sql: 'ALTER TABLE orders DROP COLUMN state;',
        at: 'DROP COLUMN state',
      })),
    ],
    good: [
      {
        title: 'an index of this column alone',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, state varchar(20));\nCREATE INDEX orders_state_idx ON orders (state);',
        sql: 'ALTER TABLE orders DROP COLUMN state;',
      },
      {
        title: 'another index begins with the rest',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, state varchar(20));\nCREATE INDEX orders_user_state_idx ON orders (user_id, state);\nCREATE INDEX orders_user_idx ON orders (user_id);',
        sql: 'ALTER TABLE orders DROP COLUMN state;',
      },
    ],
  },
  detect(subject) {
    const { statement, before, after, base } = subject;
    const isPostgres = statement.dialect === 'postgres';
    return operationsOf(statement, 'drop-column').flatMap(({ table, column, range }) => {
      const later = tableIn(after, table);
      if (subject.isNew(table) || later === undefined) return [];
      const indexes = tableIn(before, table)?.indexes ?? [];
      const lost = indexLostWith(column, statement.dialect, indexes, later.indexes);
      if (lost === undefined) return [];
      const rest = lost.definition.columns
        .map((each) => each.column ?? each.text)
        .filter((each) => each !== column);
      return [
        {
          range,
          object: `${showName(table)}.${column}`,
          data: {
            table: showName(table),
            index: lost.name,
            columns: lost.definition.columns.map(({ text }) => text).join(', '),
            what: isPostgres
              ? `Queries that look for \`${rest.join('`, `')}\` lose their index and read all of \`${showName(table)}\`.`
              : `\`${lost.name}\` is unique for \`${rest.join('`, `')}\` alone afterwards: the statement fails where two rows share it, and so do later inserts.`,
            why: isPostgres
              ? 'an index goes with any of its columns'
              : 'MySQL takes the column out of it and keeps the rest',
          },
          table,
          evidence: [
            ...existsOnBase(base, table),
            documented(
              isPostgres
                ? 'Indexes and table constraints involving the column will be automatically dropped as well (PostgreSQL manual, ALTER TABLE)'
                : 'If columns are dropped from a table, the columns are also removed from any index of which they are a part (MySQL manual, ALTER TABLE)',
            ),
          ],
        },
      ];
    });
  },
});
