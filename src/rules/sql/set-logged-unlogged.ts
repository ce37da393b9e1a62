import { showName } from '../../sql/object-name.ts';
import { documented, existsOnBase } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'set-logged-unlogged',
  about: 'statement',
  on: ['set-table-option'],
  title: 'Table rewritten to change its logging',
  family: 'rewrite',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'pgfence:set-logged-unlogged',
    'atlas:PG307',
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-LOGGED-UNLOGGED',
  ],
  what: 'Reads and writes of `{table}` wait while all of it is written anew.',
  why: '`SET LOGGED` and `SET UNLOGGED` rewrite the table and its indexes under `ACCESS EXCLUSIVE`.',
  fix: 'Create a table of the other kind, copy the rows in batches, and swap the names. Or do it when nobody uses the table, with a `lock_timeout`.',
  variants: {
    unlogged: {
      what: 'Reads and writes of `{table}` wait while all of it is written anew; from then on a crash of the server empties it, and replicas have none of it.',
    },
  },
  examples: {
    bad: [
      {
        title: 'unlogged',
        base: 'CREATE TABLE sessions (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE sessions SET UNLOGGED;',
        at: 'SET UNLOGGED',
      },
      {
        title: 'logged',
        base: 'CREATE UNLOGGED TABLE sessions (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE sessions SET LOGGED;',
        at: 'SET LOGGED',
      },
    ],
    good: [
      { title: 'from the start', sql: 'CREATE UNLOGGED TABLE sessions (id bigint PRIMARY KEY);' },
      {
        title: 'a table of the same pull request',
        sql: 'CREATE UNLOGGED TABLE imported (id bigint PRIMARY KEY);\nALTER TABLE imported SET LOGGED;',
      },
      {
        title: 'another option',
        base: 'CREATE TABLE sessions (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE sessions SET (fillfactor = 80);',
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'set-table-option')
      .filter(({ table, option }) => (option === 'logged' || option === 'unlogged') && !subject.isNew(table))
      .map(({ table, option, range }) => ({
        range,
        object: showName(table),
        table,
        data: { table: showName(table) },
        evidence: [
          ...existsOnBase(subject.base, table),
          documented('This form changes the table by rewriting it (PostgreSQL manual, ALTER TABLE)'),
        ],
        ...(option === 'unlogged' ? { variant: 'unlogged' } : {}),
      }));
  },
});
