import type { FastifyPluginAsync } from 'fastify';
import { list, listSchema, orderSchema } from './handlers';

const orders: FastifyPluginAsync = async (app) => {
  app.addHook('onRequest', app.authenticate);
  app.get('/', { schema: listSchema }, list);
  app.post('/', { schema: { body: orderSchema, response: { 201: orderSchema } } }, async (request, reply) => {
    const key = request.headers['idempotency-key'];
    reply.code(201);
    return app.orders.add(request.body, key);
  });
  app.get('/:orderId', async (request, reply) => {
    const order = await app.orders.one(request.params.orderId);
    if (order === null) throw app.httpErrors.createError(404);
    return order;
  });
  app.route({
    method: ['PUT', 'PATCH'],
    url: '/:orderId',
    preHandler: [app.requireRole('clerk')],
    schema: { params: orderSchema, body: orderSchema },
    handler: replace,
  });
  app.delete('/:orderId', { preHandler: app.requireRole('clerk') }, async (request, reply) => {
    await app.orders.remove(request.params.orderId);
    return reply.status(204).send();
  });
  app.get('/:orderId/invoice', async () => app.orders.invoice());
  app.register(lines, { prefix: '/:orderId/lines' });
};

async function replace(request, reply) {
  reply.code(202).send(await request.server.orders.replace(request.body));
}

async function lines(app) {
  app.get('/', async (request) => app.lines.find({ take: 25 }));
  app.post('/', { config: { rateLimit: { max: 10, timeWindow: '1 minute' } } }, async (request) => app.lines.add(request.body));
  app.delete('/:line', (request, reply) => {
    reply.send({ removed: true });
  });
}

export default orders;
