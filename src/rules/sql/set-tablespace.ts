import { defineRule } from '../rule.ts';
import { optionOfUsedTable } from '../table-options.ts';

export default defineRule({
  id: 'set-tablespace',
  about: 'statement',
  title: 'Table moved to another tablespace',
  family: 'rewrite',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'django-pg-zdm:ALTER_TABLE_SET_TABLESPACE',
    'https://www.postgresql.org/docs/current/sql-altertable.html',
  ],
  what: 'Reads and writes of `{table}` wait while its files are copied.',
  why: '`SET TABLESPACE` moves the table under `ACCESS EXCLUSIVE`; its indexes stay where they are.',
  fix: '`pg_repack --tablespace` moves it while work goes on.',
  examples: {
    bad: [
      {
        title: 'a table in use',
        base: 'CREATE TABLE events (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE events SET TABLESPACE fast;',
        at: 'SET TABLESPACE fast',
      },
    ],
    good: [
      {
        title: 'a table of the same pull request',
        sql: 'CREATE TABLE events (id bigint PRIMARY KEY);\nALTER TABLE events SET TABLESPACE fast;',
      },
      { title: 'another option', sql: 'ALTER TABLE events SET (fillfactor = 70);' },
    ],
  },
  detect: (subject) =>
    optionOfUsedTable(
      subject,
      'tablespace',
      '`SET TABLESPACE` moves the data files associated with the table to the new tablespace; indexes are not moved (PostgreSQL manual, ALTER TABLE)',
    ),
});
