import { type MigrationCase, shop } from './case.ts';

/** Each looks like one that fails, and no row that the schema before it allows makes it fail. */
export const safe: readonly MigrationCase[] = [
  {
    name: 'NOT NULL where it is not NULL already',
    base: shop,
    migration: 'ALTER TABLE customers ALTER name SET NOT NULL',
  },
  {
    name: 'NOT NULL where a CHECK says so',
    base: `${shop} ALTER TABLE customers ADD CHECK (email IS NOT NULL)`,
    migration: 'ALTER TABLE customers ALTER email SET NOT NULL',
  },
  {
    name: 'NOT NULL where a part of a CHECK says so',
    base: `${shop} ALTER TABLE customers ADD CHECK (email IS NOT NULL AND email <> '')`,
    migration: 'ALTER TABLE customers ALTER email SET NOT NULL',
  },
  {
    name: 'NOT NULL where a trigger fills it',
    base: `${shop} CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN NEW.email := coalesce(NEW.email, NEW.name); RETURN NEW; END $$;
      CREATE TRIGGER fill BEFORE INSERT OR UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION fill()`,
    migration: 'ALTER TABLE customers ALTER email SET NOT NULL',
  },
  {
    name: 'NOT NULL on a generated column that is never NULL',
    base: 'CREATE TABLE t (a int NOT NULL, b int GENERATED ALWAYS AS (a * 2) STORED)',
    migration: 'ALTER TABLE t ALTER b SET NOT NULL',
  },
  {
    name: 'a required column with a default',
    base: shop,
    migration: "ALTER TABLE customers ADD COLUMN phone text NOT NULL DEFAULT ''",
  },
  {
    name: 'a required column that counts',
    base: shop,
    migration: 'ALTER TABLE customers ADD COLUMN number int GENERATED ALWAYS AS IDENTITY',
  },
  {
    name: 'a required column that is generated',
    base: shop,
    migration:
      'ALTER TABLE customers ADD COLUMN initial text NOT NULL GENERATED ALWAYS AS (left(name, 1)) STORED',
  },
  {
    name: 'a required column of a table that the pull request makes',
    base: shop,
    migration: 'CREATE TABLE tags (id int PRIMARY KEY); ALTER TABLE tags ADD COLUMN name text NOT NULL',
  },
  {
    name: 'a unique key of a table that the pull request makes',
    base: shop,
    earlier: 'CREATE TABLE tags (id int PRIMARY KEY, name text)',
    migration: 'ALTER TABLE tags ADD UNIQUE (name)',
  },
  {
    name: 'a constraint of a table that the pull request makes and fills with what it needs',
    base: shop,
    migration: `CREATE TABLE tags (id int PRIMARY KEY, name text); INSERT INTO tags VALUES (1, 'new'), (2, 'old');
      ALTER TABLE tags ADD UNIQUE (name); ALTER TABLE tags ALTER name SET NOT NULL`,
  },
  {
    name: 'UNIQUE over a primary key and more',
    base: shop,
    migration: 'ALTER TABLE orders ADD UNIQUE (id, customer_id)',
  },
  {
    name: 'UNIQUE where a unique index is there',
    base: `${shop} CREATE UNIQUE INDEX ready ON customers (email)`,
    migration: 'ALTER TABLE customers ADD CONSTRAINT ready_key UNIQUE USING INDEX ready',
  },
  {
    name: 'a second unique index',
    base: 'CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL UNIQUE)',
    migration: 'CREATE UNIQUE INDEX CONCURRENTLY again ON users (email)',
  },
  {
    name: 'a partial unique index under a whole one',
    base: 'CREATE TABLE users (id serial PRIMARY KEY, email text UNIQUE, gone boolean)',
    migration: 'CREATE UNIQUE INDEX living ON users (email) WHERE NOT gone',
  },
  {
    name: 'a unique index on an expression that an equal one keeps',
    base: 'CREATE TABLE users (id serial PRIMARY KEY, email text); CREATE UNIQUE INDEX a ON users (lower(email))',
    migration: 'CREATE UNIQUE INDEX b ON users (email)',
  },
  {
    name: 'an index that is not unique',
    base: shop,
    migration: 'CREATE INDEX CONCURRENTLY by_status ON orders (status)',
  },
  {
    name: 'a unique new column that is NULL everywhere',
    base: shop,
    migration: 'ALTER TABLE customers ADD COLUMN token text UNIQUE',
  },
  {
    name: 'a unique new column that is different in each row',
    base: shop,
    migration: 'ALTER TABLE customers ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE',
  },
  {
    name: 'a primary key on what is unique and not NULL',
    base: 'CREATE TABLE log (id int NOT NULL UNIQUE, line text)',
    migration: 'ALTER TABLE log ADD PRIMARY KEY (id)',
  },
  {
    name: 'CHECK not valid',
    base: shop,
    migration: 'ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID',
  },
  {
    name: 'CHECK that a stronger one implies',
    base: `${shop} ALTER TABLE orders ADD CHECK (total > 10)`,
    migration: 'ALTER TABLE orders ADD CHECK (total > 0)',
  },
  {
    name: 'CHECK that the type implies',
    base: "CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE t (id int, m mood)",
    migration: "ALTER TABLE t ADD CHECK (m IN ('a', 'b'))",
  },
  {
    name: 'CHECK that the length of the type implies',
    base: 'CREATE TABLE t (id int, code varchar(5))',
    migration: 'ALTER TABLE t ADD CHECK (length(code) <= 10)',
  },
  {
    name: 'CHECK on a column with a default that is new',
    base: shop,
    migration: 'ALTER TABLE orders ADD COLUMN tax numeric NOT NULL DEFAULT 0 CHECK (tax >= 0)',
  },
  {
    name: 'CHECK with NULL, which passes',
    base: shop,
    migration: 'ALTER TABLE orders ADD COLUMN tax numeric CHECK (tax >= 0)',
  },
  {
    name: 'a constraint of a domain that nothing uses',
    base: 'CREATE DOMAIN percent AS int; CREATE TABLE t (id int)',
    migration: 'ALTER DOMAIN percent ADD CHECK (VALUE BETWEEN 0 AND 100)',
  },
  {
    name: 'a foreign key not valid',
    base: 'CREATE TABLE authors (id int PRIMARY KEY); CREATE TABLE books (id int PRIMARY KEY, author_id int)',
    migration: 'ALTER TABLE books ADD FOREIGN KEY (author_id) REFERENCES authors NOT VALID',
  },
  {
    name: 'a foreign key made anew with another action',
    base: shop,
    migration: `ALTER TABLE orders DROP CONSTRAINT orders_customer_id_fkey;
      ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers ON DELETE CASCADE`,
  },
  {
    name: 'a new column that refers and is NULL',
    base: `${shop} CREATE TABLE shops (id int PRIMARY KEY)`,
    migration: 'ALTER TABLE orders ADD COLUMN shop_id int REFERENCES shops',
  },
  {
    name: 'a new column that refers to a row which the migration makes',
    base: `${shop} CREATE TABLE shops (id int PRIMARY KEY)`,
    migration: `INSERT INTO shops VALUES (1) ON CONFLICT DO NOTHING;
      ALTER TABLE orders ADD COLUMN shop_id int NOT NULL DEFAULT 1 REFERENCES shops`,
  },
  {
    name: 'a longer text',
    base: 'CREATE TABLE people (id int PRIMARY KEY, name varchar(40) NOT NULL)',
    migration: 'ALTER TABLE people ALTER name TYPE varchar(100)',
  },
  {
    name: 'a text without a limit',
    base: 'CREATE TABLE people (id int PRIMARY KEY, name varchar(40) NOT NULL)',
    migration: 'ALTER TABLE people ALTER name TYPE text',
  },
  {
    name: 'a shorter text under a CHECK of its length',
    base: 'CREATE TABLE people (id int PRIMARY KEY, name varchar(100) NOT NULL CHECK (char_length(name) <= 40))',
    migration: 'ALTER TABLE people ALTER name TYPE varchar(40)',
  },
  {
    name: 'a shorter text that is cut',
    base: 'CREATE TABLE people (id int PRIMARY KEY, name varchar(100) NOT NULL)',
    migration: 'ALTER TABLE people ALTER name TYPE varchar(40) USING left(name, 40)',
  },
  {
    name: 'a larger integer',
    base: 'CREATE TABLE hits (id int PRIMARY KEY, n integer NOT NULL)',
    migration: 'ALTER TABLE hits ALTER n TYPE bigint; ALTER TABLE hits ALTER id TYPE bigint',
  },
  {
    name: 'a number that becomes text',
    base: shop,
    migration: 'ALTER TABLE orders ALTER total TYPE text',
  },
  {
    name: 'text that becomes a number under a CHECK that it is one',
    base: "CREATE TABLE t (id int, n text NOT NULL CHECK (n ~ '^[0-9]{1,5}$'))",
    migration: 'ALTER TABLE t ALTER n TYPE integer USING n::integer',
  },
  {
    name: 'text that becomes an enum with a word for all else',
    base: shop,
    migration: `CREATE TYPE state AS ENUM ('new', 'paid', 'other');
      ALTER TABLE orders ALTER status DROP DEFAULT;
      ALTER TABLE orders ALTER status TYPE state USING
        CASE WHEN status IN ('new', 'paid') THEN status::state ELSE 'other'::state END`,
  },
  {
    name: 'an enum made anew with more values',
    base: `CREATE TYPE state AS ENUM ('new'); CREATE TABLE bills (id int PRIMARY KEY, state state NOT NULL)`,
    migration: `ALTER TYPE state RENAME TO state_old; CREATE TYPE state AS ENUM ('new', 'paid');
      ALTER TABLE bills ALTER state TYPE state USING state::text::state; DROP TYPE state_old`,
  },
  {
    name: 'an exclusion where single values are excluded already',
    base: 'CREATE TABLE bookings (id int PRIMARY KEY, during int4range NOT NULL, EXCLUDE USING gist (during WITH &&))',
    migration: 'ALTER TABLE bookings ADD EXCLUDE USING gist (during WITH =)',
  },
  {
    name: 'a partition under a CHECK of its bounds',
    base: `CREATE TABLE events (at date NOT NULL, what text) PARTITION BY RANGE (at);
      CREATE TABLE events_2024 (at date NOT NULL CHECK (at >= '2024-01-01' AND at < '2025-01-01'), what text)`,
    migration:
      "ALTER TABLE events ATTACH PARTITION events_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
  },
  {
    name: 'rows copied with what does not fit left out',
    base: shop,
    migration: `CREATE TABLE contacts (email text PRIMARY KEY);
      INSERT INTO contacts SELECT DISTINCT email FROM customers WHERE email IS NOT NULL`,
  },
  {
    name: 'rows copied where a conflict does nothing',
    base: shop,
    migration: `CREATE TABLE contacts (email text PRIMARY KEY);
      INSERT INTO contacts SELECT coalesce(email, '') FROM customers ON CONFLICT DO NOTHING`,
  },
  {
    name: 'a DELETE of rows that nobody refers to',
    base: shop,
    migration: "DELETE FROM orders WHERE status = 'test'",
  },
  {
    name: 'a DELETE whose references cascade',
    base: `CREATE TABLE a (id int PRIMARY KEY, name text);
      CREATE TABLE b (id int PRIMARY KEY, a_id int NOT NULL REFERENCES a ON DELETE CASCADE)`,
    migration: "DELETE FROM a WHERE name = 'test'",
  },
  {
    name: 'what names a table that nothing made',
    base: shop,
    migration: 'ALTER TABLE unknown ALTER a SET NOT NULL; ALTER TABLE customers ALTER email SET NOT NULL',
  },
];
