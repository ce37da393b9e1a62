import { codeText } from '../../sql/code-text.ts';
import { showName } from '../../sql/object-name.ts';
import { defineRule, type Match } from '../rule.ts';

export default defineRule({
  id: 'select-without-where-or-limit',
  about: 'statement',
  on: ['query'],
  title: 'Query that answers with a whole table',
  family: 'query-performance',
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  // Small tables are read whole all the time.
  state: 'policy',
  sources: ['bytebase:STATEMENT_WHERE_REQUIRE_SELECT'],
  what: 'All rows of `{table}` are read and sent, however many there are by then.',
  why: 'There is neither a `WHERE` nor a `LIMIT`.',
  fix: 'Add the condition, or read it in pages.',
  examples: {
    bad: [
      {
        title: 'all',
        path: 'queries/all.sql',
        sql: 'SELECT id, name FROM users;',
        at: 'SELECT id, name FROM users',
      },
    ],
    good: [
      { title: 'some', path: 'queries/some.sql', sql: 'SELECT id, name FROM users WHERE id > 7;' },
      { title: 'one row for all', path: 'queries/count.sql', sql: 'SELECT count(*) FROM users;' },
      {
        title: 'a page',
        dialect: 'postgres',
        path: 'queries/page.sql',
        sql: 'SELECT id FROM users LIMIT 50;',
      },
    ],
  },
  detect({ statement, migration }) {
    const { query, range } = statement;
    if (migration !== null || query?.kind !== 'select' || query.where !== null || query.hasLimit) return [];
    const [use, ...others] = query.tables;
    if (use === undefined || others.length > 0 || query.nested.length > 0) return [];
    if (/\bGROUP\s+BY\b|\bSELECT\s+(?:count|sum|min|max|avg|exists)\s*\(/i.test(codeText(statement)))
      return [];
    const table = showName(use.table);
    return [{ range, object: table, data: { table } } satisfies Match];
  },
});
