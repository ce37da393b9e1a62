import Fastify from 'fastify';
import AutoLoad from '@fastify/autoload';
import rateLimit from '@fastify/rate-limit';
import { join } from 'node:path';
import got from 'got';
import security from './plugins/security';
import orders from './orders/routes';
import { accountRoutes } from './accounts';
import { adminRoutes } from './admin';

export function build() {
  const app = Fastify({ logger: true }).withTypeProvider();
  app.register(rateLimit, { max: 100 });
  app.register(security);
  app.get('/health', async () => ({ ok: true }));
  app.register(orders, { prefix: '/v1/orders' });
  app.register(accountRoutes, { prefix: '/v1' });
  app.register(adminRoutes, { prefix: '/admin' });
  app.register(AutoLoad, { dir: join(__dirname, 'catalogue'), routeParams: true, options: { prefix: '/v1' } });
  app.register(import('./webhooks.mjs'));
  return app;
}

export async function load() {
  const app = build();
  await got.get('/not-a-route', { json: true });
  return app.inject({ method: 'GET', url: '/neither' });
}
