import { pool } from '../db.js';
import type { CreateOrder } from './schemas.js';
import type { OrderRow } from './serialize.js';

/** Stores an order with its items at today's prices, in one transaction. */
export async function storeOrder(tenantId: number, order: CreateOrder): Promise<OrderRow> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const stored = await client.query<OrderRow>(
      `INSERT INTO orders (tenant_id, customer_id, email, total_cents)
       VALUES ($1, $2, $3, 0)
       RETURNING id, customer_id, email, status, total_cents, created_at, shipped_at`,
      [tenantId, order.customerId, order.email ?? null],
    );
    const row = stored.rows[0]!;
    for (const [position, item] of order.items.entries()) {
      await client.query(
        `INSERT INTO order_items (order_id, position, product_id, quantity, price_cents)
         SELECT $1, $2, id, $4, price_cents FROM products WHERE id = $3 AND tenant_id = $5`,
        [row.id, position, item.productId, item.quantity, tenantId],
      );
    }
    const total = await client.query<{ total_cents: number }>(
      `UPDATE orders
       SET total_cents = (SELECT coalesce(sum(quantity * price_cents), 0) FROM order_items WHERE order_id = $1)
       WHERE id = $1
       RETURNING total_cents`,
      [row.id],
    );
    await client.query('COMMIT');
    return { ...row, total_cents: total.rows[0]!.total_cents };
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
