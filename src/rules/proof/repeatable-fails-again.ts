import { codeSpan } from '../../report/markdown/code-span.ts';
import { executed } from '../../report/proof-words.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'repeatable-fails-again',
  about: 'proof',
  title: 'Repeatable migration that runs only once',
  family: 'integrity',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  sources: ['https://documentation.red-gate.com/fd/repeatable-migrations-273973335.html'],
  what: 'With the next change of this file the migration stops: run a second time, it fails.',
  why: 'The tool runs it again whenever its text is another one, on what the last run has made.',
  fix: 'Write it so that it can run on its own outcome: `CREATE OR REPLACE`, `IF NOT EXISTS`, `DROP … IF EXISTS` before it.',
  examples: {
    bad: [
      {
        title: 'a view that is there then',
        base: { 'db/migration/V1__a.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, name text);' },
        head: { 'db/migration/R__names.sql': 'CREATE VIEW names AS SELECT name FROM users;' },
        at: { path: 'db/migration/R__names.sql', text: 'CREATE VIEW names AS SELECT name FROM users' },
      },
    ],
    good: [
      {
        title: 'the view is replaced',
        base: { 'db/migration/V1__a.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, name text);' },
        head: { 'db/migration/R__names.sql': 'CREATE OR REPLACE VIEW names AS SELECT name FROM users;' },
      },
      {
        title: 'a migration that runs once',
        base: { 'db/migration/V1__a.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, name text);' },
        head: { 'db/migration/V2__names.sql': 'CREATE VIEW names AS SELECT name FROM users;' },
      },
    ],
  },
  detect({ own, migration, statements, proof, path }) {
    const [first] = statements;
    if (migration?.repeatable !== true || own?.runsTwice !== false || first === undefined) return [];
    return [
      {
        range: first.range,
        object: path,
        data: {},
        evidence: [executed(proof, `${codeSpan(path)} ran, and was refused the second time`)],
      },
    ];
  },
});
