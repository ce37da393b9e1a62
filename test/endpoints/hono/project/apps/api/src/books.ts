import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { requireUser } from '@shop/auth';
import { showBook } from './book-routes';

export const books = new OpenAPIHono();

const list = createRoute({
  method: 'get',
  path: '/books',
  request: { query: z.object({ limit: z.number().max(50) }) },
  responses: { 200: { description: 'Books' } },
});
const add = createRoute({
  method: 'post',
  path: '/books',
  middleware: [requireUser] as const,
  request: { body: { content: {} } },
  responses: { 201: { description: 'Added' }, 409: { description: 'Known' } },
});
books.openapi(list, (c) => c.json([], 200));
books.openapi(add, (c) => c.json({}, 201));
books.openapi(showBook, (c) => c.json({}, 200));
books.doc('/doc', { openapi: '3.0.0' });
