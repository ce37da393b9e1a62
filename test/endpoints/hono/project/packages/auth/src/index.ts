import { createMiddleware } from 'hono/factory';

export const requireUser = createMiddleware(async (c, next) => {
  if (!c.get('user')) return c.json({}, 401);
  await next();
});
export const requireRole = (role: string) => createMiddleware(async (c, next) => next());
