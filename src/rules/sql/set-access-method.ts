import { defineRule } from '../rule.ts';
import { optionOfUsedTable } from '../table-options.ts';

export default defineRule({
  id: 'set-access-method',
  about: 'statement',
  title: 'Table rewritten for another access method',
  family: 'rewrite',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  sources: ['atlas:PG311', 'https://www.postgresql.org/docs/current/sql-altertable.html'],
  what: 'Reads and writes of `{table}` wait while all of it is written anew.',
  why: '`SET ACCESS METHOD` copies the table and builds its indexes again under `ACCESS EXCLUSIVE`.',
  fix: 'Create a table with the other access method, fill it in batches while triggers keep it up to date, and swap the names.',
  examples: {
    bad: [
      {
        title: 'a table that has rows',
        base: 'CREATE TABLE events (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE events SET ACCESS METHOD columnar;',
        at: 'SET ACCESS METHOD columnar',
      },
    ],
    good: [
      {
        title: 'a table of the same pull request',
        sql: 'CREATE TABLE events (id bigint PRIMARY KEY);\nALTER TABLE events SET ACCESS METHOD columnar;',
      },
      { title: 'another option', sql: 'ALTER TABLE events SET (fillfactor = 70);' },
    ],
  },
  detect: (subject) =>
    optionOfUsedTable(
      subject,
      'access-method',
      '`SET ACCESS METHOD` changes the access method of the table by rewriting it (PostgreSQL manual, ALTER TABLE)',
    ),
});
