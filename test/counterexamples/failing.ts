import { type FailingCase, shop } from './case.ts';

/** Each fails on some row that the schema before it allows, and on none that is in the base. */
export const failing: readonly FailingCase[] = [
  {
    name: 'NOT NULL on a column that may be NULL',
    base: shop,
    migration: 'ALTER TABLE customers ALTER COLUMN email SET NOT NULL',
    at: 'SET NOT NULL',
    code: '23502',
  },
  {
    name: 'NOT NULL on a column of a table that refers to another',
    base: shop,
    migration: 'ALTER TABLE orders ALTER COLUMN note SET NOT NULL',
    at: 'note SET NOT NULL',
    code: '23502',
  },
  {
    name: 'a column without a default that must not be NULL',
    base: shop,
    migration: 'ALTER TABLE customers ADD COLUMN phone text NOT NULL',
    at: 'ADD COLUMN phone',
    code: '23502',
    anyRow: true,
  },
  {
    name: 'a column added, then required, with nothing between',
    base: shop,
    migration:
      'ALTER TABLE customers ADD COLUMN phone text; ALTER TABLE customers ALTER COLUMN phone SET NOT NULL',
    at: 'phone SET NOT NULL',
    code: '23502',
    anyRow: true,
  },
  {
    name: 'a backfill that leaves rows out',
    base: shop,
    migration: `UPDATE customers SET email = name || '@example.com' WHERE email IS NULL AND name <> '';
      ALTER TABLE customers ALTER email SET NOT NULL`,
    at: 'SET NOT NULL',
    code: '23502',
  },
  {
    name: 'a backfill from a column that may be NULL itself',
    base: shop,
    migration: `ALTER TABLE orders ADD COLUMN summary text;
      UPDATE orders SET summary = status || ': ' || note;
      ALTER TABLE orders ALTER summary SET NOT NULL`,
    at: 'SET NOT NULL',
    code: '23502',
  },
  {
    name: 'a backfill in an earlier migration of the pull request that leaves rows out',
    base: shop,
    earlier: "UPDATE customers SET email = 'x' WHERE email IS NULL AND name LIKE 'a%'",
    migration: 'ALTER TABLE customers ALTER email SET NOT NULL',
    at: 'SET NOT NULL',
    code: '23502',
  },
  {
    name: 'a column that was given another name before',
    base: shop,
    earlier: 'ALTER TABLE customers RENAME email TO mail; ALTER TABLE customers RENAME TO clients',
    migration: 'ALTER TABLE clients ALTER mail SET NOT NULL',
    at: 'SET NOT NULL',
    code: '23502',
  },
  {
    name: 'UNIQUE on a column',
    base: shop,
    migration: 'ALTER TABLE customers ADD CONSTRAINT customers_email_key UNIQUE (email)',
    at: 'ADD CONSTRAINT',
    code: '23505',
  },
  {
    name: 'a unique index made without a lock',
    base: shop,
    migration: 'CREATE UNIQUE INDEX CONCURRENTLY customers_email ON customers (email)',
    at: 'CREATE UNIQUE',
    code: '23505',
  },
  {
    name: 'a unique index on an expression, over values that are unique already',
    base: 'CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL UNIQUE)',
    migration: 'CREATE UNIQUE INDEX users_lower_email ON users (lower(email))',
    at: 'CREATE UNIQUE',
    code: '23505',
  },
  {
    name: 'a partial unique index',
    base: shop,
    migration: "CREATE UNIQUE INDEX one_open ON orders (customer_id) WHERE status = 'open'",
    at: 'CREATE UNIQUE',
    code: '23505',
  },
  {
    name: 'a unique key that loses a column',
    base: 'CREATE TABLE m (tenant int NOT NULL, code text NOT NULL, UNIQUE (tenant, code))',
    migration: 'ALTER TABLE m DROP CONSTRAINT m_tenant_code_key; ALTER TABLE m ADD UNIQUE (code)',
    at: 'ADD UNIQUE',
    code: '23505',
  },
  {
    name: 'a primary key on a column that is not unique',
    base: 'CREATE TABLE log (id int NOT NULL, line text)',
    migration: 'ALTER TABLE log ADD PRIMARY KEY (id)',
    at: 'ADD PRIMARY KEY',
    code: '23505',
  },
  {
    name: 'a primary key on a column that may be NULL',
    base: 'CREATE TABLE log (id int UNIQUE, line text)',
    migration: 'ALTER TABLE log ADD PRIMARY KEY (id)',
    at: 'ADD PRIMARY KEY',
    code: '23502',
  },
  {
    name: 'UNIQUE NULLS NOT DISTINCT where single values are unique',
    base: 'CREATE TABLE log (id int UNIQUE, line text)',
    migration: 'ALTER TABLE log ADD CONSTRAINT one UNIQUE NULLS NOT DISTINCT (id)',
    at: 'ADD CONSTRAINT',
    code: '23505',
  },
  {
    name: 'a new column with one default for all, and unique',
    base: shop,
    migration: "ALTER TABLE customers ADD COLUMN token text NOT NULL DEFAULT '' UNIQUE",
    at: 'ADD COLUMN token',
    code: '23505',
  },
  {
    name: 'a unique column computed of another',
    base: shop,
    migration: `ALTER TABLE customers ADD COLUMN slug text;
      UPDATE customers SET slug = lower(name);
      ALTER TABLE customers ADD UNIQUE (slug)`,
    at: 'ADD UNIQUE',
    code: '23505',
  },
  {
    name: 'CHECK with a comparison',
    base: shop,
    migration: 'ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0)',
    at: 'ADD CONSTRAINT',
    code: '23514',
  },
  {
    name: 'CHECK with a list',
    base: shop,
    migration: "ALTER TABLE orders ADD CHECK (status IN ('new', 'paid', 'sent'))",
    at: 'ADD CHECK',
    code: '23514',
  },
  {
    name: 'CHECK over two columns',
    base: 'CREATE TABLE stays (id int PRIMARY KEY, arrives date NOT NULL, leaves date NOT NULL)',
    migration: 'ALTER TABLE stays ADD CHECK (leaves > arrives)',
    at: 'ADD CHECK',
    code: '23514',
  },
  {
    name: 'CHECK with a regular expression, beside one that holds',
    base: 'CREATE TABLE skus (id int PRIMARY KEY, code text NOT NULL CHECK (length(code) = 6))',
    migration: "ALTER TABLE skus ADD CHECK (code ~ '^[A-Z]{3}[0-9]{3}$')",
    at: 'ADD CHECK',
    code: '23514',
  },
  {
    name: 'CHECK first not valid, then validated',
    base: shop,
    migration: `ALTER TABLE orders ADD CONSTRAINT small CHECK (total < 1000) NOT VALID;
      ALTER TABLE orders VALIDATE CONSTRAINT small`,
    at: 'VALIDATE',
    code: '23514',
  },
  {
    name: 'CHECK not valid in an earlier migration of the pull request',
    base: shop,
    earlier: 'ALTER TABLE orders ADD CONSTRAINT short CHECK (char_length(note) <= 20) NOT VALID',
    migration: 'ALTER TABLE orders VALIDATE CONSTRAINT short',
    at: 'VALIDATE',
    code: '23514',
  },
  {
    name: 'a CHECK that says NOT NULL',
    base: shop,
    migration: 'ALTER TABLE customers ADD CHECK (email IS NOT NULL)',
    at: 'ADD CHECK',
    code: '23514',
  },
  {
    name: 'a constraint of a domain',
    base: 'CREATE DOMAIN percent AS int; CREATE TABLE discounts (id int PRIMARY KEY, off percent NOT NULL)',
    migration: 'ALTER DOMAIN percent ADD CONSTRAINT up_to_100 CHECK (VALUE BETWEEN 0 AND 100)',
    at: 'ALTER DOMAIN',
    code: '23514',
  },
  {
    name: 'a domain that must not be NULL',
    base: 'CREATE DOMAIN label AS text; CREATE TABLE boxes (id int PRIMARY KEY, label label)',
    migration: 'ALTER DOMAIN label SET NOT NULL',
    at: 'ALTER DOMAIN',
    code: '23502',
  },
  {
    name: 'a foreign key',
    base: 'CREATE TABLE authors (id int PRIMARY KEY); CREATE TABLE books (id int PRIMARY KEY, author_id int)',
    migration: 'ALTER TABLE books ADD FOREIGN KEY (author_id) REFERENCES authors (id)',
    at: 'ADD FOREIGN KEY',
    code: '23503',
  },
  {
    name: 'a foreign key over two columns, validated later',
    base: `CREATE TABLE users (tenant int, id int, PRIMARY KEY (tenant, id));
      CREATE TABLE posts (id int PRIMARY KEY, tenant int NOT NULL, author int NOT NULL)`,
    migration: `ALTER TABLE posts ADD CONSTRAINT written FOREIGN KEY (tenant, author) REFERENCES users NOT VALID;
      ALTER TABLE posts VALIDATE CONSTRAINT written`,
    at: 'VALIDATE',
    code: '23503',
  },
  {
    name: 'a new column that refers to a row which need not be there',
    base: `${shop} CREATE TABLE shops (id int PRIMARY KEY)`,
    migration: 'ALTER TABLE orders ADD COLUMN shop_id int NOT NULL DEFAULT 1 REFERENCES shops',
    at: 'ADD COLUMN shop_id',
    code: '23503',
  },
  {
    name: 'a shorter text',
    base: 'CREATE TABLE people (id int PRIMARY KEY, name varchar(100) NOT NULL)',
    migration: 'ALTER TABLE people ALTER COLUMN name TYPE varchar(40)',
    at: 'TYPE varchar',
    code: '22001',
  },
  {
    name: 'a smaller integer',
    base: 'CREATE TABLE hits (id int PRIMARY KEY, n bigint NOT NULL)',
    migration: 'ALTER TABLE hits ALTER n TYPE integer',
    at: 'TYPE integer',
    code: '22003',
  },
  {
    name: 'a smaller numeric',
    base: shop,
    migration: 'ALTER TABLE orders ALTER total TYPE numeric(6,2)',
    at: 'TYPE numeric',
    code: '22003',
  },
  {
    name: 'text that becomes a number',
    base: shop,
    migration: 'ALTER TABLE orders ALTER note TYPE integer USING note::integer',
    at: 'TYPE integer',
    code: '22P02',
  },
  {
    name: 'text that becomes a date',
    base: 'CREATE TABLE people (id int PRIMARY KEY, born text)',
    migration: "ALTER TABLE people ALTER born TYPE date USING nullif(trim(born), '')::date",
    at: 'TYPE date',
    code: '22007',
  },
  {
    name: 'text that becomes JSON',
    base: shop,
    migration: 'ALTER TABLE orders ALTER note TYPE jsonb USING note::jsonb',
    at: 'TYPE jsonb',
    code: '22P02',
  },
  {
    name: 'text that becomes a UUID',
    base: 'CREATE TABLE sessions (token varchar(36) PRIMARY KEY)',
    migration: 'ALTER TABLE sessions ALTER token TYPE uuid USING token::uuid',
    at: 'TYPE uuid',
    code: '22P02',
  },
  {
    name: 'text that becomes an enum',
    base: shop,
    migration: `CREATE TYPE state AS ENUM ('new', 'paid');
      ALTER TABLE orders ALTER status DROP DEFAULT;
      ALTER TABLE orders ALTER status TYPE state USING status::state`,
    at: 'TYPE state USING',
    code: '22P02',
  },
  {
    name: 'an enum made anew without one of its values',
    base: `CREATE TYPE state AS ENUM ('new', 'paid', 'void');
      CREATE TABLE bills (id int PRIMARY KEY, state state NOT NULL DEFAULT 'new')`,
    migration: `ALTER TYPE state RENAME TO state_old;
      CREATE TYPE state AS ENUM ('new', 'paid');
      ALTER TABLE bills ALTER state DROP DEFAULT;
      ALTER TABLE bills ALTER state TYPE state USING state::text::state;
      DROP TYPE state_old`,
    at: 'TYPE state USING',
    code: '22P02',
  },
  {
    name: 'an exclusion of ranges',
    base: 'CREATE TABLE bookings (id int PRIMARY KEY, during tstzrange NOT NULL)',
    migration: 'ALTER TABLE bookings ADD EXCLUDE USING gist (during WITH &&)',
    at: 'EXCLUDE',
    code: '23P01',
  },
  {
    name: 'an exclusion of what two columns make',
    base: 'CREATE TABLE shifts (id int PRIMARY KEY, starts date NOT NULL, ends date NOT NULL CHECK (ends >= starts))',
    migration:
      "ALTER TABLE shifts ADD CONSTRAINT apart EXCLUDE USING gist (daterange(starts, ends, '[]') WITH &&)",
    at: 'EXCLUDE',
    code: '23P01',
  },
  {
    name: 'a table that becomes a partition',
    base: `CREATE TABLE events (at date NOT NULL, what text) PARTITION BY RANGE (at);
      CREATE TABLE events_2024 (at date NOT NULL, what text)`,
    migration:
      "ALTER TABLE events ATTACH PARTITION events_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
    at: 'ATTACH',
    code: '23514',
  },
  {
    name: 'a partition for rows that are in the default one',
    base: `CREATE TABLE events (kind text NOT NULL, what text) PARTITION BY LIST (kind);
      CREATE TABLE events_rest PARTITION OF events DEFAULT`,
    migration: "CREATE TABLE events_click PARTITION OF events FOR VALUES IN ('click')",
    at: 'PARTITION OF',
    code: '23514',
  },
  {
    name: 'rows copied into a table that asks more',
    base: shop,
    migration: `CREATE TABLE contacts (email text PRIMARY KEY, name text);
      INSERT INTO contacts (email, name) SELECT email, name FROM customers`,
    at: 'INSERT INTO contacts',
    code: '23502',
  },
  {
    name: 'rows copied into a table where they are not unique',
    base: shop,
    migration: `CREATE TABLE contacts (email text PRIMARY KEY);
      INSERT INTO contacts SELECT email FROM customers WHERE email IS NOT NULL`,
    at: 'INSERT INTO contacts',
    code: '23505',
  },
  {
    name: 'an UPDATE that makes values equal',
    base: 'CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL UNIQUE)',
    migration: 'UPDATE users SET email = lower(email)',
    at: 'UPDATE users',
    code: '23505',
  },
  {
    name: 'an UPDATE that casts',
    base: shop,
    migration: 'ALTER TABLE orders ADD COLUMN weight int; UPDATE orders SET weight = note::int',
    at: 'UPDATE orders',
    code: '22P02',
  },
  {
    name: 'a DELETE of rows that others refer to',
    base: shop,
    migration: "DELETE FROM customers WHERE name = 'test'",
    at: 'DELETE FROM',
    code: '23503',
  },
  {
    name: 'names that are not lower case',
    base: 'CREATE TABLE "Users" ("userId" serial PRIMARY KEY, "eMail" text)',
    migration: 'ALTER TABLE "Users" ALTER COLUMN "eMail" SET NOT NULL',
    at: 'SET NOT NULL',
    code: '23502',
  },
  {
    name: 'a table in another schema, whose references wait for the end of the transaction',
    base: `CREATE SCHEMA billing; CREATE TABLE billing.accounts (id int PRIMARY KEY);
      CREATE TABLE billing.invoices (id int PRIMARY KEY, account_id int NOT NULL
        REFERENCES billing.accounts DEFERRABLE INITIALLY DEFERRED, paid_at timestamptz)`,
    migration: 'ALTER TABLE billing.invoices ALTER paid_at SET NOT NULL',
    at: 'SET NOT NULL',
    code: '23502',
  },
  {
    name: 'seeds of the base in the way of the first values',
    base: `CREATE TABLE roles (id serial PRIMARY KEY, name text NOT NULL UNIQUE, rank int);
      INSERT INTO roles (id, name, rank) VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)`,
    migration: 'ALTER TABLE roles ALTER rank SET NOT NULL',
    at: 'SET NOT NULL',
    code: '23502',
  },
];
