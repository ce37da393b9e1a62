import { Router } from 'express';
import { requireAuth } from '../auth/require-auth.js';
import { pool } from '../db.js';

export const productsRouter = Router();

productsRouter.get('/', requireAuth, async (_req, res) => {
  const found = await pool.query(
    `SELECT id::int, sku, name, price_cents FROM products WHERE tenant_id = $1 AND active ORDER BY sku LIMIT 500`,
    [res.locals.tenantId],
  );
  res.json({ products: found.rows });
});
