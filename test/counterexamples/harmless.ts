import type { WrittenColumn } from '../../src/proof/subject.ts';
import { type MigrationCase, shop } from './case.ts';

function writes(table: string, ...columns: readonly string[]) {
  const written: WrittenColumn[] = columns.map((name) => ({ name, value: 'given' }));
  return [{ path: 'src/save.ts', line: 10, table: { schema: null, name: table }, columns: written }];
}

/** Each could fail, and the repository shows that it will not: none may be a blocker. */
export const harmless: readonly MigrationCase[] = [
  {
    name: 'backfilled before NOT NULL',
    base: shop,
    migration:
      "UPDATE customers SET email = '' WHERE email IS NULL; ALTER TABLE customers ALTER email SET NOT NULL",
  },
  {
    name: 'backfilled in an earlier migration',
    base: shop,
    earlier: "UPDATE customers SET email = '' WHERE email IS NULL",
    migration: 'ALTER TABLE customers ALTER email SET NOT NULL',
  },
  {
    name: 'backfilled from a column that is never NULL',
    base: shop,
    migration:
      'UPDATE customers SET email = coalesce(email, name); ALTER TABLE customers ALTER email SET NOT NULL',
  },
  {
    name: 'added, backfilled, required',
    base: shop,
    migration: `ALTER TABLE orders ADD COLUMN currency text;
      UPDATE orders SET currency = 'EUR';
      ALTER TABLE orders ALTER currency SET NOT NULL`,
  },
  {
    name: 'added in an earlier migration, backfilled in this one',
    base: shop,
    earlier: 'ALTER TABLE orders ADD COLUMN currency text',
    migration: "UPDATE orders SET currency = 'EUR'; ALTER TABLE orders ALTER currency SET NOT NULL",
  },
  {
    name: 'added with a default, which is then taken away',
    base: shop,
    migration: `ALTER TABLE orders ADD COLUMN currency text DEFAULT 'EUR';
      ALTER TABLE orders ALTER currency DROP DEFAULT; ALTER TABLE orders ALTER currency SET NOT NULL`,
  },
  {
    name: 'backfilled by a DO block',
    base: shop,
    migration: `DO $$ BEGIN UPDATE customers SET email = 'none' WHERE email IS NULL; END $$;
      ALTER TABLE customers ALTER email SET NOT NULL`,
  },
  {
    name: 'backfilled by a loop',
    base: shop,
    migration: `DO $$ DECLARE r record; BEGIN
        FOR r IN SELECT id FROM customers WHERE email IS NULL LOOP UPDATE customers SET email = '' WHERE id = r.id; END LOOP;
      END $$;
      ALTER TABLE customers ALTER email SET NOT NULL`,
  },
  {
    name: 'backfilled from another table',
    base: `${shop} CREATE TABLE profiles (customer_id bigint PRIMARY KEY REFERENCES customers, mail text NOT NULL)`,
    migration: `UPDATE customers c SET email = p.mail FROM profiles p WHERE p.customer_id = c.id AND c.email IS NULL;
      UPDATE customers SET email = '' WHERE email IS NULL; ALTER TABLE customers ALTER email SET NOT NULL`,
  },
  {
    name: 'rows without a value deleted',
    base: shop,
    migration: 'DELETE FROM orders WHERE note IS NULL; ALTER TABLE orders ALTER note SET NOT NULL',
  },
  {
    name: 'rows without a value deleted in an earlier migration',
    base: shop,
    earlier: 'DELETE FROM orders WHERE note IS NULL',
    migration: 'ALTER TABLE orders ALTER note SET NOT NULL',
  },
  {
    name: 'all rows taken away',
    base: shop,
    migration: 'TRUNCATE orders; ALTER TABLE orders ADD COLUMN shop int NOT NULL',
  },
  {
    name: 'duplicates deleted before UNIQUE',
    base: shop,
    migration: `DELETE FROM customers a USING customers b WHERE a.email = b.email AND a.id > b.id
        AND NOT EXISTS (SELECT FROM orders o WHERE o.customer_id = a.id);
      UPDATE customers SET email = NULL WHERE id NOT IN (SELECT min(id) FROM customers GROUP BY email);
      ALTER TABLE customers ADD UNIQUE (email)`,
  },
  {
    name: 'duplicates made different before UNIQUE, in an earlier migration',
    base: shop,
    earlier: 'UPDATE customers SET email = email || id',
    migration:
      'UPDATE customers SET email = id::text; CREATE UNIQUE INDEX CONCURRENTLY u ON customers (email)',
  },
  {
    name: 'duplicates numbered before a primary key',
    base: 'CREATE TABLE log (id int, line text)',
    migration: `ALTER TABLE log DROP COLUMN id; ALTER TABLE log ADD COLUMN id bigserial; ALTER TABLE log ADD PRIMARY KEY (id)`,
  },
  {
    name: 'orphans deleted before a foreign key',
    base: 'CREATE TABLE authors (id int PRIMARY KEY); CREATE TABLE books (id int PRIMARY KEY, author_id int NOT NULL)',
    migration: `DELETE FROM books WHERE author_id NOT IN (SELECT id FROM authors);
      ALTER TABLE books ADD FOREIGN KEY (author_id) REFERENCES authors`,
  },
  {
    name: 'orphans set to NULL before a foreign key, in an earlier migration',
    base: 'CREATE TABLE authors (id int PRIMARY KEY); CREATE TABLE books (id int PRIMARY KEY, author_id int)',
    earlier:
      'UPDATE books b SET author_id = NULL WHERE NOT EXISTS (SELECT FROM authors a WHERE a.id = b.author_id)',
    migration: `ALTER TABLE books ADD CONSTRAINT f FOREIGN KEY (author_id) REFERENCES authors NOT VALID;
      ALTER TABLE books VALIDATE CONSTRAINT f`,
  },
  {
    name: 'the rows that orphans miss are made before a foreign key',
    base: 'CREATE TABLE authors (id int PRIMARY KEY); CREATE TABLE books (id int PRIMARY KEY, author_id int NOT NULL)',
    migration: `INSERT INTO authors SELECT DISTINCT author_id FROM books ON CONFLICT DO NOTHING;
      ALTER TABLE books ADD FOREIGN KEY (author_id) REFERENCES authors`,
  },
  {
    name: 'a table of names made of a column',
    base: 'CREATE TABLE books (id int PRIMARY KEY, author text NOT NULL)',
    migration: `CREATE TABLE authors (id serial PRIMARY KEY, name text NOT NULL UNIQUE);
      INSERT INTO authors (name) SELECT DISTINCT author FROM books;
      ALTER TABLE books ADD COLUMN author_id int REFERENCES authors;
      UPDATE books SET author_id = (SELECT id FROM authors WHERE name = author);
      ALTER TABLE books ALTER author_id SET NOT NULL`,
  },
  {
    name: 'values put right before a CHECK',
    base: shop,
    migration: 'UPDATE orders SET total = 1 WHERE total <= 0; ALTER TABLE orders ADD CHECK (total > 0)',
  },
  {
    name: 'values put right before a CHECK, in an earlier migration',
    base: shop,
    earlier: "UPDATE orders SET status = 'new' WHERE status NOT IN ('new', 'paid')",
    migration: "ALTER TABLE orders ADD CHECK (status IN ('new', 'paid'))",
  },
  {
    name: 'values put right between NOT VALID and VALIDATE',
    base: shop,
    migration: `ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;
      UPDATE orders SET total = abs(total) + 1 WHERE total <= 0; ALTER TABLE orders VALIDATE CONSTRAINT positive`,
  },
  {
    name: 'texts cut before they become shorter',
    base: 'CREATE TABLE people (id int PRIMARY KEY, name varchar(100) NOT NULL)',
    migration: 'UPDATE people SET name = left(name, 40); ALTER TABLE people ALTER name TYPE varchar(40)',
  },
  {
    name: 'texts that are no number cleared before a cast',
    base: shop,
    migration: `UPDATE orders SET note = NULL WHERE note !~ '^[0-9]{1,8}$';
      ALTER TABLE orders ALTER note TYPE integer USING note::integer`,
  },
  {
    name: 'numbers that are too large capped',
    base: 'CREATE TABLE hits (id int PRIMARY KEY, n bigint NOT NULL)',
    migration: 'UPDATE hits SET n = least(greatest(n, 0), 2000000000); ALTER TABLE hits ALTER n TYPE integer',
  },
  {
    name: 'a value of an enum written over before it goes',
    base: `CREATE TYPE state AS ENUM ('new', 'paid', 'void'); CREATE TABLE bills (id int PRIMARY KEY, state state NOT NULL)`,
    migration: `UPDATE bills SET state = 'new' WHERE state = 'void';
      ALTER TYPE state RENAME TO state_old; CREATE TYPE state AS ENUM ('new', 'paid');
      ALTER TABLE bills ALTER state TYPE state USING state::text::state; DROP TYPE state_old`,
  },
  {
    name: 'code always sets the column',
    base: shop,
    migration: 'ALTER TABLE customers ALTER email SET NOT NULL',
    writers: writes('customers', 'name', 'email'),
  },
  {
    name: 'code always sets the column, in two places',
    base: shop,
    migration: 'ALTER TABLE orders ALTER note SET NOT NULL',
    writers: [
      ...writes('orders', 'customer_id', 'total', 'note'),
      ...writes('orders', 'note', 'customer_id', 'status', 'total'),
    ],
  },
  {
    name: 'code writes another table without a column of that name',
    base: shop,
    migration: 'ALTER TABLE customers ALTER email SET NOT NULL',
    writers: writes('leads', 'name'),
  },
  {
    name: 'it is not known what the code writes',
    base: shop,
    migration: 'ALTER TABLE customers ALTER email SET NOT NULL',
    writers: [
      { path: 'src/save.ts', line: 3, table: { schema: null, name: 'customers' }, columns: 'unknown' },
    ],
  },
  {
    name: 'code leaves out a column that has a default',
    base: "CREATE TABLE t (id int PRIMARY KEY, state text DEFAULT 'new')",
    migration: 'ALTER TABLE t ALTER state SET NOT NULL',
    writers: writes('t', 'id'),
  },
  {
    name: 'code sets both columns of a CHECK that wants one',
    base: 'CREATE TABLE t (id int PRIMARY KEY, a int, b int)',
    migration: 'ALTER TABLE t ADD CHECK (a IS NOT NULL OR b IS NOT NULL)',
    writers: writes('t', 'id', 'a'),
  },
  {
    name: 'code writes values that might be equal',
    base: shop,
    migration: 'ALTER TABLE customers ADD UNIQUE (email)',
    writers: writes('customers', 'name', 'email'),
  },
  {
    name: 'code writes values that might be too long',
    base: 'CREATE TABLE people (id int PRIMARY KEY, name varchar(100) NOT NULL)',
    migration: 'ALTER TABLE people ALTER name TYPE varchar(40)',
    writers: writes('people', 'id', 'name'),
  },
  {
    name: 'seeds that have what is asked for',
    base: `${shop} INSERT INTO customers (email, name) VALUES ('a@example.com', 'a'), ('b@example.com', 'b')`,
    migration: 'ALTER TABLE customers ALTER email SET NOT NULL; ALTER TABLE customers ADD UNIQUE (email)',
  },
  {
    name: 'seeds put right by the migration',
    base: `${shop} INSERT INTO customers (name) VALUES ('a'), ('b')`,
    migration:
      'UPDATE customers SET email = name WHERE email IS NULL; ALTER TABLE customers ALTER email SET NOT NULL',
  },
  {
    name: 'a column added later without a default, and backfilled then',
    base: shop,
    later: "ALTER TABLE customers ADD COLUMN city text; UPDATE customers SET city = 'unknown'",
    migration: 'ALTER TABLE customers ALTER city SET NOT NULL',
  },
  {
    name: 'a column added later with a default',
    base: shop,
    later: "ALTER TABLE customers ADD COLUMN city text DEFAULT 'unknown'",
    migration: 'ALTER TABLE customers ALTER city SET NOT NULL',
  },
  {
    name: 'a column added in the file that makes the table',
    base: `${shop} ALTER TABLE customers ADD COLUMN city text`,
    migration: 'ALTER TABLE customers ALTER city SET NOT NULL',
    writers: writes('customers', 'name', 'email', 'city'),
  },
  {
    name: 'NOT NULL under a CHECK that was validated before',
    base: `${shop} ALTER TABLE customers ADD CONSTRAINT told CHECK (email IS NOT NULL)`,
    migration: 'ALTER TABLE customers ALTER email SET NOT NULL; ALTER TABLE customers DROP CONSTRAINT told',
  },
  {
    name: 'a CHECK that holds under another name',
    base: `${shop} ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0)`,
    migration:
      'ALTER TABLE orders ADD CONSTRAINT more_than_nothing CHECK (total > 0); ALTER TABLE orders DROP CONSTRAINT positive',
  },
  {
    name: 'a foreign key that a wider one implies',
    base: `CREATE TABLE tenants (id int PRIMARY KEY);
      CREATE TABLE users (tenant_id int NOT NULL REFERENCES tenants, id int, PRIMARY KEY (tenant_id, id));
      CREATE TABLE posts (id int PRIMARY KEY, tenant_id int NOT NULL, user_id int NOT NULL,
        FOREIGN KEY (tenant_id, user_id) REFERENCES users)`,
    migration: 'ALTER TABLE posts ADD FOREIGN KEY (tenant_id) REFERENCES tenants',
  },
];
