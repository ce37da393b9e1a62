import express from 'express';
import { celebrate } from 'celebrate';
import { requireAuth, requireRole } from '@/middleware/auth';
import { products as store } from '../store';
import { productInput, productQuery } from '../schemas';

export const products = express.Router({ mergeParams: true });
const editors = [requireAuth, requireRole('editor')];
products.get('/', celebrate(productQuery), async (request, response) => {
  response.json(await store.find(request.query));
});
products.get('/:productId(\\d+)', async (request, response) => {
  const found = await store.one(request.params.productId);
  if (!found) return response.status(404).json({ error: 'unknown' });
  response.json(found);
});
products.post('/', ...editors, celebrate(productInput), asyncHandler(async (request, response) => {
  response.status(201).json(await store.add(request.body));
}));
products
  .patch('/:productId', editors, celebrate(productInput), replace)
  .delete('/:productId', editors, remove);
products.get('/:productId/reviews', async (request, response) => {
  response.json(await store.reviews().limit(50));
});
products.post('/:productId/reviews', requireAuth, review);

async function replace(request, response) {
  response.json(await store.replace(request.params.productId, request.body));
}
async function remove(request, response) {
  await store.remove(request.params.productId);
  response.status(204).end();
}
async function review(request, response) {
  if (request.user.blocked) return response.status(403).end();
  response.status(201).json(await store.review(request.body));
}
