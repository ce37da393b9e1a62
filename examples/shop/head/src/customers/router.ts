import { Router } from 'express';
import { z } from 'zod';
import { requireAuth } from '../auth/require-auth.js';
import { pool } from '../db.js';
import { NotFound } from '../errors.js';
import { validateBody } from '../validate.js';

const updateCustomer = z.object({
  name: z.string().min(1).max(200),
  email: z.email().nullable(),
  phone: z.string().max(30).nullable(),
});

export const customersRouter = Router();

customersRouter.get('/:id', requireAuth, async (req, res) => {
  const found = await pool.query(
    `SELECT id::int, reference, name, email, phone, fax FROM customers WHERE id = $1 AND tenant_id = $2`,
    [req.params.id, res.locals.tenantId],
  );
  if (found.rows[0] === undefined) throw new NotFound('customer');
  res.json(found.rows[0]);
});

customersRouter.put('/:id', requireAuth, validateBody(updateCustomer), async (req, res) => {
  const { name, email, phone } = req.body;
  const updated = await pool.query(
    `UPDATE customers SET name = $3, email = $4, phone = $5 WHERE id = $1 AND tenant_id = $2`,
    [req.params.id, res.locals.tenantId, name, email, phone],
  );
  if (updated.rowCount === 0) throw new NotFound('customer');
  res.status(204).end();
});
