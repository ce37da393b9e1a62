import { showName } from '../../sql/object-name.ts';
import { defineRule, type Match, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'duplicate-column-assignment',
  about: 'statement',
  on: ['create-table', 'query'],
  title: 'Column named twice',
  family: 'query-correctness',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  sources: ['squawk:ban-duplicate-column-assignments'],
  what: 'The statement fails: {error}.',
  why: '`{column}` stands in it twice.',
  fix: 'Keep one of the two.',
  examples: {
    bad: [
      {
        title: 'in an UPDATE',
        path: 'queries/close.sql',
        sql: "UPDATE orders SET state = 'done', closed_at = now(), state = 'closed' WHERE id = 1;",
        at: "UPDATE orders SET state = 'done', closed_at = now(), state = 'closed' WHERE id = 1",
      },
      {
        title: 'in a new table',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, state text, state int);',
        at: 'CREATE TABLE orders (id bigint PRIMARY KEY, state text, state int)',
      },
    ],
    good: [
      {
        title: 'two columns',
        path: 'queries/close.sql',
        sql: "UPDATE orders SET state = 'done', closed_at = now() WHERE state = 'open';",
      },
      {
        title: 'two fields of one column',
        path: 'queries/move.sql',
        sql: 'UPDATE places SET point.x = 1, point.y = 2 WHERE id = 1;',
      },
      {
        title: 'the same column in two queries',
        path: 'queries/close.sql',
        sql: "WITH a AS (UPDATE orders SET state = 'x' WHERE id = 1 RETURNING id) UPDATE notes SET state = 'y' WHERE id = 2;",
      },
    ],
  },
  detect(subject) {
    const { query, range, text } = subject.statement;
    const created = operationsOf(subject.statement, 'create-table').flatMap(({ table, columns }): Match[] => {
      const column = twice(columns.map(({ name }) => name));
      if (column === null) return [];
      const data = { column, error: `column "${column}" specified more than once` };
      return [{ range, object: `${showName(table)}.${column}`, data }];
    });
    // What is nested adds its columns, and the fields of a composite or array are columns here.
    if (query === null || query.partial || query.nested.length > 0 || /\bSET\b[^=]*[.[]/i.test(text))
      return created;
    if (query.kind !== 'update' && query.kind !== 'insert') return created;
    // An upsert assigns what it inserts.
    if (query.kind === 'insert' && /\bON\s+CONFLICT\b/i.test(text)) return created;
    const column = twice(query.columnsWritten.map((one) => one.column));
    if (column === null || /(?:,|\bSET)\s*"?\w+"?\s*[.[]/i.test(text)) return created;
    const error =
      query.kind === 'update'
        ? `multiple assignments to same column "${column}"`
        : `column "${column}" specified more than once`;
    return [...created, { range, object: column, data: { column, error } }];
  },
});

function twice(names: readonly string[]): string | null {
  return names.find((name, at) => names.indexOf(name) !== at) ?? null;
}
