import { Router } from 'express';
import { z } from 'zod';
import { requireAuth } from '../auth/require-auth.js';
import { pool, queryFile } from '../db.js';
import { validateBody } from '../validate.js';

interface StoredExport {
  id: number;
  from: string;
  to: string;
  orders: number;
  createdAt: Date;
}

const createExport = z
  .object({ from: z.iso.date(), to: z.iso.date() })
  .refine(({ from, to }) => from <= to, 'from is after to');

export const exportsRouter = Router();

exportsRouter.use(requireAuth);

exportsRouter.get('/', async (_req, res) => {
  const found = await pool.query<StoredExport>(
    `SELECT id::int, from_day::text AS "from", to_day::text AS "to", coalesce(order_count, 0) AS orders,
            created_at AS "createdAt"
     FROM order_exports WHERE tenant_id = $1 ORDER BY created_at DESC LIMIT 20`,
    [res.locals.tenantId],
  );
  res.json({ exports: found.rows });
});

exportsRouter.post('/', validateBody(createExport), async (req, res) => {
  const { tenantId, userId } = res.locals;
  const { from, to } = req.body;
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const created = await client.query<{ id: number; createdAt: Date }>(
      `INSERT INTO order_exports (tenant_id, requested_by, from_day, to_day)
       VALUES ($1, $2, $3, $4)
       RETURNING id::int, created_at AS "createdAt"`,
      [tenantId, userId, from, to],
    );
    const { id, createdAt } = created.rows[0]!;
    const orders = await client.query<{ id: string }>(
      `SELECT id FROM orders
       WHERE tenant_id = $1 AND created_at >= $2::date AND created_at < $3::date + 1 AND exported_at IS NULL`,
      [tenantId, from, to],
    );
    const ids = orders.rows.map((order) => order.id);
    await client.query(queryFile('mark_exported'), [tenantId, id, ids]);
    await client.query('UPDATE order_exports SET order_count = $2 WHERE id = $1', [id, ids.length]);
    await client.query('COMMIT');
    res.status(201).json({ id, from, to, orders: ids.length, createdAt });
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
});
