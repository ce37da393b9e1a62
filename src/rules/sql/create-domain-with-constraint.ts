import { showName } from '../../sql/object-name.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'create-domain-with-constraint',
  about: 'statement',
  on: ['create-object'],
  title: 'Domain with a constraint',
  family: 'schema-design',
  severity: 'advice',
  dialects: ['postgres'],
  state: 'policy',
  sources: [
    'squawk:ban-create-domain-with-constraint',
    'pgfence:ban-create-domain-with-constraint',
    'https://www.postgresql.org/docs/current/sql-alterdomain.html',
  ],
  what: 'To change the constraint of `{name}` later, every table with a column of it is checked at once, and functions keep the old one until they are compiled anew.',
  why: 'The constraint belongs to the type.',
  fix: 'Use the plain type, and a `CHECK` on the table.',
  examples: {
    bad: [
      {
        title: 'a check',
        sql: 'CREATE DOMAIN positive AS int CHECK (VALUE > 0);',
        at: 'CREATE DOMAIN positive AS int CHECK (VALUE > 0)',
      },
    ],
    good: [
      { title: 'a name for a type', sql: 'CREATE DOMAIN money_amount AS numeric(12, 2);' },
      { title: 'a check on the table', sql: 'CREATE TABLE a (id bigint PRIMARY KEY, n int CHECK (n > 0));' },
    ],
  },
  detect(subject) {
    if (!/\b(?:CHECK\s*\(|NOT\s+NULL\b)/i.test(subject.statement.text)) return [];
    return operationsOf(subject.statement, 'create-object').flatMap(({ object, name, range }) =>
      object === 'domain' ? [{ range, object: showName(name), data: { name: showName(name) } }] : [],
    );
  },
});
