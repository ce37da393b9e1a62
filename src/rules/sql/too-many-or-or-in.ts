import { z } from 'zod';
import { codeText } from '../../sql/code-text.ts';
import { defineRule } from '../rule.ts';

const options = z.strictObject({ maximum: z.number().int().min(1).default(50) });

export default defineRule({
  id: 'too-many-or-or-in',
  about: 'statement',
  on: ['query'],
  title: 'Condition of very many parts',
  family: 'query-performance',
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'policy',
  options,
  sources: ['bytebase:STATEMENT_WHERE_MAXIMUM_LOGICAL_OPERATOR_COUNT', 'sqlcheck:3014'],
  what: 'Planning the query takes longer than running it, and the plan may read the whole table.',
  why: 'It has {count} {parts}, and the settings allow {maximum}.',
  fix: 'Hand the values over as a list (`= ANY($1)`), or join with a table of them.',
  examples: {
    bad: [
      {
        title: 'a long list',
        path: 'queries/some.sql',
        sql: 'SELECT id FROM orders WHERE id IN (1, 2, 3, 4);',
        at: 'SELECT id FROM orders WHERE id IN (1, 2, 3, 4)',
        options: { maximum: 3 },
      },
      {
        title: 'a chain',
        path: 'queries/some.sql',
        sql: 'SELECT id FROM orders WHERE a = 1 OR a = 2 OR b = 3;',
        at: 'SELECT id FROM orders WHERE a = 1 OR a = 2 OR b = 3',
        options: { maximum: 1 },
      },
    ],
    good: [
      {
        title: 'as many as are allowed',
        path: 'queries/some.sql',
        sql: 'SELECT id FROM orders WHERE id IN (1, 2, 3) AND a = 1;',
        options: { maximum: 3 },
      },
      {
        title: 'many rows to insert',
        sql: 'INSERT INTO orders (id) VALUES (1), (2), (3), (4);',
        options: { maximum: 3 },
      },
    ],
  },
  detect({ statement, options: given }) {
    if (statement.query === null || statement.query.kind === 'insert') return [];
    const { maximum } = options.parse(given ?? {});
    const code = codeText(statement);
    const longest = Math.max(
      0,
      ...[...code.matchAll(/\bIN\s*\(([^()]*)\)/gi)].map(([, list = '']) => list.split(',').length),
    );
    const chained = code.match(/\b(?:AND|OR)\b/gi)?.length ?? 0;
    const [count, parts] =
      longest > maximum ? [longest, 'values in a list'] : [chained, 'conditions joined by `AND` and `OR`'];
    if (count <= maximum) return [];
    return [
      {
        range: statement.range,
        object: parts,
        data: { count: String(count), parts, maximum: String(maximum) },
      },
    ];
  },
});
