import { zValidator } from '@hono/zod-validator';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { requireUser } from '@shop/auth';
import { z } from 'zod';
import { rateLimiter } from 'hono-rate-limiter';

const login = z.object({ email: z.string() });
const loginLimiter = rateLimiter({ windowMs: 60_000, limit: 5 });

const accounts = new Hono()
  .post('/', zValidator('json', login), async (c) => c.json(await add(c.req.valid('json')), 201))
  .post('/login', loginLimiter, async (c) => {
    const token = await signIn(await c.req.json());
    if (!token) throw new HTTPException(401);
    return c.json({ token });
  })
  .use('/me', requireUser)
  .get('/me', (c) => c.json(c.get('user')))
  .patch(async (c) => {
    const body = await c.req.json();
    return c.json(await change(login.parse(body)));
  })
  .delete('/me', (c) => c.body(null, 204))
  .all('/me/export', (c) => c.redirect('/export'));

export default accounts;
