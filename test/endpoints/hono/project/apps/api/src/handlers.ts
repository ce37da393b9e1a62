import type { Context } from 'hono';

export const list = async (c: Context) => c.json(await find(c.req.valid('query')));
export async function create(c: Context) {
  const key = c.req.header('Idempotency-Key');
  return c.json(await add(c.req.valid('json'), key), 201);
}
export async function show(c: Context) {
  const found = await one(c.req.param('id'));
  return found ? c.json(found) : c.notFound();
}
export const replace = async (c: Context) => c.json({}, { status: 202 });
