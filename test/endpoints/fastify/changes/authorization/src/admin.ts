export async function adminRoutes(fastify, options) {
  fastify.addHook('onRequest', fastify.authenticate);
  fastify.addHook('onSend', async (request, reply, payload) => payload);
  fastify.get('/users', { handler: async (request) => fastify.users.find({ limit: request.query.limit }) });
  fastify.get('/users/:id(^\\d+)', async (request) => fastify.users.one(request.params.id));
  fastify.delete('/users/:id', async (request, reply) => {
    await fastify.users.remove(request.params.id);
    reply.code(204).send();
  });
  fastify.head('/users', async () => '');
  cache.get('/users', () => {});
}
