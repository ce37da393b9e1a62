import { codeSpan } from '../../report/markdown/code-span.ts';
import { executed } from '../../report/proof-words.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'values-change',
  about: 'proof',
  title: 'Values that a change of type cuts or rounds',
  family: 'data-loss',
  severity: 'warning',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'https://www.postgresql.org/docs/current/sql-altertable.html',
    'https://www.postgresql.org/docs/current/datatype-numeric.html',
  ],
  what: 'Values of `{column}` are not what they were afterwards: `{before}` becomes `{after}`.',
  why: 'PostgreSQL converts without an error, and no way down brings back what was cut or rounded.',
  fix: 'Where the precision counts, keep the old column until the values have been compared, or choose a type that holds them all.',
  examples: {
    bad: [
      {
        title: 'fewer digits',
        base: {
          'migrations/0001_a.sql':
            'CREATE TABLE orders (id bigint PRIMARY KEY, total numeric(12, 4) NOT NULL);',
        },
        head: { 'migrations/0002_b.sql': 'ALTER TABLE orders ALTER COLUMN total TYPE numeric(12, 2);' },
        at: {
          path: 'migrations/0002_b.sql',
          text: 'ALTER TABLE orders ALTER COLUMN total TYPE numeric(12, 2)',
        },
      },
    ],
    good: [
      {
        title: 'more digits',
        base: {
          'migrations/0001_a.sql':
            'CREATE TABLE orders (id bigint PRIMARY KEY, total numeric(12, 2) NOT NULL);',
        },
        head: { 'migrations/0002_b.sql': 'ALTER TABLE orders ALTER COLUMN total TYPE numeric(14, 4);' },
      },
      {
        title: 'a wider integer',
        base: {
          'migrations/0001_a.sql': 'CREATE TABLE orders (id bigint PRIMARY KEY, total integer NOT NULL);',
        },
        head: { 'migrations/0002_b.sql': 'ALTER TABLE orders ALTER COLUMN total TYPE bigint;' },
      },
    ],
  },
  detect({ own, proof }) {
    return (own?.losses ?? []).flatMap(({ kind, range, table, column, rows, lost, example }) => {
      if (kind !== 'value-changed' || example === null) return [];
      const object = column === null ? table : `${table}.${column}`;
      const text = `${lost} of ${rows} generated values of ${codeSpan(object)} changed: ${codeSpan(example.before)} became ${codeSpan(example.after)}`;
      return [
        {
          range,
          object,
          data: { column: object, before: example.before, after: example.after },
          evidence: [executed(proof, text)],
        },
      ];
    });
  },
});
