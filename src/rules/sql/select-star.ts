import { showName } from '../../sql/object-name.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'select-star',
  about: 'statement',
  on: ['query'],
  title: 'Query that reads all columns',
  family: 'query-performance',
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'policy',
  sources: ['bytebase:STATEMENT_SELECT_NO_SELECT_ALL', 'sqlcheck:3001'],
  what: 'Each column that `{table}` gets is read and sent, too, and code that counts columns breaks.',
  why: '`*` is what the table has when the query runs.',
  fix: 'Name the columns that are used.',
  examples: {
    bad: [
      {
        title: 'a query of the application',
        path: 'queries/users.sql',
        sql: 'SELECT * FROM users WHERE id = 7;',
        at: 'SELECT * FROM users WHERE id = 7',
      },
    ],
    good: [
      {
        title: 'the columns',
        path: 'queries/users.sql',
        sql: 'SELECT id, name FROM users WHERE id = 7;',
      },
      {
        title: 'counting rows reads no column',
        path: 'queries/users.sql',
        sql: 'SELECT count(*) FROM users;',
      },
    ],
  },
  detect(subject) {
    const { query, range } = subject.statement;
    if (subject.migration !== null || query?.kind !== 'select') return [];
    const table = query.tables[0]?.table;
    if (table === undefined || !/\bselect\s+(?:distinct\s+)?(?:\w+\.)?\*/i.test(subject.statement.text))
      return [];
    return [{ range, object: showName(table), data: { table: showName(table) } }];
  },
});
