import { showName } from '../../sql/object-name.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'duplicate-column-in-index',
  about: 'statement',
  on: ['create-index'],
  title: 'Index that has a column twice',
  family: 'index',
  severity: 'warning',
  dialects: ['postgres', 'sqlite'],
  state: 'stable',
  sources: ['bytebase:INDEX_NO_DUPLICATE_COLUMN'],
  what: 'The index on `{table}` is larger than it has to be, and no query gets faster.',
  why: '`{column}` stands in it twice.',
  fix: 'Leave the second one out.',
  examples: {
    bad: [
      {
        title: 'the same column',
        sql: 'CREATE TABLE orders (a int, b int);\nCREATE INDEX orders_idx ON orders (a, b, a);',
        at: 'CREATE INDEX orders_idx ON orders (a, b, a)',
      },
    ],
    good: [
      {
        title: 'two columns',
        sql: 'CREATE TABLE orders (a int, b int);\nCREATE INDEX orders_idx ON orders (a, b);',
      },
      {
        title: 'two indexes of one column',
        sql: 'CREATE TABLE orders (a int, b int);\nCREATE INDEX one ON orders (a);\nCREATE INDEX two ON orders (b, a);',
      },
      {
        title: 'a column and an expression of it',
        dialect: 'postgres',
        sql: 'CREATE TABLE users (email text);\nCREATE INDEX users_idx ON users (lower(email), email);',
      },
      {
        title: 'two operator classes of one column',
        dialect: 'postgres',
        sql: 'CREATE TABLE users (email text);\nCREATE INDEX users_idx ON users (email, email text_pattern_ops);',
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'create-index').flatMap(({ table, index, range }) => {
      const written = index.columns.map(({ text }) => text);
      const column = written.find((text, at) => written.indexOf(text) !== at);
      if (column === undefined) return [];
      return [
        {
          range,
          object: `${showName(table)}.${index.name ?? written.join()}`,
          data: { table: showName(table), column },
        },
      ];
    });
  },
});
