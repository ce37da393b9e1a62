import { codeText } from '../../sql/code-text.ts';
import type { Statement } from '../../sql/statement.ts';
import { documented } from '../evidence.ts';
import { defineRule, type Match } from '../rule.ts';

export default defineRule({
  id: 'union-instead-of-union-all',
  about: 'statement',
  on: ['query'],
  title: 'UNION of what cannot be equal',
  family: 'query-performance',
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'stable',
  sources: ['sqlcheck:3015', 'https://www.postgresql.org/docs/current/sql-select.html#SQL-UNION'],
  what: 'All rows of both sides are sorted or hashed to find equal ones, and none can be.',
  why: 'One side has {one} where the other has {other}.',
  fix: 'Write `UNION ALL`. Where a side has duplicates of its own that are not wanted, `SELECT DISTINCT` there.',
  examples: {
    bad: [
      {
        title: 'a mark of where a row comes from',
        path: 'queries/feed.sql',
        sql: "SELECT 'post' AS kind, id FROM posts UNION SELECT 'note' AS kind, id FROM notes;",
        at: 'UNION',
      },
    ],
    good: [
      {
        title: 'all rows',
        path: 'queries/feed.sql',
        sql: "SELECT 'post' AS kind, id FROM posts UNION ALL SELECT 'note' AS kind, id FROM notes;",
      },
      {
        title: 'rows that may be equal',
        path: 'queries/feed.sql',
        sql: 'SELECT author_id FROM posts UNION SELECT author_id FROM notes;',
      },
      {
        title: 'the same mark',
        path: 'queries/feed.sql',
        sql: "SELECT 'a' AS kind, id FROM posts UNION SELECT 'a' AS kind, id FROM notes;",
      },
    ],
  },
  detect({ statement, migration }) {
    // In a migration it runs once.
    if (migration !== null || statement.query?.kind !== 'select') return [];
    const code = codeText(statement);
    const unions = [...code.matchAll(/\bUNION\b(?!\s+ALL\b)/gi)];
    const [union] = unions;
    // With two sides only, and both at the top.
    if (
      union === undefined ||
      unions.length > 1 ||
      /\bUNION\s+ALL\b|\bEXCEPT\b|\bINTERSECT\b|\bWITH\b/i.test(code)
    )
      return [];
    const left = itemsOf(statement, 0, union.index);
    const right = itemsOf(statement, union.index + union[0].length, code.length);
    const at = left.findIndex((item, index) => {
      const other = right[index];
      return item !== null && other !== undefined && other !== null && item !== other;
    });
    if (at === -1) return [];
    const start = statement.range.start + union.index;
    return [
      {
        range: { start, end: start + union[0].length },
        object: `${left[at]} UNION ${right[at]}`,
        data: { one: `\`${left[at]}\``, other: `\`${right[at]}\`` },
        evidence: [
          documented(
            'The result of UNION does not contain any duplicate rows unless the ALL option is specified; ALL prevents elimination of duplicates, so UNION ALL is usually significantly quicker (PostgreSQL manual, SELECT)',
          ),
        ],
      } satisfies Match,
    ];
  },
});

/** The text of each item of a SELECT list that is a literal, null for others; empty where it is no plain SELECT. */
function itemsOf(statement: Statement, from: number, to: number): (string | null)[] {
  const code = codeText(statement).slice(from, to);
  const list = /^\s*SELECT\b([^()]*?)\bFROM\b/i.exec(code);
  if (list?.[1] === undefined) return [];
  const start = from + list[0].indexOf(list[1], list[0].search(/SELECT/i) + 'SELECT'.length);
  let offset = start;
  return list[1].split(',').map((item) => {
    const written = statement.text.slice(offset, offset + item.length).trim();
    offset += item.length + 1;
    return /^('(?:[^']|'')*'|\d+)(?:\s+(?:AS\s+)?\w+)?$/i.exec(written)?.[1] ?? null;
  });
}
