import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { rateLimiter } from 'hono-rate-limiter';
import { requireRole, requireUser } from '@shop/auth';
import accounts from './accounts';
import { books } from './books';
import { orders } from './orders';
import { registerFiles } from './files';

const app = new Hono<Env>().basePath('/api');
app.use('*', cors());
app.get('/health', (c) => c.text('ok'));
app.use(rateLimiter({ windowMs: 60_000, limit: 100 }));
app.use('/admin/*', requireUser, requireRole('admin'));
app.use('/reports', requireUser);
app.route('/accounts', accounts);
app.route('/orders', orders);
app.route('/', books);
registerFiles(app);
app.get('/reports', (c) => c.json([]));
app.get('/reports/public', (c) => c.json([]));
app.on(['PUT', 'DELETE'], ['/admin/users/:id', '/admin/teams/:id'], (c) => c.body(null, 204));
app.get('/admin/users', async (c) => c.json(await users.find({ take: 100 })));
app.notFound((c) => c.json({}, 404));
app.onError((error, c) => c.json({}, 500));

const cache = new Map<string, number>();
cache.get('/not-a-route');
export default app;
