import { showName } from '../../sql/object-name.ts';
import type { TableModel } from '../../sql/schema/model.ts';
import { nameWritten } from '../code-places.ts';
import { documented } from '../evidence.ts';
import { leadsIndex, narrows, onlyTable } from '../query-tables.ts';
import { defineRule, type Match } from '../rule.ts';

/** `lower(email) = …`, `date(t.at) >= …`: a function of one column and perhaps constants. */
const called = /^(\w+)\s*\(\s*(?:\w+\.)?(["`]?\w+["`]?)\s*(?:,[^()]*)?\)\s*(?:=|<|>|IN\b|LIKE\b|BETWEEN\b)/i;
/** `at::date = …`. Casts between texts change nothing. */
const cast = /^(?:\w+\.)?("?\w+"?)\s*::\s*(date)\s*(?:=|<|>|IN\b|BETWEEN\b)/i;

export default defineRule({
  id: 'non-sargable-function',
  about: 'statement',
  on: ['query'],
  title: 'Function that hides a column from its index',
  family: 'query-performance',
  // The catalogue calls it a warning; on a small table it is all right, and the size is rarely known.
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'stable',
  sources: [
    'bytebase:STATEMENT_WHERE_DISALLOW_FUNCTIONS_AND_CALCULATIONS',
    'https://use-the-index-luke.com/sql/where-clause/functions',
    'https://www.postgresql.org/docs/current/indexes-expressional.html',
  ],
  what: 'The index on `{table}.{column}` is not used: `{function}` is computed for each row.',
  why: 'An index of the column has its values, not those of the function, and `{table}` has no index on the expression.',
  fix: 'Compute on the other side (`{column} >= … AND {column} < …`), or create an index on the expression.',
  examples: {
    bad: [
      {
        title: 'a function',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80));\nCREATE INDEX users_email_idx ON users (email);',
        path: 'queries/find.sql',
        sql: "SELECT id FROM users WHERE lower(email) = 'a@example.com';",
        at: "lower(email) = 'a@example.com'",
      },
      {
        title: 'a cast',
        dialect: 'postgres',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, at timestamptz);\nCREATE INDEX orders_at_idx ON orders (at);',
        path: 'queries/day.sql',
        sql: 'SELECT id FROM orders WHERE at::date = $1;',
        at: 'at::date = $1',
      },
    ],
    good: [
      {
        title: 'the column itself',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80));\nCREATE INDEX users_email_idx ON users (email);',
        path: 'queries/find.sql',
        sql: "SELECT id FROM users WHERE email = lower('A@example.com');",
      },
      {
        title: 'an index on the expression',
        dialect: 'postgres',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE);\nCREATE INDEX ON users (lower(email));',
        path: 'queries/find.sql',
        sql: "SELECT id FROM users WHERE lower(email) = 'a@example.com';",
      },
      {
        title: 'beside a condition that an index serves',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80));\nCREATE INDEX users_email_idx ON users (email);',
        path: 'queries/find.sql',
        sql: "SELECT id FROM users WHERE id = 7 AND lower(email) = 'a@example.com';",
      },
      {
        title: 'no index that it could use',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80));',
        path: 'queries/find.sql',
        sql: "SELECT id FROM users WHERE lower(email) = 'a@example.com';",
      },
    ],
  },
  detect({ statement, migration, before, text }) {
    const { query } = statement;
    // In a migration it runs once.
    if (migration !== null || query?.where == null || query.where.some(narrows)) return [];
    const table = onlyTable(query, before);
    if (table === null) return [];
    return query.where.flatMap(({ column: plain, range }): Match[] => {
      const condition = text.slice(range.start, range.end);
      const byCall = called.exec(condition);
      const found = byCall === null ? cast.exec(condition) : [byCall[0], byCall[2], byCall[1]];
      const column = nameWritten(found?.[1] ?? '', statement);
      if (plain !== null || found === null || !leadsIndex(table, column) || hasExpression(table, column))
        return [];
      return [
        {
          range,
          object: `${showName(table.name)}.${column}`,
          data: { table: showName(table.name), column, function: found[2] ?? '' },
          table: table.name,
          evidence: [
            documented(
              'An index column can be a function or expression computed from columns, useful to obtain fast access based on the results of computations (PostgreSQL manual, 11.7 Indexes on Expressions)',
            ),
          ],
        },
      ];
    });
  },
});

function hasExpression({ indexes }: TableModel, column: string): boolean {
  return indexes.some(({ definition }) =>
    definition.columns.some((each) => each.column === null && each.text.includes(column)),
  );
}
