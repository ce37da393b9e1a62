import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

const login = { schema: { body: z.object({ email: z.string() }) }, config: { rateLimit: { max: 5 } } };

export async function accountRoutes(app: FastifyInstance) {
  app.post('/login', login, async (request, reply) => {
    const token = await app.accounts.signIn(request.body);
    if (!token) return reply.code(401).send();
    return { token };
  });
  app.post('/register', { ...login, config: {} }, async (request, reply) => reply.code(201).send({}));
  app.register(async (closed) => {
    closed.addHook('preHandler', async (request, reply) => {
      if (!request.user) return reply.code(401).send();
    });
    closed.get('/me', async (request) => request.user);
    closed.put('/me', { schema: { body: z.object({ name: z.string() }) } }, async (request) => app.accounts.change(request.body));
    closed.delete('/me', async (request, reply) => reply.code(204).send());
    closed.all('/me/export', async (request, reply) => reply.redirect('/export'));
  });
}
