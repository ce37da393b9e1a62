import { afterAll, beforeAll, expect, test } from 'vitest';
import { openShop, type Shop } from '../support/shop.ts';

// The sample pull request, run by the service: what its conversation shows of it.

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ proof: true });
}, 120_000);
afterAll(() => shop.close());

test('a review shows what happened: locks, the row that breaks, the plans', {
  timeout: 240_000,
}, async () => {
  const { number } = await shop.reviewed(shop.repository.head.sha);
  const pull = shop.pull(number);
  const [review] = pull.reviews;
  const body = review?.body ?? '';
  expect(body).toMatch(
    /^- Proof: run on PostgreSQL 18\.\d+ \(PGlite [\d.]+\), on what 16 earlier statements made\.$/m,
  );
  expect(body).toContain('the down brings the schema back');
  expect(body).toContain(
    '| 1 | `ALTER TABLE orders ALTER COLUMN total_cents TYPE bigint` | ACCESS EXCLUSIVE on `orders` | reads and writes, until the end | `orders` | **`orders`** |',
  );
  const comments = pull.reviewComments.map(({ body: text }) => text);
  const about = (rule: string): string =>
    comments.find((comment) => comment.includes(`\`${rule}\` · executed`)) ?? '';
  expect(about('set-not-null-scan')).toMatch(
    /`INSERT INTO orders \(tenant_id, customer_id, email, total_cents\) VALUES \(1, 1, NULL, 1\);`.*`23502: column "email" of relation "orders" contains null values`.*`SELECT count\(\*\) FROM orders WHERE email IS NULL;`/s,
  );
  expect(about('query-without-index')).toMatch(
    /Seq Scan on orders o.*CREATE INDEX CONCURRENTLY orders_tenant_id_created_at_idx ON orders \(tenant_id, created_at\)/s,
  );
  expect(about('query-without-index')).toContain(
    'Index Cond: ((tenant_id = $1) AND (created_at >= $2) AND (created_at < $3))',
  );
  expect(about('code-still-uses-dropped-object')).toContain('`42703: column "fax" does not exist`');
});
