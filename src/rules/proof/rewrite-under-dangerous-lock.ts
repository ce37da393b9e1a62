import { codeSpan } from '../../report/markdown/code-span.ts';
import { blockedBy, executed, lockWords } from '../../report/proof-words.ts';
import { showName } from '../../sql/object-name.ts';
import { defineRule } from '../rule.ts';

// What the text does not tell (a domain's default, a function that an earlier migration made volatile, a type that an extension
// brings) shows in the table's file.

export default defineRule({
  id: 'rewrite-under-dangerous-lock',
  about: 'proof',
  title: 'Table that is written anew while others wait',
  family: 'rewrite',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  joins: [
    'add-column-volatile-default',
    'add-column-serial',
    'add-column-stored-generated',
    'alter-column-type-rewrite',
    'alter-column-type-indexed-rebuild',
    'set-access-method',
    'set-logged-unlogged',
    'set-tablespace',
    'vacuum-full-or-cluster',
    'refresh-matview-not-concurrent',
  ],
  sources: ['eugene:E10', 'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES'],
  what: 'All of `{table}` is written anew here, and others cannot do {blocked} to it meanwhile.',
  why: 'Its file is another one after the statement, which holds `{mode}` until its transaction ends.',
  fix: 'Add what is new beside what is there, fill it in batches, and take the old one away in a later release.',
  examples: {
    bad: [
      {
        title: 'a volatile default that hides in a domain',
        base: {
          'migrations/0001_a.sql':
            'CREATE DOMAIN token AS uuid DEFAULT gen_random_uuid();\nCREATE TABLE users (id bigint PRIMARY KEY);',
        },
        head: { 'migrations/0002_b.sql': 'ALTER TABLE users ADD COLUMN secret token;' },
        at: { path: 'migrations/0002_b.sql', text: 'ALTER TABLE users ADD COLUMN secret token' },
      },
    ],
    good: [
      {
        title: 'a domain without one',
        base: {
          'migrations/0001_a.sql':
            'CREATE DOMAIN token AS uuid;\nCREATE TABLE users (id bigint PRIMARY KEY);',
        },
        head: { 'migrations/0002_b.sql': 'ALTER TABLE users ADD COLUMN secret token;' },
      },
      {
        title: 'a table of the pull request',
        base: { 'migrations/0001_a.sql': 'CREATE DOMAIN token AS uuid DEFAULT gen_random_uuid();' },
        head: {
          'migrations/0002_b.sql': 'CREATE TABLE users (id bigint PRIMARY KEY);',
          'migrations/0003_c.sql': 'ALTER TABLE users ADD COLUMN secret token;',
        },
      },
    ],
  },
  detect({ own, proof, base }) {
    const there = new Set([...base.tables.values()].map(({ name }) => showName(name)));
    return (own?.statements ?? []).flatMap(({ range, outcome, rewrittenAlone }, index) => {
      const table = rewrittenAlone.find((name) => there.has(name));
      if (outcome !== 'ran' || table === undefined) return [];
      // The lock may be that of an earlier statement of the transaction.
      const mode = (own?.statements ?? [])
        .slice(0, index + 1)
        .flatMap(({ locks }) => locks)
        .findLast(({ relation }) => relation === table)?.mode;
      const blocked = mode === undefined ? 'nothing' : blockedBy(mode);
      if (mode === undefined || (blocked !== 'reads and writes' && blocked !== 'writes')) return [];
      return [
        {
          range,
          object: table,
          data: { table, blocked, mode: lockWords(mode) },
          evidence: [executed(proof, `${codeSpan(table)} written anew under ${lockWords(mode)}`)],
        },
      ];
    });
  },
});
