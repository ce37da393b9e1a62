import { createRoute } from '@hono/zod-openapi';
import { bookId } from './schemas';

export const showBook = createRoute({
  method: 'get',
  path: '/shelves/{shelf}/books/{bookId}',
  request: { params: bookId },
  responses: { 200: { description: 'A book' }, 404: { description: 'None' } },
});
