export const autoPrefix = '/products/:productId/reviews';

export default async function (fastify) {
  fastify.get('/', async () => fastify.reviews.find({ take: 20 }));
  fastify.post('/', { onRequest: fastify.authenticate }, async (request) => fastify.reviews.add(request.body));
}
