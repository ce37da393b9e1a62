import { dialects } from '../../sql/dialect.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'unused-ignore',
  about: 'dismissal',
  title: 'A comment that dismisses nothing',
  family: 'integrity',
  severity: 'advice',
  dialects,
  state: 'stable',
  sources: ['eslint:--report-unused-disable-directives', 'atlas:nolint'],
  what: 'Nothing is dismissed for `{rules}`.',
  why: 'A comment that dismisses nothing hides the next finding of that rule here.',
  fix: 'Delete it.',
  variants: {
    unknown: {
      what: 'There is no rule `{rules}`.',
      why: 'The comment dismisses nothing, whatever was meant.',
      fix: 'Write the rule’s id as the comment on the pull request shows it.',
    },
  },
  examples: {
    bad: [
      {
        title: 'nothing to dismiss',
        sql: '-- backend-engineer: ignore dml-without-where one row at a time\nDELETE FROM order_events WHERE id = 1;',
        at: '-- backend-engineer: ignore dml-without-where one row at a time',
      },
      {
        title: 'a name that no rule has',
        sql: '-- backend-engineer: ignore delete-all it is empty\nDELETE FROM order_events WHERE id = 1;',
        at: '-- backend-engineer: ignore delete-all it is empty',
      },
    ],
    good: [
      {
        title: 'something is dismissed',
        sql: '-- backend-engineer: ignore dml-without-where the table holds one day\nDELETE FROM order_events;',
      },
      {
        title: 'dismissed for the file',
        sql: '-- backend-engineer: ignore-file dml-without-where the tables hold one day\nDELETE FROM a;\nDELETE FROM b;',
      },
    ],
  },
  detect({ dismissal, unused, unknown }) {
    if (dismissal.reason === '' || dismissal.rules.length === 0) return [];
    const { range } = dismissal;
    const of = (rules: readonly string[], variant: { variant?: string }) =>
      rules.length === 0
        ? []
        : [{ range, object: rules.join(', '), data: { rules: rules.join(', ') }, ...variant }];
    return [...of(unused, {}), ...of(unknown, { variant: 'unknown' })];
  },
});
