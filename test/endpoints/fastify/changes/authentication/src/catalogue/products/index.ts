export default async function (fastify) {
  fastify.get('/', async () => fastify.products.find({ take: 50 }));
  fastify.post('/', { schema: { body: { type: 'object' } } }, async (request, reply) => {
    reply.code(201).send({});
  });
}
