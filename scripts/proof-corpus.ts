import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { writeMigrationCorpus } from './migration-corpus.ts';

/** The files of a repository before and after a pull request, by their paths. */
export interface ProofCorpus {
  readonly base: Readonly<Record<string, string>>;
  readonly head: Readonly<Record<string, string>>;
}

/**
 * A shop of `count` migrations, the last of which make what the pull request's three change. The same every time.
 * @param scratch a folder for what is written on the way; it is removed
 */
export function makeProofCorpus(scratch: string, count: number): ProofCorpus {
  writeMigrationCorpus(scratch, Math.max(0, count - shop.length));
  const base: Record<string, string> = { 'src/orders.ts': code(queries) };
  for (const name of readdirSync(scratch))
    base[`${folder}/${basename(name)}`] = readFileSync(`${scratch}/${name}`, 'utf8');
  rmSync(scratch, { recursive: true });
  for (const [index, [name, up]] of shop.entries())
    base[`${folder}/${numbered(count - shop.length + 1 + index)}_${name}.up.sql`] = up;
  const head: Record<string, string> = { ...base, 'src/orders.ts': code([...queries, added]) };
  for (const [index, [name, up, down]] of changes.entries()) {
    const stem = `${folder}/${numbered(count + 1 + index)}_${name}`;
    head[`${stem}.up.sql`] = up;
    head[`${stem}.down.sql`] = down;
  }
  return { base, head };
}

const folder = 'db/migrations';

function numbered(number: number): string {
  return String(number).padStart(4, '0');
}

const shop: readonly (readonly [string, string])[] = [
  [
    'create_shop_status',
    "CREATE TYPE shop_status AS ENUM ('draft', 'placed', 'paid', 'shipped', 'cancelled');\nCREATE TYPE shop_channel AS ENUM ('web', 'store');\n",
  ],
  [
    'create_shop_accounts',
    `CREATE TABLE shop_accounts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email varchar(320) NOT NULL,
  name text,
  locale varchar(8) NOT NULL DEFAULT 'en',
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX shop_accounts_email_key ON shop_accounts (lower(email));
`,
  ],
  [
    'create_shop_products',
    `CREATE TABLE shop_products (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sku varchar(40) NOT NULL UNIQUE,
  title text NOT NULL,
  price numeric(12, 2) NOT NULL CHECK (price >= 0),
  archived_at timestamptz
);
`,
  ],
  [
    'create_shop_orders',
    `CREATE TABLE shop_orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES shop_accounts (id) ON DELETE CASCADE,
  status shop_status NOT NULL DEFAULT 'draft',
  channel shop_channel NOT NULL DEFAULT 'web',
  number varchar(20) NOT NULL UNIQUE,
  total integer NOT NULL DEFAULT 0 CHECK (total >= 0),
  placed_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK (status = 'draft' OR placed_at IS NOT NULL)
);
CREATE INDEX shop_orders_account_id_idx ON shop_orders (account_id);
CREATE INDEX shop_orders_open_idx ON shop_orders (created_at) WHERE status = 'placed';
`,
  ],
  [
    'create_shop_order_lines',
    `CREATE TABLE shop_order_lines (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id bigint NOT NULL REFERENCES shop_orders (id) ON DELETE CASCADE,
  product_id bigint NOT NULL REFERENCES shop_products (id),
  quantity integer NOT NULL CHECK (quantity > 0),
  price numeric(12, 2) NOT NULL,
  UNIQUE (order_id, product_id)
);
CREATE INDEX shop_order_lines_product_id_idx ON shop_order_lines (product_id);
`,
  ],
  [
    'create_shop_payments',
    `CREATE TABLE shop_payments (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id bigint NOT NULL REFERENCES shop_orders (id),
  provider varchar(32) NOT NULL,
  reference varchar(64),
  amount integer NOT NULL CHECK (amount > 0),
  captured_at timestamptz
);
CREATE INDEX shop_payments_order_id_idx ON shop_payments (order_id);
`,
  ],
  ['add_shop_orders_note', 'ALTER TABLE shop_orders ADD COLUMN note text, ADD COLUMN currency char(3);\n'],
  [
    'create_shop_events',
    `CREATE TABLE shop_events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id bigint REFERENCES shop_orders (id) ON DELETE SET NULL,
  kind text NOT NULL,
  payload jsonb NOT NULL DEFAULT '{}',
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX shop_events_order_id_idx ON shop_events (order_id);
`,
  ],
];

/** Name, way up, way down. */
const changes: readonly (readonly [string, string, string])[] = [
  [
    'create_shop_refunds',
    `CREATE TYPE shop_refund_reason AS ENUM ('damaged', 'late', 'other');
CREATE TABLE shop_refunds (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id bigint NOT NULL REFERENCES shop_orders (id) ON DELETE CASCADE,
  payment_id bigint NOT NULL REFERENCES shop_payments (id),
  account_id uuid REFERENCES shop_accounts (id),
  reason shop_refund_reason NOT NULL DEFAULT 'other',
  amount integer NOT NULL CHECK (amount > 0),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX shop_refunds_order_id_idx ON shop_refunds (order_id);
`,
    'DROP TABLE shop_refunds;\nDROP TYPE shop_refund_reason;\n',
  ],
  [
    'require_shop_orders_currency',
    `UPDATE shop_orders SET currency = 'EUR' WHERE currency IS NULL AND status <> 'cancelled';
ALTER TABLE shop_orders ALTER COLUMN currency SET NOT NULL;
`,
    'ALTER TABLE shop_orders ALTER COLUMN currency DROP NOT NULL;\n',
  ],
  [
    'shorten_shop_payments_reference',
    `ALTER TABLE shop_payments ALTER COLUMN reference TYPE varchar(32);
CREATE INDEX shop_payments_reference_idx ON shop_payments (provider, reference);
`,
    'DROP INDEX shop_payments_reference_idx;\nALTER TABLE shop_payments ALTER COLUMN reference TYPE varchar(64);\n',
  ],
];

const queries = [
  `SELECT id, number, total FROM shop_orders WHERE account_id = $1 ORDER BY created_at DESC LIMIT 20`,
  `SELECT o.id, l.quantity, p.title FROM shop_orders o JOIN shop_order_lines l ON l.order_id = o.id JOIN shop_products p ON p.id = l.product_id WHERE o.number = $1`,
  `INSERT INTO shop_orders (account_id, number, total) VALUES ($1, $2, $3) RETURNING id`,
  `UPDATE shop_payments SET captured_at = now() WHERE id = $1`,
  `INSERT INTO shop_payments (order_id, provider, reference, amount) VALUES ($1, $2, $3, $4)`,
];
const added = `SELECT id, order_id FROM shop_payments WHERE captured_at < $1 AND provider = $2 ORDER BY id LIMIT 50`;

function code(texts: readonly string[]): string {
  const functions = texts.map(
    (text, index) =>
      `export async function query${index}(...values: unknown[]) {\n  return await pool.query(\`${text}\`, values);\n}\n`,
  );
  return `import { Pool } from 'pg';\n\nconst pool = new Pool();\n\n${functions.join('\n')}`;
}
