import { errorWords, executed } from '../../report/proof-words.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'down-fails',
  about: 'proof',
  title: 'Way down that PostgreSQL refuses',
  family: 'integrity',
  severity: 'warning',
  dialects: ['postgres'],
  state: 'stable',
  joins: ['concurrent-op-in-transaction'],
  sources: ['https://martinfowler.com/articles/evodb.html'],
  what: 'Rolling this release back stops here: `{error}`.',
  why: 'It was run on what the way up has made.',
  fix: 'Mend the way down, or say in it with a comment that there is none.',
  examples: {
    bad: [
      {
        title: 'it names what the way up did not make',
        base: { 'migrations/00001_a.sql': '-- +goose Up\nCREATE TABLE orders (id bigint PRIMARY KEY);\n' },
        head: {
          'migrations/00002_b.sql':
            '-- +goose Up\nALTER TABLE orders ADD COLUMN email text;\n-- +goose Down\nALTER TABLE orders DROP COLUMN mail;\n',
        },
        at: { path: 'migrations/00002_b.sql', text: 'ALTER TABLE orders DROP COLUMN mail' },
      },
      {
        title: 'in a file of its own',
        base: { 'migrations/000001_a.up.sql': 'CREATE TABLE orders (id bigint PRIMARY KEY);\n' },
        head: {
          'migrations/000002_b.up.sql':
            'CREATE TABLE users (id bigint PRIMARY KEY);\nALTER TABLE orders ADD COLUMN user_id bigint REFERENCES users;\n',
          'migrations/000002_b.down.sql': 'DROP TABLE users;\nALTER TABLE orders DROP COLUMN user_id;\n',
        },
        at: { path: 'migrations/000002_b.down.sql', text: 'DROP TABLE users' },
      },
    ],
    good: [
      {
        title: 'it runs',
        base: { 'migrations/00001_a.sql': '-- +goose Up\nCREATE TABLE orders (id bigint PRIMARY KEY);\n' },
        head: {
          'migrations/00002_b.sql':
            '-- +goose Up\nALTER TABLE orders ADD COLUMN email text;\n-- +goose Down\nALTER TABLE orders DROP COLUMN email;\n',
        },
      },
      {
        title: 'there is none',
        base: { 'migrations/00001_a.sql': '-- +goose Up\nCREATE TABLE orders (id bigint PRIMARY KEY);\n' },
        head: { 'migrations/00002_b.sql': '-- +goose Up\nALTER TABLE orders ADD COLUMN email text;\n' },
      },
    ],
  },
  detect({ reversal, proof }) {
    if (reversal?.outcome !== 'failed' || reversal.error === null || reversal.range === null) return [];
    const { range, error } = reversal;
    return [
      {
        range,
        object: error.code,
        data: { error: `${error.code}: ${error.message}` },
        evidence: [executed(proof, errorWords(error))],
      },
    ];
  },
});
