import { showName } from '../../sql/object-name.ts';
import { codePlaces } from '../code-places.ts';
import { narrows } from '../query-tables.ts';
import { defineRule } from '../rule.ts';

const random = /\bORDER\s+BY\s+(?:random|rand|newid)\s*\(\s*\)/gi;

export default defineRule({
  id: 'order-by-random',
  about: 'statement',
  on: ['query'],
  title: 'Whole table sorted for a few random rows',
  family: 'query-performance',
  // The catalogue calls it a warning; on a small table it is all right, and the size is rarely known.
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'stable',
  sources: [
    'sqlcheck:3006',
    'bytebase:STATEMENT_INSERT_DISALLOW_ORDER_BY_RAND',
    'https://www.postgresql.org/docs/current/sql-select.html#SQL-FROM',
  ],
  what: 'For the few rows that it answers the query reads all of `{table}` and sorts it.',
  why: 'Each row gets a random number, and only then the smallest are known.',
  fix: 'Ask for the first rows from a random key on (`WHERE id >= …`), or `TABLESAMPLE` where the database has it.',
  examples: {
    bad: [
      ...(['postgres', 'sqlite'] as const).map((dialect) => ({
        title: `in ${dialect}`,
        dialect,
        path: 'queries/pick.sql',
        sql: 'SELECT id FROM quotes ORDER BY random() LIMIT 1;',
        at: 'ORDER BY random()',
      })),
      ...(['mysql', 'mariadb'] as const).map((dialect) => ({
        title: `in ${dialect}`,
        dialect,
        path: 'queries/pick.sql',
        sql: 'SELECT id FROM quotes ORDER BY RAND() LIMIT 1;',
        at: 'ORDER BY RAND()',
      })),
      {
        title: 'in mssql',
        dialect: 'mssql',
        path: 'queries/pick.sql',
        sql: 'SELECT TOP 1 id FROM quotes ORDER BY NEWID();',
        at: 'ORDER BY NEWID()',
      },
    ],
    good: [
      {
        title: 'by a column',
        path: 'queries/pick.sql',
        sql: 'SELECT id FROM quotes ORDER BY id;',
      },
      {
        title: 'a few rows of one owner',
        path: 'queries/pick.sql',
        sql: 'SELECT id FROM quotes WHERE owner_id = 7 ORDER BY id;',
      },
      {
        title: 'few rows are left',
        dialect: 'postgres',
        path: 'queries/pick.sql',
        sql: 'SELECT id FROM quotes WHERE owner_id = 7 ORDER BY random() LIMIT 1;',
      },
    ],
  },
  detect({ statement, migration }) {
    const { query } = statement;
    if (migration !== null || query === null || !query.hasLimit || query.nested.length > 0) return [];
    if (query.where?.some(narrows) === true) return [];
    const [table] = query.tables;
    if (table === undefined) return [];
    const name = showName(table.table);
    return codePlaces(statement, random).map(({ range }) => ({
      range,
      object: name,
      data: { table: name },
      table: table.table,
    }));
  },
});
