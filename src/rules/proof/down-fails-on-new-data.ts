import { errorWords, executed, rowsWords, suchRows } from '../../report/proof-words.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'down-fails-on-new-data',
  about: 'proof',
  title: 'Way down that fails once the release has written rows',
  family: 'integrity',
  severity: 'advice',
  dialects: ['postgres'],
  state: 'stable',
  sources: ['https://martinfowler.com/articles/evodb.html'],
  what: 'Rolling this release back stops here as soon as {many} like `{row}` {have} been written.',
  why: 'The new schema allows it and the old one does not: `{error}`.',
  fix: 'Repair such rows in the way down before this statement, or say there with a comment what has to be done by hand.',
  examples: {
    bad: [
      {
        title: 'a column that was required',
        base: {
          'migrations/00001_a.sql':
            '-- +goose Up\nCREATE TABLE orders (id bigint PRIMARY KEY, email text NOT NULL);\n',
        },
        head: {
          'migrations/00002_b.sql':
            '-- +goose Up\nALTER TABLE orders ALTER COLUMN email DROP NOT NULL;\n-- +goose Down\nALTER TABLE orders ALTER COLUMN email SET NOT NULL;\n',
        },
        at: { path: 'migrations/00002_b.sql', text: 'ALTER TABLE orders ALTER COLUMN email SET NOT NULL' },
      },
    ],
    good: [
      {
        title: 'the way down repairs them',
        base: {
          'migrations/00001_a.sql':
            '-- +goose Up\nCREATE TABLE orders (id bigint PRIMARY KEY, email text NOT NULL);\n',
        },
        head: {
          'migrations/00002_b.sql':
            "-- +goose Up\nALTER TABLE orders ALTER COLUMN email DROP NOT NULL;\n-- +goose Down\nUPDATE orders SET email = '' WHERE email IS NULL;\nALTER TABLE orders ALTER COLUMN email SET NOT NULL;\n",
        },
      },
      {
        title: 'nothing that a row could break',
        base: { 'migrations/00001_a.sql': '-- +goose Up\nCREATE TABLE orders (id bigint PRIMARY KEY);\n' },
        head: {
          'migrations/00002_b.sql':
            '-- +goose Up\nALTER TABLE orders ADD COLUMN email text;\n-- +goose Down\nALTER TABLE orders DROP COLUMN email;\n',
        },
      },
    ],
  },
  detect({ reversal, proof }) {
    const failure = reversal?.onNewData ?? null;
    if (failure === null) return [];
    const { range, error, rows } = failure;
    const many = suchRows(rows);
    return [
      {
        range,
        object: error.code,
        data: {
          row: rows.at(-1) ?? '',
          many,
          have: many === 'a row' ? 'has' : 'have',
          error: `${error.code}: ${error.message}`,
        },
        evidence: [
          executed(proof, `${rowsWords(failure)} – then the way down ends with ${errorWords(error)}`),
        ],
      },
    ];
  },
});
