import { codeSpan } from '../../report/markdown/code-span.ts';
import { executed } from '../../report/proof-words.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'index-already-covered',
  about: 'proof',
  title: 'Index that another one already is',
  family: 'index',
  severity: 'advice',
  dialects: ['postgres'],
  state: 'stable',
  joins: ['duplicate-index', 'redundant-prefix-index'],
  // A longer new index may itself be the beginning of another.
  saysTheSame: (found, own) => found.data.shorter === undefined || found.data.shorter === own.data.index,
  sources: ['https://www.postgresql.org/docs/current/indexes-multicolumn.html'],
  what: 'Each write keeps `{index}` up to date, and `{by}` serves the same queries.',
  why: 'In the catalog of the database in which the migrations ran, `{by}` begins with the same columns.',
  fix: 'Leave this one out.',
  examples: {
    bad: [
      {
        title: 'a unique constraint has an index of its own',
        base: {
          'migrations/0001_a.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, email text, UNIQUE (email));',
        },
        head: { 'migrations/0002_b.sql': 'CREATE INDEX users_email_idx ON users (email);' },
        at: { path: 'migrations/0002_b.sql', text: 'CREATE INDEX users_email_idx ON users (email)' },
      },
      {
        title: 'of three that begin alike',
        base: {
          'migrations/0001_a.sql':
            'CREATE TABLE events (id bigint PRIMARY KEY, site bigint, at bigint, name text);\nCREATE INDEX events_site_idx ON events (site);',
        },
        head: {
          'migrations/0002_b.sql':
            'CREATE INDEX events_site_at_name_idx ON events (site, at, name);\nCREATE INDEX events_site_at_idx ON events (site, at);',
        },
        at: { path: 'migrations/0002_b.sql', text: 'CREATE INDEX events_site_at_idx ON events (site, at)' },
      },
    ],
    good: [
      {
        title: 'of some rows only',
        base: {
          'migrations/0001_a.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, email text, UNIQUE (email));',
        },
        head: { 'migrations/0002_b.sql': "CREATE INDEX users_email_idx ON users (email) WHERE email <> '';" },
      },
      {
        title: 'of an expression',
        base: {
          'migrations/0001_a.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, email text, UNIQUE (email));',
        },
        head: { 'migrations/0002_b.sql': 'CREATE INDEX users_email_idx ON users (lower(email));' },
      },
    ],
  },
  detect({ path, proof }) {
    return proof.indexes.flatMap(({ path: at, range, index, kind, by }) =>
      at === path && kind === 'covered'
        ? [
            {
              range,
              object: index,
              data: { index, by },
              evidence: [executed(proof, `${codeSpan(by)} covers ${codeSpan(index)}`)],
            },
          ]
        : [],
    );
  },
});
