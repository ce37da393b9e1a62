import { z } from 'zod';
import type { QueryShape } from '../../sql/query-shape.ts';
import { defineRule } from '../rule.ts';

const options = z.strictObject({
  tables: z.number().int().min(1).default(8),
  depth: z.number().int().min(1).default(4),
  characters: z.number().int().min(1).default(10_000),
});

export default defineRule({
  id: 'too-complex-query',
  about: 'statement',
  on: ['query'],
  title: 'Query that nobody can hold in mind',
  family: 'query-performance',
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'policy',
  options,
  sources: ['sqlcheck:3008', 'sqlcheck:3009', 'sqlcheck:3013'],
  what: 'The planner tries only some of the orders in which it could join, and so does who reads it.',
  why: 'It has {count}, and the settings allow {maximum}.',
  fix: 'Split it: queries of their own, a view, or a common table expression with a name that says what it is.',
  examples: {
    bad: [
      {
        title: 'three tables',
        path: 'queries/all.sql',
        sql: 'SELECT a.id FROM a JOIN b ON b.id = a.id JOIN c ON c.id = a.id;',
        at: 'SELECT a.id FROM a JOIN b ON b.id = a.id JOIN c ON c.id = a.id',
        options: { tables: 2 },
      },
    ],
    good: [
      {
        title: 'as many as are allowed',
        path: 'queries/all.sql',
        sql: 'SELECT a.id FROM a JOIN b ON b.id = a.id;',
        options: { tables: 2 },
      },
      {
        title: 'not deep',
        path: 'queries/all.sql',
        sql: 'SELECT id FROM a WHERE id IN (SELECT id FROM b);',
        options: { depth: 2 },
      },
    ],
  },
  detect({ statement, options: given }) {
    const { query, range, text } = statement;
    if (query === null) return [];
    const limits = options.parse(given ?? {});
    const measured = [
      { is: query.tables.length, most: limits.tables, unit: 'tables' },
      { is: depthOf(query), most: limits.depth, unit: 'queries inside each other' },
      { is: query.kind === 'insert' ? 0 : text.length, most: limits.characters, unit: 'characters' },
    ];
    const over = measured.find(({ is, most }) => is > most);
    if (over === undefined) return [];
    return [
      { range, object: over.unit, data: { count: `${over.is} ${over.unit}`, maximum: String(over.most) } },
    ];
  },
});

function depthOf({ nested }: QueryShape): number {
  return 1 + Math.max(0, ...nested.map(depthOf));
}
