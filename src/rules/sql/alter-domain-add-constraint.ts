import { showName } from '../../sql/object-name.ts';
import { documented } from '../evidence.ts';
import { createdInFile } from '../in-file.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'alter-domain-add-constraint',
  about: 'statement',
  on: ['alter-object'],
  title: 'Domain that gets a constraint',
  family: 'locking',
  severity: 'warning',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'squawk:ban-alter-domain-with-add-constraint',
    'pgfence:ban-alter-domain-add-constraint',
    'https://www.postgresql.org/docs/current/sql-alterdomain.html',
  ],
  what: 'Writes of every table that has a column of `{name}` wait while all its rows are checked.',
  why: 'The constraint is valid at once, so each such table is read under a `SHARE` lock.',
  fix: 'Add it with `NOT VALID`, and run `ALTER DOMAIN {name} VALIDATE CONSTRAINT …` in the next migration.',
  examples: {
    bad: [
      {
        title: 'a check',
        sql: 'ALTER DOMAIN positive ADD CONSTRAINT over_zero CHECK (VALUE > 0);',
        at: 'ALTER DOMAIN positive ADD CONSTRAINT over_zero CHECK (VALUE > 0)',
      },
      {
        title: 'NOT NULL',
        sql: 'ALTER DOMAIN positive SET NOT NULL;',
        at: 'ALTER DOMAIN positive SET NOT NULL',
      },
    ],
    good: [
      {
        title: 'not valid yet',
        sql: 'ALTER DOMAIN positive ADD CONSTRAINT over_zero CHECK (VALUE > 0) NOT VALID;',
      },
      { title: 'a default', sql: 'ALTER DOMAIN positive SET DEFAULT 1;' },
      {
        title: 'a domain of the same pull request',
        sql: 'CREATE DOMAIN positive AS int;\nALTER DOMAIN positive ADD CONSTRAINT over_zero CHECK (VALUE > 0);',
      },
    ],
  },
  detect(subject) {
    const { text } = subject.statement;
    const validates =
      /\bSET\s+NOT\s+NULL\b/i.test(text) ||
      (/\bADD\s+(?:CONSTRAINT\b|CHECK\b|NOT\s+NULL\b)/i.test(text) && !/\bNOT\s+VALID\b/i.test(text));
    if (!validates) return [];
    const created = createdInFile(subject, 'domain');
    return operationsOf(subject.statement, 'alter-object').flatMap(({ object, name, range }) =>
      object !== 'domain' || created.has(name.name)
        ? []
        : [
            {
              range,
              object: showName(name),
              data: { name: showName(name) },
              evidence: [
                documented(
                  'Although `ALTER DOMAIN ADD CONSTRAINT` attempts to verify that existing stored data satisfies the new constraint, … all columns that use the domain are checked (PostgreSQL manual, ALTER DOMAIN)',
                ),
              ],
            },
          ],
    );
  },
});
