import { defineRule, type Match } from '../rule.ts';

export default defineRule({
  id: 'uncommitted-transaction',
  about: 'migration',
  title: 'Transaction that is never committed',
  family: 'transaction',
  severity: 'blocker',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
  state: 'stable',
  sources: ['squawk:ban-uncommitted-transaction', 'pgfence:unclosed-transaction'],
  what: 'What stands behind this `BEGIN` is undone when the connection closes, though the migration counts as applied.',
  why: 'The file has no `COMMIT` behind it.',
  fix: 'Add `COMMIT;` at the end, or leave the transaction to the migration tool.',
  examples: {
    bad: [
      {
        title: 'without an end',
        sql: 'BEGIN;\nCREATE TABLE orders (id bigint PRIMARY KEY);\n',
        at: 'BEGIN',
      },
      {
        title: 'the second one',
        sql: 'BEGIN;\nCREATE TABLE a (id bigint PRIMARY KEY);\nCOMMIT;\nBEGIN;\nCREATE TABLE b (id bigint PRIMARY KEY);\n',
        at: 'BEGIN',
      },
    ],
    good: [
      { title: 'committed', sql: 'BEGIN;\nCREATE TABLE orders (id bigint PRIMARY KEY);\nCOMMIT;\n' },
      {
        title: 'END is another word for it',
        dialect: 'postgres',
        sql: 'BEGIN;\nCREATE TABLE orders (id bigint PRIMARY KEY);\nEND;\n',
      },
      {
        title: 'a way down that has its own',
        path: 'migrations/0001_orders.down.sql',
        sql: 'BEGIN;\nDROP TABLE IF EXISTS orders;\nCOMMIT;\n',
      },
      {
        title: 'the BEGIN of a function’s body',
        dialect: 'postgres',
        sql: 'CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;',
      },
    ],
  },
  detect({ up }) {
    const ends = up.flatMap(({ operations }) =>
      operations.filter(({ kind }) => kind === 'begin' || kind === 'commit' || kind === 'rollback'),
    );
    const last = ends.at(-1);
    return last?.kind !== 'begin' ? [] : [{ range: last.range, object: 'BEGIN', data: {} } satisfies Match];
  },
});
