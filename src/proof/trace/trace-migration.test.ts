import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { provenMigration } from '../../../test/support/proven-migration.ts';
import { openServerDatabase } from '../../../test/support/server-database.ts';
import { rowsOf } from '../database.ts';
import { openPglite } from '../pglite-database.ts';
import type { StatementProof } from '../proof.ts';
import { catalogOf } from '../reversal/reverse.ts';
import { serverName } from '../server-name.ts';
import { type TraceOptions, traceMigration } from './trace-migration.ts';

// On both engines: see vitest.config.ts.
const url = process.env.TEST_DATABASE_URL;
const database = url === undefined ? await openPglite(null) : await openServerDatabase(url);
afterAll(() => database.close());

const noRows: TraceOptions = { fill: null, baseIsWhole: true };

beforeEach(emptySchema);

async function emptySchema(): Promise<void> {
  await database.exec(`
    DROP SCHEMA public CASCADE; CREATE SCHEMA public;
    CREATE TABLE customers (id bigint PRIMARY KEY, email text);
    CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int, note text);
    CREATE INDEX orders_total ON orders (total)`);
}

/** What happened, without what did not. */
function brief(proofs: readonly StatementProof[]): unknown[] {
  return proofs.map(({ outcome, reason, error, watched, locks, rewritten, scans, held }) => ({
    outcome: reason ?? (error === null ? outcome : `${outcome} ${error.code}`),
    ...(!watched && outcome !== 'not-run' && { watched }),
    ...(locks.length > 0 && { locks: locks.map(({ relation, mode }) => `${relation} ${mode}`) }),
    ...(rewritten.length > 0 && { rewritten }),
    ...(scans.length > 0 && {
      scans: scans.map(({ relation, read, held }) => `${relation} ${read}/${held}`),
    }),
    ...(held && { held }),
  }));
}

async function trace(
  text: string,
  transaction: 'one' | 'none' = 'one',
  options: TraceOptions = noRows,
): Promise<unknown[]> {
  return brief(await traceMigration(database, provenMigration(text, transaction), options));
}

const fillOrders = async (): Promise<void> => {
  await database.exec(
    "INSERT INTO orders SELECT g, NULL, g, 'n' FROM generate_series(1, 200) g; INSERT INTO customers SELECT g FROM generate_series(1, 50) g",
  );
};

describe('locks', () => {
  test('are those that a statement adds to what its transaction holds', async () => {
    expect(
      await trace(`
        CREATE INDEX ON orders (note);
        ALTER TABLE orders ADD COLUMN a int;
        ALTER TABLE orders ADD COLUMN b int;
        UPDATE customers SET email = 'x'`),
    ).toEqual([
      { outcome: 'ran', locks: ['orders ShareLock'], held: true },
      { outcome: 'ran', locks: ['orders AccessExclusiveLock'], held: true },
      { outcome: 'ran' },
      {
        outcome: 'ran',
        locks: ['customers RowExclusiveLock', 'customers_pkey RowExclusiveLock'],
        held: true,
      },
    ]);
  });

  test('of statements that run by themselves are seen, and not held', async () => {
    expect(await trace('CREATE INDEX a ON orders (note); DROP INDEX a', 'none')).toEqual([
      { outcome: 'ran', locks: ['orders ShareLock'] },
      { outcome: 'ran', locks: ['orders AccessExclusiveLock', 'a AccessExclusiveLock'] },
    ]);
    expect(await rowsOf(database, "SELECT to_regclass('a') AS a")).toEqual([{ a: null }]);
  });

  test('of both tables of a foreign key', async () => {
    expect(
      await trace('ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers'),
    ).toMatchObject([
      {
        locks: [
          'customers ShareRowExclusiveLock',
          'orders ShareRowExclusiveLock',
          'customers_pkey AccessShareLock',
          'orders_pkey AccessShareLock',
          'orders_total AccessShareLock',
        ],
      },
    ]);
  });

  test('of partitions, children, and of what is dropped', async () => {
    await database.exec(`
      CREATE TABLE log (day date) PARTITION BY RANGE (day);
      CREATE TABLE log_2024 PARTITION OF log FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
      CREATE TABLE animals (id int); CREATE TABLE dogs () INHERITS (animals)`);
    expect(
      await trace(
        'ALTER TABLE log ADD COLUMN x int; ALTER TABLE animals ADD COLUMN y int; DROP TABLE log CASCADE',
      ),
    ).toEqual([
      { outcome: 'ran', locks: ['log AccessExclusiveLock', 'log_2024 AccessExclusiveLock'], held: true },
      { outcome: 'ran', locks: ['animals AccessExclusiveLock', 'dogs AccessExclusiveLock'], held: true },
      { outcome: 'ran' },
    ]);
  });

  test('of a toast table are named where they are more than its table’s', async () => {
    expect(await trace('REINDEX TABLE customers', 'none')).toEqual([
      {
        outcome: 'ran',
        locks: [
          'customers ShareLock',
          'customers_pkey AccessExclusiveLock',
          'customers (toast) AccessExclusiveLock',
        ],
        rewritten: ['customers_pkey'],
      },
    ]);
  });

  test('of a table that its own transaction made are nobody’s matter', async () => {
    expect(
      await trace(
        'CREATE TABLE fresh (id int); ALTER TABLE fresh ADD COLUMN x int DEFAULT random(); CREATE INDEX ON fresh (x)',
      ),
    ).toEqual([{ outcome: 'ran' }, { outcome: 'ran' }, { outcome: 'ran' }]);
  });

  test('of a DO are those of all that it runs', async () => {
    expect(
      await trace(`DO $$ BEGIN EXECUTE 'CREATE INDEX ON orders (note)'; DELETE FROM customers; END $$`),
    ).toMatchObject([
      {
        outcome: 'ran',
        locks: ['customers RowExclusiveLock', 'orders ShareLock', 'customers_pkey RowExclusiveLock'],
      },
    ]);
  });

  test('have names that SQL understands', async () => {
    await database.exec('CREATE SCHEMA billing; CREATE TABLE billing."Invoice Line" (id int)');
    expect(await trace('DROP TABLE billing."Invoice Line"')).toEqual([
      { outcome: 'ran', locks: ['billing."Invoice Line" AccessExclusiveLock'] },
    ]);
    await database.exec('DROP SCHEMA billing CASCADE');
  });
});

describe('rewrites', () => {
  test('name the table and the indexes that were built with it', async () => {
    expect(await trace('ALTER TABLE orders ALTER total TYPE bigint')).toEqual([
      {
        outcome: 'ran',
        locks: [
          'orders AccessExclusiveLock',
          'orders_pkey AccessExclusiveLock',
          'orders_total AccessExclusiveLock',
        ],
        rewritten: ['orders', 'orders_pkey', 'orders_total'],
      },
    ]);
  });

  test('are laid to the statement that did it', async () => {
    await database.exec('ALTER TABLE orders ADD CONSTRAINT noted UNIQUE (note)');
    expect(
      await trace(
        'ALTER TABLE orders DROP CONSTRAINT noted, ADD CONSTRAINT noted UNIQUE (note); ALTER TABLE orders ADD COLUMN x int',
      ),
    ).toMatchObject([
      { outcome: 'ran', rewritten: ['noted'] },
      expect.not.objectContaining({ rewritten: expect.anything() }),
    ]);
  });

  test('are not claimed where nothing is written', async () => {
    expect(await trace('ALTER TABLE orders ALTER note TYPE varchar', 'none')).toMatchObject([
      { outcome: 'ran', locks: ['orders AccessExclusiveLock'] },
    ]);
    await fillOrders();
    const truncating = await trace("TRUNCATE orders; DO $$ BEGIN EXECUTE 'TRUNCATE customers'; END $$");
    expect(truncating).toEqual([
      expect.not.objectContaining({ rewritten: expect.anything() }),
      expect.not.objectContaining({ rewritten: expect.anything() }),
    ]);
  });
});

describe('scans', () => {
  const filled: TraceOptions = { fill: fillOrders, baseIsWhole: true };

  test('show on filled rows, which do not stay', async () => {
    expect(
      await trace(
        `ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;
         ALTER TABLE orders VALIDATE CONSTRAINT positive;
         ALTER TABLE orders ALTER total SET NOT NULL;
         SELECT 1 FROM orders LIMIT 1`,
        'one',
        filled,
      ),
    ).toMatchObject([
      expect.not.objectContaining({ scans: expect.anything() }),
      { scans: ['orders 200/200'] },
      { scans: ['orders 200/200'] },
      expect.not.objectContaining({ scans: expect.anything() }),
    ]);
    expect(await rowsOf(database, 'SELECT count(*) AS n FROM orders')).toEqual([{ n: '0' }]);
  });

  test('show of what needs an index that was made concurrently', async () => {
    const text = `CREATE UNIQUE INDEX CONCURRENTLY u ON orders (total);
      ALTER TABLE orders ADD CONSTRAINT u PRIMARY KEY USING INDEX u;
      ALTER TABLE orders ALTER note SET NOT NULL`;
    await database.exec('ALTER TABLE orders DROP CONSTRAINT orders_pkey');
    expect(await trace(text, 'none', filled)).toMatchObject([
      { watched: false },
      { scans: ['orders 200/200'] },
      { scans: ['orders 200/200'] },
    ]);
  });

  test('are those of the rows that are always there where none could be filled in', async () => {
    await fillOrders();
    expect(await trace('ALTER TABLE orders ALTER total SET NOT NULL', 'one', filled)).toMatchObject([
      { scans: ['orders 200/200'] },
    ]);
  });

  test('filled rows make no statement fail', async () => {
    expect(await trace('ALTER TABLE orders ALTER customer_id SET NOT NULL', 'one', filled)).toEqual([
      { outcome: 'ran', locks: ['orders AccessExclusiveLock'] },
    ]);
  });

  test('count against the rows that were there then', async () => {
    await fillOrders();
    expect(
      await trace('DELETE FROM orders WHERE id > 150; ALTER TABLE orders ALTER total SET NOT NULL'),
    ).toMatchObject([{ outcome: 'ran' }, { scans: ['orders 150/150'] }]);
  });

  test('are seen of a statement that refuses transactions', async () => {
    await fillOrders();
    expect(await trace('CREATE INDEX CONCURRENTLY ON orders (note)', 'none')).toEqual([
      { outcome: 'ran', watched: false, scans: ['orders 200/200'] },
    ]);
  });
});

describe('transactions', () => {
  test('a failure ends its transaction and the migration', async () => {
    const proofs = await trace(`
      CREATE TABLE a (id int);
      ALTER TABLE nowhere ADD COLUMN b int;
      CREATE TABLE c (id int)`);
    expect(proofs).toEqual([
      { outcome: 'ran' },
      { outcome: 'failed 42P01' },
      { outcome: 'an earlier statement of its transaction failed' },
    ]);
    expect(await rowsOf(database, "SELECT to_regclass('a') AS a")).toEqual([{ a: null }]);
    expect(await trace('DROP TABLE nowhere; SELECT 1', 'none')).toEqual([
      { outcome: 'failed 42P01' },
      { outcome: 'an earlier statement of the migration failed' },
    ]);
  });

  test('words in the text open and close them', async () => {
    expect(
      await trace(
        'BEGIN; DROP TABLE orders; SELECT 1; COMMIT; CREATE INDEX CONCURRENTLY i ON customers (email)',
        'none',
      ),
    ).toMatchObject([
      { outcome: 'ran' },
      { outcome: 'ran', held: true },
      { outcome: 'ran' },
      { outcome: 'ran' },
      { outcome: 'ran', watched: false },
    ]);
    expect(await trace('DROP TABLE customers; COMMIT; DROP TABLE nowhere')).toMatchObject([
      { outcome: 'ran' },
      { outcome: 'ran' },
      { outcome: 'failed 42P01' },
    ]);
    expect(await rowsOf(database, "SELECT to_regclass('customers') AS c")).toEqual([{ c: null }]);
  });

  test('ROLLBACK undoes, savepoints stand', async () => {
    expect(
      await trace(
        `BEGIN; DROP TABLE orders; ROLLBACK;
         BEGIN; SAVEPOINT s; DROP TABLE orders; ROLLBACK TO s; RELEASE s; DROP TABLE customers; COMMIT`,
        'none',
      ),
    ).not.toContainEqual(expect.objectContaining({ outcome: expect.stringMatching('failed') }));
    expect(
      await rowsOf(database, "SELECT to_regclass('orders') AS o, to_regclass('customers') AS c"),
    ).toEqual([{ o: 'orders', c: null }]);
  });

  test('CONCURRENTLY in a transaction fails', async () => {
    expect(await trace('CREATE INDEX CONCURRENTLY ON orders (note)')).toEqual([{ outcome: 'failed 25001' }]);
  });

  test('a procedure that commits runs by itself and fails in a transaction', async () => {
    const text = 'DO $$ BEGIN INSERT INTO customers VALUES (1); COMMIT; END $$';
    expect(await trace(text)).toEqual([{ outcome: 'failed 2D000' }]);
    expect(await trace(text, 'none')).toEqual([{ outcome: 'ran', watched: false }]);
  });

  test('a value of an enum cannot be used where it was added', async () => {
    await database.exec("CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE people (mood mood)");
    const text = "ALTER TYPE mood ADD VALUE 'glad'; INSERT INTO people VALUES ('glad')";
    expect(await trace(text)).toEqual([{ outcome: 'ran' }, { outcome: 'failed 55P04' }]);
    expect(await trace(text, 'none')).toMatchObject([{ outcome: 'ran' }, { outcome: 'ran' }]);
  });

  test('a deferred constraint fails when the transaction ends', async () => {
    await database.exec(
      'CREATE TABLE lines (id int REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED, n int)',
    );
    const text = 'INSERT INTO lines VALUES (7); SELECT 1';
    expect(await trace(text)).toMatchObject([{ outcome: 'ran' }, { outcome: 'failed 23503' }]);
    expect(await trace(`BEGIN; ${text}; COMMIT; SELECT 2`, 'none')).toMatchObject([
      { outcome: 'ran' },
      { outcome: 'ran' },
      { outcome: 'ran' },
      { outcome: 'failed 23503' },
      { outcome: 'an earlier statement of the migration failed' },
    ]);
    expect(await trace(text, 'none')).toMatchObject([{ outcome: 'failed 23503' }, {}]);
  });

  test('what is set holds, and does not outlive the migration', async () => {
    expect(
      await trace(`
        SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;
        SET lock_timeout = '1s';
        CREATE SCHEMA other; CREATE FUNCTION other.f(oid, oid) RETURNS bool LANGUAGE sql AS 'SELECT false';
        CREATE OPERATOR other.= (LEFTARG = oid, RIGHTARG = oid, FUNCTION = other.f);
        SET search_path = other, pg_catalog;
        CREATE TABLE here (id int);
        CREATE ROLE nobody; SET ROLE nobody; SELECT 1; RESET ROLE;
        ALTER TABLE public.orders ADD COLUMN x int`),
    ).toEqual([
      ...Array(11).fill({ outcome: 'ran' }),
      { outcome: 'ran', locks: ['orders AccessExclusiveLock'], held: true },
    ]);
    expect(
      await rowsOf(database, "SELECT to_regclass('other.here') AS t, current_setting('lock_timeout') AS l"),
    ).toEqual([{ t: 'other.here', l: '0' }]);
    await database.exec('DROP SCHEMA other CASCADE; DROP ROLE nobody');
  });

  test('who the migration is stays with it, and is not who asks', async () => {
    await database.exec('CREATE ROLE clerk; GRANT USAGE ON SCHEMA public TO clerk');
    const text = 'SET ROLE clerk; SELECT 1; SAVEPOINT a; SELECT 2; ALTER TABLE orders ADD COLUMN x int';
    const denied = { outcome: expect.stringContaining('must be owner of table orders') };
    expect((await trace(text)).at(-1)).toEqual(denied);
    expect((await trace(text.replace('SAVEPOINT a; ', ''), 'none')).at(-1)).toEqual(denied);
    expect(await rowsOf(database, 'SELECT current_user = session_user AS self')).toEqual([{ self: 't' }]);
    await database.exec('DROP OWNED BY clerk; DROP ROLE clerk');
  });

  test('roles that are missing are made', async () => {
    expect(await trace('GRANT SELECT ON orders TO reader; REVOKE ALL ON orders FROM reader')).toMatchObject([
      { outcome: 'ran' },
      { outcome: 'ran' },
    ]);
  });

  test('of many rows the first of each table is watched', async () => {
    const rows = [1, 2, 3].map((id) => `INSERT INTO orders (id) VALUES (${id})`).join('; ');
    const text = `${rows}; INSERT INTO customers (id) VALUES (1); ALTER TABLE orders ALTER id SET NOT NULL`;
    expect(await trace(text)).toEqual([
      { outcome: 'ran', locks: ['orders RowExclusiveLock'], held: true },
      { outcome: 'ran' },
      { outcome: 'ran' },
      { outcome: 'ran', locks: ['customers RowExclusiveLock'], held: true },
      { outcome: 'ran', locks: ['orders AccessExclusiveLock'], held: true },
    ]);
    expect(await trace(rows.replaceAll(/\d/g, '1$&'), 'none')).toEqual([
      { outcome: 'ran', locks: ['orders RowExclusiveLock'] },
      { outcome: 'ran', watched: false },
      { outcome: 'ran', watched: false },
    ]);
  });

  test('LOCK TABLE stands only in one', async () => {
    expect(await trace('LOCK TABLE orders IN SHARE MODE', 'none')).toEqual([{ outcome: 'failed 25P01' }]);
    expect(await trace('LOCK TABLE orders IN SHARE MODE')).toEqual([
      { outcome: 'ran', locks: ['orders ShareLock'] },
    ]);
  });
});

describe('what the proof’s database lacks', () => {
  test('is no failure, and what needs it is not run', async () => {
    expect(
      await trace(
        'CREATE EXTENSION vector; CREATE TABLE docs (v vector(3)); ALTER TABLE orders ADD COLUMN x int',
      ),
    ).toEqual([
      { outcome: 'the sandbox has no extension vector' },
      { outcome: expect.stringContaining('type "vector" does not exist') },
      { outcome: 'ran', locks: ['orders AccessExclusiveLock'] },
    ]);
  });

  test('a table that is not there may be in a base that is not whole', async () => {
    expect(await trace('DROP TABLE elsewhere', 'one', { fill: null, baseIsWhole: false })).toEqual([
      { outcome: 'the proof\'s database lacks what it needs: table "elsewhere" does not exist' },
    ]);
  });

  test('what is refused beforehand is not run, and the rest is', async () => {
    expect(await trace("SAVEPOINT backend_engineer_statement; LOAD 'x'; DROP TABLE orders")).toMatchObject([
      { outcome: 'it speaks of a savepoint of the proof' },
      { outcome: 'it loads a library' },
      { outcome: 'ran' },
    ]);
  });

  test('rows that may not be counted are none', async () => {
    await database.exec(`CREATE TABLE secrets (id int); INSERT INTO secrets VALUES (1); CREATE VIEW v AS SELECT 1;
      CREATE ROLE keeper; GRANT CREATE, USAGE ON SCHEMA public TO keeper; ALTER TABLE secrets OWNER TO keeper;
      CREATE FUNCTION peek() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM public.secrets';
      ALTER FUNCTION peek() OWNER TO keeper`);
    expect(await trace('REVOKE keeper FROM CURRENT_USER; SELECT peek()')).toMatchObject([
      {},
      { outcome: 'ran' },
    ]);
    await database.exec('GRANT keeper TO CURRENT_USER; DROP OWNED BY keeper; DROP ROLE keeper');
  });

  test('what does not parse is not run, and hides nothing', async () => {
    expect(await trace('ALTER TABEL orders; ALTER TABLE orders ADD COLUMN x int')).toEqual([
      { outcome: 'it did not parse' },
      { outcome: 'ran', locks: ['orders AccessExclusiveLock'] },
    ]);
  });
});

/** Everything that is there, by its name. */
async function catalogAfter(run: () => Promise<unknown>): Promise<unknown> {
  await emptySchema();
  await run();
  return Object.fromEntries(await catalogOf(database));
}

test.each(['one', 'none'] as const)(
  'leaves what the plain statements leave (transaction: %s)',
  async (how) => {
    const text = `
    CREATE TYPE state AS ENUM ('open', 'paid');
    ALTER TABLE orders ADD COLUMN state state NOT NULL DEFAULT 'open', ADD COLUMN n serial;
    ALTER TABLE orders ALTER total TYPE bigint, ALTER note SET DEFAULT 'x';
    ALTER TABLE orders ADD CONSTRAINT c FOREIGN KEY (customer_id) REFERENCES customers NOT VALID;
    ALTER TABLE orders VALIDATE CONSTRAINT c;
    CREATE VIEW v AS SELECT id FROM orders;
    DO $$ BEGIN EXECUTE 'CREATE INDEX i ON orders (note)'; END $$;
    CREATE TABLE log (day date) PARTITION BY RANGE (day);
    CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
    DROP INDEX orders_total; ALTER TABLE customers RENAME TO clients; COMMENT ON TABLE clients IS 'who buys'`;
    const plain = await catalogAfter(async () => {
      const outcome = await database.exec(text);
      expect(outcome).toMatchObject({ ok: true });
    });
    const traced = await catalogAfter(() => trace(text, how, { fill: fillOrders, baseIsWhole: true }));
    expect(traced).toEqual(plain);
  },
);

test('the server has a name', async () => {
  expect(await serverName(database)).toMatch(
    url === undefined ? /^PostgreSQL 18\.\d+ \(PGlite [\d.]+\)$/ : /^PostgreSQL \d+\.\d+/,
  );
});
