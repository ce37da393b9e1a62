import { Router } from 'express';
import { requireAuth, requireRole } from '@/middleware/auth';
import { orders as store } from '../store';
import { order } from '../schemas/order';

export const orders = Router()
  .use(requireAuth)
  .get('/', list)
  .post('/', async (request, response) => {
    const key = request.get('Idempotency-Key');
    const input = order.safeParse(request.body);
    if (!input.success) return response.status(422).json(input.error);
    response.status(201).json(await store.add(input.data, key));
  })
  .get('/:id', show)
  .get('/:id/lines', show)
  .patch('/:id', requireRole('clerk'), (request, response) => response.status(202).end())
  .all('/:id/print', print);

async function list(request, response) {
  response.json(await store.find({ take: Math.min(Number(request.query.size), 200) }));
}
function show(request, response) {
  response.json(store.one(request.params.id));
}
function print(request, response) {
  response.redirect('/print');
}
