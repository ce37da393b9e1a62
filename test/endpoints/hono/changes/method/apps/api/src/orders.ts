import { createFactory } from 'hono/factory';
import { requireRole, requireUser } from '@shop/auth';
import { jwt } from 'hono/jwt';
import { zValidator } from '@hono/zod-validator';
import * as handlers from './handlers';
import { listQuery, order } from './schemas';

const factory = createFactory();
export const orders = factory.createApp();
const clerk = [requireUser, requireRole('clerk')];

orders.use('*', jwt({ secret: 'from settings', alg: 'HS256' }));
orders.get('/', zValidator('query', listQuery), handlers.list);
orders.post('/', zValidator('json', order), handlers.create);
orders.get('/:id{[0-9]+}', handlers.show);
orders.patch('/:id', ...factory.createHandlers(requireRole('clerk'), zValidator('json', order), handlers.replace));
orders.delete('/:id', ...clerk, (c) => {
  c.status(204);
  return c.body(null);
});
orders.get('/:id/lines', async (c) => c.json(await lines(c.req.param('id')).limit(50)));
