import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { showName } from '../../sql/object-name.ts';
import { createParser } from '../../sql/parse.ts';
import { rowsOf } from '../database.ts';
import { openPglite } from '../pglite-database.ts';
import type { QueryPlan } from '../proof.ts';
import { fillTables } from '../rows/fill-tables.ts';
import { type ExplainOptions, explainQueries } from './explain-queries.ts';

const database = await openPglite(null);
const parser = await createParser('postgres');
afterAll(() => database.close());

const rows: Readonly<Record<string, string>> = {
  users: `SELECT g, 'mail' || g, g % 40, CASE WHEN g % 3 = 0 THEN now() END, g % 2 = 0 FROM generate_series(1, 2000) g`,
  orders: `SELECT g, g % 40, g % 900, 'ref' || g, (ARRAY['new', 'paid', 'sent', 'done'])[g % 4 + 1], 'red',
    (ARRAY['card', 'bank'])[g % 2 + 1]::method, (ARRAY['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])[g % 8 + 1]::stage, g % 2 = 0,
    CASE WHEN g % 5 = 0 THEN now() END, now() - g * interval '1 minute', g % 700, '{}'::jsonb FROM generate_series(1, 3000) g`,
  items: `SELECT g, g % 2000 + 1, 'sku' || g, g % 7, g % 1000 FROM generate_series(1, 4000) g`,
  'Event Log': `SELECT g, g % 900, now() FROM generate_series(1, 2000) g`,
  readings: `SELECT g % 800, date '2026-01-01' + g % 59, g FROM generate_series(1, 4000) g`,
  'audit.entries': `SELECT g, 'actor' || g FROM generate_series(1, 2000) g`,
  countries: `SELECT 'c' || g, 'name' || g FROM generate_series(1, 2000) g`,
};

beforeAll(async () => {
  await rowsOf(
    database,
    `CREATE TYPE method AS ENUM ('card', 'bank');
     CREATE TYPE stage AS ENUM ('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
     CREATE SCHEMA audit;
     CREATE TABLE users (id bigint PRIMARY KEY, email varchar(200) NOT NULL, tenant_id bigint NOT NULL, deleted_at timestamptz, active boolean NOT NULL);
     CREATE UNIQUE INDEX users_email_key ON users (email);
     CREATE TABLE orders (id bigint PRIMARY KEY, tenant_id bigint NOT NULL, customer_id bigint NOT NULL, reference text NOT NULL,
       status text NOT NULL, shade text CHECK (shade IN ('red', 'blue', 'green')), method method NOT NULL, stage stage NOT NULL, gift boolean NOT NULL, deleted_at timestamptz,
       created_at timestamptz NOT NULL, total numeric NOT NULL, data jsonb NOT NULL);
     CREATE INDEX orders_customer_id_idx ON orders (customer_id, created_at);
     CREATE TABLE items (id bigint PRIMARY KEY, order_id bigint NOT NULL, sku varchar NOT NULL, quantity int NOT NULL, batch bigint NOT NULL);
     CREATE INDEX items_open ON items (batch) WHERE quantity > 3;
     CREATE INDEX items_lower_sku ON items (lower(sku));
     CREATE TABLE "Event Log" (id bigint PRIMARY KEY, "userId" bigint NOT NULL, "at" timestamptz NOT NULL);
     CREATE TABLE readings (sensor bigint NOT NULL, at date NOT NULL, value bigint NOT NULL) PARTITION BY RANGE (at);
     CREATE TABLE readings_1 PARTITION OF readings FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
     CREATE TABLE readings_2 PARTITION OF readings FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
     CREATE TABLE audit.entries (id bigint PRIMARY KEY, actor text NOT NULL);
     CREATE TABLE countries (code text PRIMARY KEY, name text NOT NULL);
     CREATE VIEW current_orders AS SELECT * FROM orders WHERE deleted_at IS NULL`,
  );
});

const options: ExplainOptions = {
  parser,
  fill: async (tables) => {
    for (const table of tables.map(showName))
      await rowsOf(database, `INSERT INTO ${table === 'Event Log' ? '"Event Log"' : table} ${rows[table]}`);
  },
  isSmall: (table) => table === 'countries',
};

function explain(...queries: readonly string[]): Promise<readonly QueryPlan[]> {
  const asked = queries.map((sql, index) => ({
    path: 'a.sql',
    line: 1,
    range: { start: index, end: index + 1 },
    sql,
    changed: true,
  }));
  return explainQueries(database, asked, options);
}

/** What is proposed for each of many queries, one a table. */
async function proposals(queries: readonly string[]): Promise<(readonly (string | null)[])[]> {
  const plans = await explain(...queries);
  return queries.map((_, index) =>
    plans
      .filter(({ range }) => range.start === index)
      .map(({ proposal }) => proposal?.sql.replace('CREATE INDEX CONCURRENTLY ', '') ?? null),
  );
}

const served: readonly (readonly [sql: string, index: string])[] = [
  ['SELECT * FROM orders WHERE reference = $1', 'orders_reference_idx ON orders (reference)'],
  [
    'SELECT * FROM orders WHERE tenant_id = $1 ORDER BY id LIMIT 50',
    'orders_tenant_id_id_idx ON orders (tenant_id, id)',
  ],
  [
    'SELECT * FROM orders WHERE tenant_id = $1 ORDER BY created_at DESC LIMIT 50',
    'orders_tenant_id_created_at_idx ON orders (tenant_id, created_at)',
  ],
  [
    'SELECT * FROM orders WHERE tenant_id = $1 ORDER BY created_at DESC, id LIMIT 5',
    'orders_tenant_id_created_at_id_idx ON orders (tenant_id, created_at DESC, id)',
  ],
  [
    'SELECT * FROM orders WHERE tenant_id = $1 AND total > $2',
    'orders_tenant_id_total_idx ON orders (tenant_id, total)',
  ],
  [`DELETE FROM "Event Log" WHERE at < now() - interval '1 day'`, '"Event Log_at_idx" ON "Event Log" (at)'],
  [
    'SELECT * FROM orders WHERE tenant_id = $1 AND reference = $2',
    'orders_tenant_id_reference_idx ON orders (tenant_id, reference)',
  ],
  // The index that there is holds some of the rows only.
  ['SELECT * FROM items WHERE batch = $1', 'items_batch_idx ON items (batch)'],
  ['SELECT * FROM orders WHERE reference = ANY ($1)', 'orders_reference_idx ON orders (reference)'],
  ['SELECT * FROM orders WHERE reference IN ($1, $2)', 'orders_reference_idx ON orders (reference)'],
  ['SELECT * FROM orders WHERE total BETWEEN $1 AND $2', 'orders_total_idx ON orders (total)'],
  [
    'SELECT * FROM orders WHERE reference = $1 AND deleted_at IS NULL',
    'orders_reference_idx ON orders (reference) WHERE deleted_at IS NULL',
  ],
  [
    'SELECT * FROM current_orders WHERE reference = $1',
    'orders_reference_idx ON orders (reference) WHERE deleted_at IS NULL',
  ],
  [
    "SELECT * FROM orders WHERE status = 'new' ORDER BY created_at LIMIT 10",
    'orders_status_created_at_idx ON orders (status, created_at)',
  ],
  [
    'SELECT * FROM orders WHERE stage = $1 AND reference = $2',
    'orders_reference_stage_idx ON orders (reference, stage)',
  ],
  [
    'SELECT * FROM orders WHERE reference = $1 AND gift AND method = $2',
    'orders_reference_idx ON orders (reference)',
  ],
  ['SELECT * FROM orders WHERE tenant_id = 42', 'orders_tenant_id_idx ON orders (tenant_id)'],
  [
    'SELECT * FROM orders WHERE tenant_id = $1 AND deleted_at IS NULL ORDER BY created_at DESC LIMIT 20',
    'orders_tenant_id_created_at_idx ON orders (tenant_id, created_at) WHERE deleted_at IS NULL',
  ],
  ['SELECT * FROM users WHERE lower(email) = lower($1)', 'users_lower_idx ON users (lower(email))'],
  ['SELECT * FROM orders WHERE upper(reference) = $1', 'orders_upper_idx ON orders (upper(reference))'],
  ['UPDATE orders SET status = $1 WHERE reference = $2', 'orders_reference_idx ON orders (reference)'],
  ['DELETE FROM orders WHERE reference = $1', 'orders_reference_idx ON orders (reference)'],
  [
    'WITH found AS MATERIALIZED (SELECT * FROM orders WHERE reference = $1) SELECT * FROM found',
    'orders_reference_idx ON orders (reference)',
  ],
  [
    'SELECT * FROM users u WHERE u.id = $1 AND EXISTS (SELECT 1 FROM items i WHERE i.sku = $2)',
    'items_sku_idx ON items (sku)',
  ],
  [
    'SELECT * FROM items i JOIN orders o ON o.id = i.order_id WHERE i.sku = $1',
    'items_sku_idx ON items (sku)',
  ],
  [
    'SELECT * FROM orders o JOIN items i ON i.order_id = o.id WHERE o.id = $1',
    'items_order_id_idx ON items (order_id)',
  ],
  [
    'SELECT * FROM orders o JOIN items i ON i.order_id = o.id WHERE o.customer_id = $1',
    'items_order_id_idx ON items (order_id)',
  ],
  [
    'SELECT * FROM orders o LEFT JOIN items i ON i.order_id = o.id WHERE o.customer_id = $1',
    'items_order_id_idx ON items (order_id)',
  ],
  ['SELECT * FROM "Event Log" WHERE "userId" = $1', '"Event Log_userId_idx" ON "Event Log" ("userId")'],
  ['SELECT * FROM audit.entries WHERE actor = $1', 'entries_actor_idx ON audit.entries (actor)'],
  [
    'INSERT INTO users SELECT id, reference, tenant_id, NULL, true FROM orders WHERE reference = $1',
    'orders_reference_idx ON orders (reference)',
  ],
  [
    'SELECT * FROM orders WHERE tenant_id = (SELECT max(tenant_id) FROM users)',
    'orders_tenant_id_idx ON orders (tenant_id)',
  ],
];

const silent: readonly string[] = [
  'SELECT * FROM orders WHERE id = $1',
  'SELECT * FROM users WHERE email = $1',
  'SELECT * FROM orders WHERE customer_id = $1 ORDER BY id LIMIT 50',
  'SELECT * FROM orders WHERE customer_id = $1 AND status = $2',
  'SELECT * FROM orders WHERE id = $1 AND tenant_id = $2',
  'SELECT * FROM orders WHERE customer_id = ANY ($1) AND total > $2',
  'SELECT * FROM orders',
  'SELECT count(*) FROM orders',
  'SELECT * FROM orders ORDER BY id LIMIT 50',
  'SELECT * FROM orders ORDER BY created_at LIMIT 50',
  'SELECT * FROM orders WHERE gift',
  'SELECT * FROM orders WHERE gift = $1',
  'SELECT * FROM orders WHERE method = $1',
  'SELECT * FROM orders WHERE stage = $1',
  'SELECT * FROM orders WHERE status = $1',
  'SELECT * FROM orders WHERE shade = $1',
  'SELECT * FROM orders WHERE stage > $1 ORDER BY id LIMIT 5',
  "SELECT * FROM orders WHERE status = 'new'",
  "SELECT * FROM orders WHERE status = 'new' ORDER BY id LIMIT 10",
  'SELECT * FROM orders WHERE deleted_at IS NULL',
  'SELECT * FROM orders WHERE deleted_at IS NOT NULL',
  'SELECT * FROM orders WHERE deleted_at IS NULL ORDER BY id LIMIT 50',
  'SELECT * FROM orders WHERE status <> $1',
  'SELECT * FROM orders WHERE reference LIKE $1',
  "SELECT * FROM orders WHERE reference ILIKE '%x'",
  'SELECT * FROM orders WHERE reference = $1 OR status = $2',
  'SELECT * FROM orders WHERE $1::text IS NULL OR reference = $1',
  'SELECT * FROM orders WHERE reference = coalesce($1, reference)',
  'SELECT * FROM items WHERE lower(sku) = $1',
  'SELECT * FROM orders WHERE lower(reference) = lower(status)',
  'SELECT * FROM orders WHERE upper(reference) LIKE $1',
  'SELECT * FROM orders WHERE length(reference) = $1',
  'SELECT * FROM orders WHERE lower(status) = $1',
  'SELECT * FROM orders WHERE id::text = $1',
  'SELECT * FROM orders WHERE total = tenant_id',
  "SELECT * FROM orders WHERE data ->> 'x' = $1",
  'SELECT * FROM countries WHERE name = $1',
  'SELECT * FROM orders o JOIN items i ON i.order_id = o.id',
  'SELECT o.id, count(*) FROM orders o JOIN items i ON i.order_id = o.id GROUP BY o.id',
  'SELECT * FROM items i JOIN orders o ON o.id = i.order_id WHERE i.id = $1',
  'SELECT * FROM orders o JOIN countries c ON c.name = o.reference WHERE o.id = $1',
  'SELECT * FROM orders LIMIT $1',
  'SELECT count(*) FROM orders WHERE total >= $1',
  'SELECT * FROM items i JOIN orders o ON o.id = i.order_id JOIN "Event Log" e ON e."userId" = o.tenant_id',
  'INSERT INTO countries VALUES ($1, $2)',
  'INSERT INTO users (id, email, tenant_id, active) VALUES ($1, $2, $3, true) ON CONFLICT (email) DO UPDATE SET active = $4',
  'SELECT * FROM nowhere WHERE a = $1',
  'SELECT * FROM pg_catalog.pg_class WHERE relpages = $1',
  'VACUUM orders',
  // A second column of an index, which PostgreSQL 18 skips to.
  "SELECT * FROM orders WHERE created_at < now() - interval '1 day'",
];

describe('a table that is read by filtering', () => {
  let found: Awaited<ReturnType<typeof proposals>> = [];
  beforeAll(async () => {
    found = await proposals(served.map(([sql]) => sql));
  });

  it.each(served.map(([sql, index], place) => [sql, index, place] as const))('%s', (_, index, place) => {
    expect(found[place]).toEqual([index]);
  });

  it('is a finding without a statement where CONCURRENTLY is refused', async () => {
    expect(await proposals(['SELECT * FROM readings WHERE sensor = $1'])).toEqual([[null]]);
  });

  it('is shown before and after', async () => {
    expect(await explain('SELECT * FROM orders WHERE tenant_id = $1 ORDER BY id LIMIT 50')).toEqual([
      {
        path: 'a.sql',
        range: { start: 0, end: 1 },
        sql: 'SELECT * FROM orders WHERE tenant_id = $1 ORDER BY id LIMIT 50',
        table: 'orders',
        filtered: ['tenant_id'],
        before: ['Limit', '  ->  Index Scan using orders_pkey on orders', '        Filter: (tenant_id = $1)'],
        proposal: {
          sql: 'CREATE INDEX CONCURRENTLY orders_tenant_id_id_idx ON orders (tenant_id, id)',
          after: [
            'Limit',
            '  ->  Index Scan using orders_tenant_id_id_idx on orders',
            '        Index Cond: (tenant_id = $1)',
          ],
        },
      },
    ]);
  });
});

describe('no finding', () => {
  let found: Awaited<ReturnType<typeof proposals>> = [];
  beforeAll(async () => {
    found = await proposals(silent);
  });

  it.each(silent.map((sql, place) => [sql, place] as const))('%s', (_, place) => {
    expect(found[place]).toEqual([]);
  });

  it('where tables cannot be filled', async () => {
    const query = { path: 'a.ts', line: 1, range: { start: 0, end: 1 }, changed: true };
    expect(
      await explainQueries(database, [{ ...query, sql: 'SELECT * FROM orders WHERE reference = $1' }], {
        ...options,
        fill: async () => {},
      }),
    ).toEqual([]);
  });
});

it('finds the same on rows that are made from the schema', async () => {
  const fill: ExplainOptions['fill'] = (tables) => fillTables(database, tables, 2000, 1);
  const query = { path: 'a.ts', line: 1, range: { start: 0, end: 1 }, changed: true };
  const asked = served.map(([sql], start) => ({ ...query, sql, range: { start, end: start + 1 } }));
  const plans = await explainQueries(database, asked, { ...options, fill });
  const indexes = plans.map(({ proposal }) => proposal?.sql.replace('CREATE INDEX CONCURRENTLY ', ''));
  expect(indexes).toEqual(served.map(([, index]) => index));
  const quiet = silent.map((sql) => ({ ...query, sql }));
  expect(await explainQueries(database, quiet, { ...options, fill })).toEqual([]);
});

it('judges many queries at once and leaves nothing behind', async () => {
  const plans = await explain(
    'SELECT 1',
    'SELECT * FROM items WHERE sku = $1',
    'SELECT * FROM nowhere',
    "SELECT * FROM orders WHERE reference = 'a''b\\' AND tenant_id = $1",
  );
  expect(plans.map(({ table, filtered }) => [table, filtered])).toEqual([
    ['items', ['sku']],
    ['orders', ['tenant_id', 'reference']],
  ]);
  expect(
    await rowsOf(
      database,
      `SELECT (SELECT count(*) FROM orders) AS rows, (SELECT count(*) FROM pg_proc WHERE proname ~ 'backend_engineer') AS functions,
         current_setting('enable_seqscan') AS setting`,
    ),
  ).toEqual([{ rows: '0', functions: '0', setting: 'on' }]);
});
