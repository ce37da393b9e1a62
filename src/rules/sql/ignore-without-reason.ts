import { dialects } from '../../sql/dialect.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'ignore-without-reason',
  about: 'dismissal',
  title: 'A comment dismisses nothing, because it gives no reason',
  family: 'integrity',
  severity: 'warning',
  dialects,
  state: 'stable',
  catalogue: [],
  sources: ['docs/rules/README.md'],
  what: '`{comment}` dismisses nothing.',
  why: 'It names {missing}. Who reads it later cannot tell whether it still holds.',
  fix: 'Write `-- backend-engineer: ignore RULE reason`.',
  examples: {
    bad: [
      {
        title: 'no reason',
        sql: '-- backend-engineer: ignore dml-without-where\nDELETE FROM order_events;',
        at: '-- backend-engineer: ignore dml-without-where',
      },
      {
        title: 'no rule',
        sql: '-- backend-engineer: ignore\nDELETE FROM order_events;',
        at: '-- backend-engineer: ignore',
      },
    ],
    good: [
      {
        title: 'a rule and a reason',
        sql: '-- backend-engineer: ignore dml-without-where the table holds one day\nDELETE FROM order_events;',
      },
      { title: 'another linter’s comment', sql: '-- squawk-ignore ban-drop-column\nSELECT 1;' },
    ],
  },
  detect({ dismissal }) {
    const { range, rules, reason } = dismissal;
    if (rules.length > 0 && reason !== '') return [];
    const comment = `backend-engineer: ignore ${rules.join(', ')}`.trimEnd();
    const missing = rules.length === 0 ? 'no rule' : 'no reason';
    return [{ range, object: comment, data: { comment, missing } }];
  },
});
