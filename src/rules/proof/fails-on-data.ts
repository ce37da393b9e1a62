import { counterexampleWords, executed, suchRows } from '../../report/proof-words.ts';
import { defineRule } from '../rule.ts';

// For almost every tightening there is a row that breaks it, so the row alone is a warning. Where the repository itself makes
// such rows it is more than that.

export default defineRule({
  id: 'fails-on-data',
  about: 'proof',
  title: 'Migration that fails on rows the schema allows',
  family: 'integrity',
  severity: 'warning',
  dialects: ['postgres'],
  state: 'stable',
  catalogue: ['add-unique-may-fail'],
  joins: [
    'add-column-not-null-no-default',
    'set-not-null-scan',
    'add-unique-constraint-builds-index',
    'add-primary-key-builds-index',
    'add-constraint-check-not-valid-missing',
    'add-constraint-fk-not-valid-missing',
    'add-exclusion-constraint',
    'alter-column-type-rewrite',
    'alter-domain-add-constraint',
    'attach-partition-scan',
    'create-index-not-concurrent',
  ],
  sources: [
    'https://www.postgresql.org/docs/current/ddl-alter.html#DDL-ALTER-ADDING-A-CONSTRAINT',
    'https://www.postgresql.org/docs/current/errcodes-appendix.html',
  ],
  what: 'The migration stops here if `{table}` holds {many} that its schema allows so far: `{row}`.',
  why: 'PostgreSQL then says `{error}`.',
  fix: 'Ask production with `{question}`. Where it finds rows, repair them before this statement, in this migration or an earlier one.',
  variants: {
    added: {
      what: 'The migration stops here on rows that `{table}` held when `{maker}` added `{column}` without a value for them.',
      fix: 'Give them a value before this statement, in this migration or an earlier one. `{question}` finds them.',
    },
    made: {
      what: 'The migration stops here on rows that this repository makes itself: `{row}`, as `{maker}` does.',
      fix: 'Repair them before this statement, in this migration or an earlier one. `{question}` finds them.',
    },
  },
  examples: {
    bad: [
      {
        title: 'a column becomes required',
        base: { 'migrations/0001_a.sql': 'CREATE TABLE orders (id bigint PRIMARY KEY, email text);' },
        head: { 'migrations/0002_b.sql': 'ALTER TABLE orders ALTER COLUMN email SET NOT NULL;' },
        at: { path: 'migrations/0002_b.sql', text: 'ALTER TABLE orders ALTER COLUMN email SET NOT NULL' },
      },
      {
        title: 'a type that not every text is',
        base: {
          'migrations/0001_a.sql': 'CREATE TABLE orders (id bigint PRIMARY KEY, number text NOT NULL);',
        },
        head: {
          'migrations/0002_b.sql':
            'ALTER TABLE orders ALTER COLUMN number TYPE integer USING number::integer;',
        },
        at: {
          path: 'migrations/0002_b.sql',
          text: 'ALTER TABLE orders ALTER COLUMN number TYPE integer USING number::integer',
        },
      },
      {
        title: 'after a new value of an enum, which an earlier migration commits',
        base: {
          'migrations/0001_a.sql':
            "CREATE TYPE state AS ENUM ('new');\nCREATE TABLE orders (id bigint PRIMARY KEY, state state);\nCREATE TABLE users (id bigint PRIMARY KEY, email text);",
        },
        head: {
          'migrations/0002_b.sql': "ALTER TYPE state ADD VALUE 'paid';",
          'migrations/0003_c.sql':
            "ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'paid';\nALTER TABLE users ALTER COLUMN email SET NOT NULL;",
        },
        at: { path: 'migrations/0003_c.sql', text: 'ALTER TABLE users ALTER COLUMN email SET NOT NULL' },
      },
    ],
    good: [
      {
        title: 'the rows are repaired before',
        base: { 'migrations/0001_a.sql': 'CREATE TABLE orders (id bigint PRIMARY KEY, email text);' },
        head: {
          'migrations/0002_b.sql':
            "UPDATE orders SET email = '' WHERE email IS NULL;\nALTER TABLE orders ALTER COLUMN email SET NOT NULL;",
        },
      },
      {
        title: 'a CHECK holds already',
        base: {
          'migrations/0001_a.sql':
            'CREATE TABLE orders (id bigint PRIMARY KEY, email text, CHECK (email IS NOT NULL));',
        },
        head: { 'migrations/0002_b.sql': 'ALTER TABLE orders ALTER COLUMN email SET NOT NULL;' },
      },
      {
        title: 'a new table holds no rows',
        base: { 'migrations/0001_a.sql': 'CREATE TABLE customers (id bigint PRIMARY KEY);' },
        head: {
          'migrations/0002_b.sql':
            'CREATE TABLE orders (id bigint PRIMARY KEY, email text);\nALTER TABLE orders ALTER COLUMN email SET NOT NULL;',
        },
      },
    ],
  },
  detect({ own, proof }) {
    return (own?.statements ?? []).flatMap(({ range, counterexample }) => {
      if (counterexample === null) return [];
      const { table, rows, error, question, madeBy, columns } = counterexample;
      const variant = madeBy?.how === 'added-without-default' ? 'added' : 'made';
      return [
        {
          range,
          object: [table, ...columns].join('.'),
          data: {
            table,
            row: rows.at(-1) ?? '',
            many: suchRows(rows),
            column: columns.join(', '),
            maker: madeBy === null ? '' : `${madeBy.path}:${madeBy.line}`,
            error: `${error.code}: ${error.message}`,
            question,
          },
          evidence: [
            executed(proof, counterexampleWords(counterexample), {
              ...(madeBy === null ? {} : { path: madeBy.path, line: madeBy.line }),
            }),
          ],
          ...(madeBy === null ? {} : { severity: 'blocker' as const, variant }),
        },
      ];
    });
  },
});
