import { codeText } from '../../sql/code-text.ts';
import { codePlaces, nameWritten } from '../code-places.ts';
import { defineRule, type Match } from '../rule.ts';

/** `GROUP BY a, b HAVING …` up to the first parenthesis. */
const clause = /\bGROUP\s+BY\b([^();]*?)\bHAVING\b([^();]*)/gi;
const next = /\b(?:ORDER|LIMIT|OFFSET|UNION|FETCH)\b/i;
const compared =
  /(?<![\w.])((?:\w+\.)?["`]?\w+["`]?)\s*(?:=|<|>|!|\bIN\b|\bLIKE\b|\bIS\b|\bBETWEEN\b|\bNOT\b)/gi;

export default defineRule({
  id: 'having-without-aggregate',
  about: 'statement',
  on: ['query'],
  title: 'HAVING that chooses rows',
  family: 'query-performance',
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'stable',
  sources: [
    'sqlcheck:3012',
    'https://dev.mysql.com/doc/refman/8.4/en/select.html',
    'https://www.postgresql.org/docs/current/sql-select.html#SQL-HAVING',
  ],
  what: 'All groups are built, and then those that nobody asked for are thrown away.',
  why: '`HAVING` here names only what is grouped by (`{columns}`): no row of a group differs in it.',
  fix: 'Write the condition in `WHERE`, before `GROUP BY`.',
  examples: {
    bad: [
      {
        title: 'a column of the group',
        path: 'queries/totals.sql',
        sql: "SELECT state, count(*) FROM orders GROUP BY state HAVING state = 'open';",
        at: "HAVING state = 'open'",
      },
    ],
    good: [
      {
        title: 'in WHERE',
        path: 'queries/totals.sql',
        sql: "SELECT state, count(*) FROM orders WHERE state = 'open' GROUP BY state;",
      },
      {
        title: 'an aggregate',
        path: 'queries/totals.sql',
        sql: 'SELECT state, count(*) FROM orders GROUP BY state HAVING count(*) > 10;',
      },
      {
        title: 'the name of an aggregate',
        dialect: 'mysql',
        path: 'queries/totals.sql',
        sql: 'SELECT state, count(*) AS n FROM orders GROUP BY state HAVING n > 10;',
      },
    ],
  },
  detect({ statement, migration }) {
    if (migration !== null || statement.query?.kind !== 'select') return [];
    const code = codeText(statement);
    return codePlaces(statement, clause).flatMap(({ range, groups: [grouped = '', rest = ''] }): Match[] => {
      const cut = next.exec(rest)?.index;
      // A call, or a subquery.
      if (cut === undefined && code.charAt(range.end - statement.range.start) === '(') return [];
      const having = rest.slice(0, cut).trimEnd();
      const bare = (name: string) => nameWritten(name.trim().replace(/^\w+\./, ''), statement);
      const columns = new Set(grouped.split(',').map(bare));
      const used = [...having.matchAll(compared)].map(([, name = '']) => bare(name));
      if (used.length === 0 || !used.every((name) => columns.has(name))) return [];
      // A comparison for each AND and OR: what is not read may be something else.
      const parts = having.split(/\b(?:AND|OR)\b/i).length - (/\bBETWEEN\b/i.test(having) ? 1 : 0);
      if (parts !== used.length) return [];
      const end = range.end - rest.length + having.length;
      const start = range.end - rest.length - 'HAVING'.length;
      const names = [...new Set(used)].join(', ');
      return [{ range: { start, end }, object: names, data: { columns: names } }];
    });
  },
});
