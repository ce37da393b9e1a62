import { showName } from '../../sql/object-name.ts';
import { defineRule, operationsOf } from '../rule.ts';

/** A call of Supabase's functions that is not the only thing in a subquery. */
const call = /(?<!\bselect\s+)\bauth\.(?:uid|jwt|role|email)\(\)/gi;

export default defineRule({
  id: 'rls-per-row-function',
  about: 'statement',
  on: ['create-object'],
  title: 'Policy that asks who it is for every row',
  family: 'query-performance',
  severity: 'warning',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'splinter:auth_rls_initplan',
    'https://supabase.com/docs/guides/database/postgres/row-level-security#call-functions-with-select',
  ],
  what: 'Each query on `{table}` calls `{function}` once for every row that it looks at.',
  why: 'A call alone is part of the condition; inside a subquery PostgreSQL computes it once for the statement.',
  fix: 'Write `(select {function})`.',
  examples: {
    bad: [
      {
        title: 'a condition on the user',
        sql: 'CREATE POLICY own ON notes USING (user_id = auth.uid());',
        at: 'CREATE POLICY own ON notes USING (user_id = auth.uid())',
        suggests: 'CREATE POLICY own ON notes USING (user_id = (select auth.uid()));',
      },
    ],
    good: [
      { title: 'in a subquery', sql: 'CREATE POLICY own ON notes USING (user_id = (select auth.uid()));' },
      { title: 'a column only', sql: "CREATE POLICY open ON notes FOR SELECT USING (state = 'open');" },
    ],
  },
  detect(subject) {
    const [found] = subject.statement.text.match(call) ?? [];
    if (found === undefined) return [];
    return operationsOf(subject.statement, 'create-object').flatMap(({ object, name, tables, range }) => {
      const [table] = tables;
      if (object !== 'policy' || table === undefined) return [];
      return [
        {
          range,
          object: `${showName(table)}.${showName(name)}`,
          data: { table: showName(table), function: found },
        },
      ];
    });
  },
  suggest({ range }, { text }) {
    return {
      range,
      text: text.slice(range.start, range.end).replace(call, (found) => `(select ${found})`),
      followUps: [],
    };
  },
});
