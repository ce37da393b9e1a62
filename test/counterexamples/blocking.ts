import type { RowMaker } from '../../src/proof/proof.ts';
import { type MigrationCase, shop } from './case.ts';

/** Each fails on rows that the repository itself makes: a blocker, with the place. */
export const blocking: readonly (MigrationCase & { readonly madeBy: RowMaker })[] = [
  {
    name: 'a seed without the column',
    base: `${shop}
INSERT INTO customers (name) VALUES ('first');`,
    migration: 'ALTER TABLE customers ALTER email SET NOT NULL',
    madeBy: { path: 'base.sql', line: 5, how: 'migration' },
  },
  {
    name: 'a seed with duplicates',
    base: `${shop}
INSERT INTO customers (name, email) VALUES ('fine', 'z');
INSERT INTO customers (name, email) VALUES ('a', 'x'), ('b', 'x');`,
    migration: 'CREATE UNIQUE INDEX CONCURRENTLY u ON customers (email)',
    madeBy: { path: 'base.sql', line: 6, how: 'migration' },
  },
  {
    name: 'a seed that a CHECK refuses',
    base: `${shop}
INSERT INTO customers (name) VALUES ('a');
INSERT INTO orders (customer_id, total) VALUES (1, 5);
INSERT INTO orders (customer_id, total) SELECT 1, -5;`,
    migration: 'ALTER TABLE orders ADD CHECK (total > 0)',
    madeBy: { path: 'base.sql', line: 7, how: 'migration' },
  },
  {
    name: 'a seed that does not cast',
    base: `CREATE TABLE t (id int PRIMARY KEY, n text);
INSERT INTO t VALUES (1, '7');
INSERT INTO t VALUES (2, 'many');`,
    migration: 'ALTER TABLE t ALTER n TYPE int USING n::int',
    madeBy: { path: 'base.sql', line: 3, how: 'migration' },
  },
  {
    name: 'code that leaves the column out',
    base: shop,
    migration: 'ALTER TABLE customers ALTER email SET NOT NULL',
    writers: [
      {
        path: 'src/sign-up.ts',
        line: 8,
        table: { schema: null, name: 'customers' },
        columns: [
          { name: 'name', value: 'given' },
          { name: 'email', value: 'given' },
        ],
      },
      {
        path: 'src/import.ts',
        line: 12,
        table: { schema: 'public', name: 'customers' },
        columns: [{ name: 'name', value: 'given' }],
      },
    ],
    madeBy: { path: 'src/import.ts', line: 12, how: 'code' },
  },
  {
    name: 'code that writes NULL',
    base: "CREATE TABLE t (id int PRIMARY KEY, state text DEFAULT 'new')",
    migration: 'ALTER TABLE t ALTER state SET NOT NULL',
    writers: [
      {
        path: 'src/reset.ts',
        line: 4,
        table: { schema: null, name: 't' },
        columns: [
          { name: 'id', value: 'given' },
          { name: 'state', value: 'null' },
        ],
      },
    ],
    madeBy: { path: 'src/reset.ts', line: 4, how: 'code' },
  },
  {
    name: 'a column that was added to a table without a default',
    base: shop,
    later: 'ALTER TABLE customers\n  ADD COLUMN city text;',
    migration: 'ALTER TABLE customers ALTER city SET NOT NULL',
    madeBy: { path: 'later.sql', line: 1, how: 'added-without-default' },
  },
  {
    name: 'a required column without a default',
    base: shop,
    migration: '\n\nALTER TABLE customers ADD COLUMN phone text NOT NULL',
    madeBy: { path: 'migration.sql', line: 3, how: 'added-without-default' },
  },
  {
    name: 'a column that is added, and required without a value',
    base: shop,
    earlier: 'ALTER TABLE customers ADD COLUMN phone text',
    migration: 'ALTER TABLE customers ALTER phone SET NOT NULL',
    madeBy: { path: 'migration.sql', line: 1, how: 'added-without-default' },
  },
];
