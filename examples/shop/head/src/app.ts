import express, { type Express } from 'express';
import { customersRouter } from './customers/router.js';
import { answerErrors } from './errors.js';
import { exportsRouter } from './exports/router.js';
import { ordersRouter } from './orders/router.js';
import { productsRouter } from './products/router.js';

export function createApp(): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(express.json({ limit: '100kb' }));

  app.get('/healthz', (_req, res) => {
    res.json({ ok: true });
  });
  app.use('/api/orders', ordersRouter);
  app.use('/api/exports', exportsRouter);
  app.use('/api/customers', customersRouter);
  app.use('/api/products', productsRouter);

  app.use(answerErrors);
  return app;
}
