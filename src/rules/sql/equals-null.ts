import { type Conjunct, queriesWithin } from '../../sql/query-shape.ts';
import { documented } from '../evidence.ts';
import { defineRule, type Match } from '../rule.ts';
import type { StatementSubject } from '../subject.ts';

const comparison = /(=|<>|!=)\s*NULL$/i;

export default defineRule({
  id: 'equals-null',
  about: 'statement',
  on: ['query'],
  title: 'Comparison with NULL that is never true',
  family: 'query-correctness',
  severity: 'blocker',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
  state: 'stable',
  sources: [
    'bytebase:STATEMENT_WHERE_NO_EQUAL_NULL',
    'sqlcheck:3002',
    'https://www.postgresql.org/docs/current/functions-comparison.html',
  ],
  what: 'No row satisfies `{condition}`: the statement finds and changes nothing.',
  why: 'A comparison with `NULL` is neither true nor false.',
  fix: 'Write `{column} {remedy}`.',
  examples: {
    bad: [
      {
        title: 'equal',
        path: 'queries/open.sql',
        sql: 'SELECT id FROM orders WHERE closed_at = NULL;',
        at: 'closed_at = NULL',
        suggests: 'SELECT id FROM orders WHERE closed_at IS NULL;',
      },
      {
        title: 'not equal, beside another condition',
        path: 'queries/closed.sql',
        sql: "UPDATE orders SET state = 'done' WHERE id > 10 AND closed_at <> NULL;",
        at: 'closed_at <> NULL',
        suggests: "UPDATE orders SET state = 'done' WHERE id > 10 AND closed_at IS NOT NULL;",
      },
      {
        title: 'in a subquery',
        dialect: 'postgres',
        path: 'queries/open.sql',
        sql: 'SELECT id FROM users WHERE id IN (SELECT user_id FROM orders WHERE closed_at != NULL);',
        at: 'closed_at != NULL',
        suggests:
          'SELECT id FROM users WHERE id IN (SELECT user_id FROM orders WHERE closed_at IS NOT NULL);',
      },
    ],
    good: [
      { title: 'IS NULL', path: 'queries/open.sql', sql: 'SELECT id FROM orders WHERE closed_at IS NULL;' },
      { title: 'an assignment', sql: 'UPDATE orders SET closed_at = NULL WHERE id = 1;' },
      {
        title: 'a text that says NULL',
        path: 'queries/open.sql',
        sql: "SELECT id FROM orders WHERE note = 'NULL';",
      },
    ],
  },
  detect(subject) {
    const { query } = subject.statement;
    if (query === null) return [];
    return queriesWithin(query)
      .flatMap(({ where, joins }) => [...(where ?? []), ...joins])
      .flatMap((conjunct) => matchOf(subject, conjunct));
  },
  suggest({ range, data }) {
    return { range, text: `${data.written} ${data.remedy}`, followUps: [] };
  },
});

function matchOf(subject: StatementSubject, { column, operator, value, range }: Conjunct): Match[] {
  if (column === null || value !== 'literal' || (operator !== '=' && operator !== '<>')) return [];
  const condition = subject.text.slice(range.start, range.end);
  const found = comparison.exec(condition);
  if (found === null || condition.at(found.index - 1) === '<') return [];
  const written = condition.slice(0, found.index).trimEnd();
  return [
    {
      range,
      object: column.column,
      data: {
        condition,
        written,
        column: column.column,
        remedy: found[1] === '=' ? 'IS NULL' : 'IS NOT NULL',
      },
      evidence: [
        documented(
          'Do not write `expression = NULL` because `NULL` is not “equal to” `NULL` (PostgreSQL manual, 9.2 Comparison Functions and Operators)',
        ),
      ],
    },
  ];
}
