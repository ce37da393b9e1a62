import { Router } from 'express';
import { requireAuth } from '../auth/require-auth.js';
import { pool, queryFile } from '../db.js';
import { NotFound } from '../errors.js';
import { validateBody, validateQuery } from '../validate.js';
import { storeOrder } from './create.js';
import { type ExportRow, header, toCsv } from './csv.js';
import { createOrder, eventsQuery, listQuery } from './schemas.js';
import { type OrderRow, serializeOrder } from './serialize.js';

export const ordersRouter = Router();

ordersRouter.get('/', requireAuth, validateQuery(listQuery), async (_req, res) => {
  const { after, limit } = res.locals.query;
  const found = await pool.query<OrderRow>(queryFile('list_open_orders'), [res.locals.tenantId, after, limit]);
  res.json({ orders: found.rows.map(serializeOrder) });
});

ordersRouter.post('/', requireAuth, validateBody(createOrder), async (req, res) => {
  const order = await storeOrder(res.locals.tenantId, req.body);
  res.status(201).json(serializeOrder(order));
});

ordersRouter.get('/export', requireAuth, async (req, res) => {
  const { from, to } = req.query;
  const found = await pool.query<ExportRow>(queryFile('orders_for_export'), [res.locals.tenantId, from, to]);
  res.status(200).type('text/csv').attachment('orders.csv');
  res.write(header);
  for (const row of found.rows) res.write(toCsv(row));
  res.end();
});

ordersRouter.get('/:id', requireAuth, async (req, res) => {
  const found = await pool.query<OrderRow>(
    `SELECT id, customer_id, email, status, total_cents, created_at, shipped_at
     FROM orders WHERE id = $1 AND tenant_id = $2`,
    [req.params.id, res.locals.tenantId],
  );
  const order = found.rows[0];
  if (order === undefined) throw new NotFound('order');
  res.json(serializeOrder(order));
});

ordersRouter.get('/:id/events', validateQuery(eventsQuery), async (req, res) => {
  const found = await pool.query(
    `SELECT kind, detail, created_at FROM order_events
     WHERE order_id = $1 AND ($2::text IS NULL OR kind = $2)
     ORDER BY created_at`,
    [req.params.id, res.locals.query.kind ?? null],
  );
  res.json({ events: found.rows });
});

ordersRouter.post('/:id/cancel', requireAuth, async (req, res) => {
  const cancelled = await pool.query(
    `UPDATE orders SET status = 'cancelled' WHERE id = $1 AND tenant_id = $2 AND status = 'open'`,
    [req.params.id, res.locals.tenantId],
  );
  if (cancelled.rowCount === 0) throw new NotFound('open order');
  res.status(204).end();
});
