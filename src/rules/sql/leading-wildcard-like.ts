import { type Conjunct, queriesWithin } from '../../sql/query-shape.ts';
import { defineRule, type Match } from '../rule.ts';

/** A literal that begins with `%`, and has more than that. */
const leading = /'%[^'%]/;

export default defineRule({
  id: 'leading-wildcard-like',
  about: 'statement',
  on: ['query'],
  title: 'Search that reads every row',
  family: 'query-performance',
  // The catalogue calls it a warning; on a small table it is all right, and the size is rarely known.
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'stable',
  sources: ['bytebase:STATEMENT_WHERE_NO_LEADING_WILDCARD_LIKE', 'sqlcheck:3007'],
  what: 'The database compares `{column}` of every row, whatever indexes there are.',
  why: 'A b-tree finds what begins with a text, not what holds it.',
  fix: 'Where the table grows: a trigram index (`pg_trgm` in PostgreSQL), a full-text index, or a column that holds the text reversed.',
  examples: {
    bad: [
      {
        title: 'a part of a name',
        path: 'queries/search.sql',
        sql: "SELECT id FROM users WHERE name LIKE '%smith%';",
        at: "name LIKE '%smith%'",
      },
      {
        title: 'an end',
        dialect: 'postgres',
        path: 'queries/search.sql',
        sql: "SELECT id FROM users WHERE email LIKE '%@example.com' AND deleted_at IS NULL;",
        at: "email LIKE '%@example.com'",
      },
    ],
    good: [
      {
        title: 'a beginning',
        path: 'queries/search.sql',
        sql: "SELECT id FROM users WHERE name LIKE 'smith%';",
      },
      { title: 'in a migration it runs once', sql: "UPDATE users SET kind = 1 WHERE name LIKE '%bot';" },
      {
        title: 'beside a condition that an index serves',
        path: 'queries/search.sql',
        sql: "SELECT id FROM users WHERE account_id = 7 AND name LIKE '%smith%';",
      },
    ],
  },
  detect(subject) {
    const { query } = subject.statement;
    if (subject.migration !== null || query === null) return [];
    return queriesWithin(query).flatMap(({ where }): Match[] => {
      // Another equality may leave only a few rows.
      if (where === null || where.some(({ column, operator }) => column !== null && narrows.has(operator)))
        return [];
      return where.flatMap((condition) => {
        const text = subject.text.slice(condition.range.start, condition.range.end);
        if (!isSearch(condition) || !leading.test(text)) return [];
        const column = condition.column?.column ?? '';
        return [{ range: condition.range, object: column, data: { column } }];
      });
    });
  },
});

const narrows: ReadonlySet<string> = new Set(['=', 'in', '<', '<=', '>', '>=', 'between']);

function isSearch({ column, operator, value }: Conjunct): boolean {
  return column !== null && operator === 'like' && value === 'literal';
}
