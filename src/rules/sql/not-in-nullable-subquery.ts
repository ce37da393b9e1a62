import { queriesWithin } from '../../sql/query-shape.ts';
import { codePlaces, nameWritten } from '../code-places.ts';
import { columnIn, columnOnBase, documented } from '../evidence.ts';
import { defineRule, type Match } from '../rule.ts';

const name = '["`\\w\\]\\[]+';
/** `NOT IN (SELECT [t.]column FROM table [alias] [WHERE …])`, with at most one level of parentheses in its WHERE. */
const notIn = new RegExp(
  `\\bNOT\\s+IN\\s*\\(\\s*SELECT\\s+(?:DISTINCT\\s+)?(?:${name}\\.)?(${name})\\s+FROM\\s+(${name})` +
    `(?:\\s+(?:AS\\s+)?(?!WHERE\\b)\\w+)?\\s*(\\bWHERE\\b[^()]*(?:\\([^()]*\\)[^()]*)*)?\\)`,
  'gi',
);

export default defineRule({
  id: 'not-in-nullable-subquery',
  about: 'statement',
  on: ['query'],
  title: 'NOT IN that one NULL empties',
  family: 'query-correctness',
  severity: 'warning',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'stable',
  sources: [
    'https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_NOT_IN',
    'https://www.postgresql.org/docs/current/functions-subquery.html#FUNCTIONS-SUBQUERY-NOTIN',
  ],
  what: 'As soon as one `{table}.{column}` is `NULL`, no row at all is found.',
  why: 'The column is nullable, and `x NOT IN (…, NULL)` is never true.',
  fix: '`NOT EXISTS (SELECT 1 FROM {table} WHERE {table}.{column} = …)`, or `WHERE {column} IS NOT NULL` inside.',
  examples: {
    bad: [
      {
        title: 'a nullable column',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);',
        path: 'queries/idle.sql',
        sql: 'SELECT id FROM users WHERE id NOT IN (SELECT user_id FROM orders);',
        at: 'NOT IN (SELECT user_id FROM orders)',
        suggests:
          'SELECT id FROM users WHERE id NOT IN (SELECT user_id FROM orders WHERE user_id IS NOT NULL);',
      },
      {
        title: 'with a condition on something else',
        dialect: 'postgres',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, state text);',
        sql: "DELETE FROM users WHERE id NOT IN (SELECT o.user_id FROM orders AS o WHERE lower(o.state) = 'open');",
        at: "NOT IN (SELECT o.user_id FROM orders AS o WHERE lower(o.state) = 'open')",
      },
    ],
    good: [
      {
        title: 'NOT NULL',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint NOT NULL);',
        path: 'queries/idle.sql',
        sql: 'SELECT id FROM users WHERE id NOT IN (SELECT user_id FROM orders);',
      },
      {
        title: 'a condition on the column leaves no NULL',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);',
        path: 'queries/idle.sql',
        sql: 'SELECT id FROM users WHERE id NOT IN (SELECT user_id FROM orders WHERE user_id IS NOT NULL);',
      },
      {
        title: 'a column that is not known',
        path: 'queries/idle.sql',
        sql: 'SELECT id FROM users WHERE id NOT IN (SELECT user_id FROM orders);',
      },
    ],
  },
  detect({ statement, before, base }) {
    if (statement.query === null || queriesWithin(statement.query).length < 2) return [];
    return codePlaces(statement, notIn).flatMap(({ range, groups }): Match[] => {
      const [column = '', table = '', where = ''] = groups.map((group) =>
        nameWritten(group ?? '', statement),
      );
      const named = { schema: null, name: table };
      if (columnIn(before, named, column)?.nullable !== true) return [];
      if (where.toLowerCase().includes(column.toLowerCase())) return [];
      return [
        {
          range,
          object: `${table}.${column}`,
          data: { table, column, where },
          evidence: [
            ...columnOnBase(base, named, column),
            documented(
              'If there are no equal right-hand values and at least one right-hand row yields null, the result of the NOT IN construct will be null, not true (PostgreSQL manual, 9.24 Subquery Expressions)',
            ),
          ],
        },
      ];
    });
  },
  suggest({ range, data }, { text }) {
    if (data.where !== '') return null;
    const inside = text.slice(range.start, range.end - 1);
    const column = /SELECT\s+(?:DISTINCT\s+)?(\S+)/i.exec(inside)?.[1] ?? '';
    return { range, text: `${inside} WHERE ${column} IS NOT NULL)`, followUps: [] };
  },
});
