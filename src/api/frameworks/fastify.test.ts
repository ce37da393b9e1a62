import { describe, expect, it } from 'vitest';
import { shownEndpoints } from '../shown-endpoints.ts';

describe('fastify', () => {
  it('finds short and full routes with their options', () => {
    expect(
      shownEndpoints({
        'app.ts': `import Fastify from 'fastify';
const app = Fastify({ logger: true }).withTypeProvider<ZodTypeProvider>();
const options = { schema: { querystring: query, response: { 200: list, '4xx': error } }, preHandler: [app.authenticate] };
app.get('/orders', options, async () => []);
app.post('/orders', { ...options, schema: { body: order } }, create);
app.put('/orders/:id(^\\\\d+)', { handler: async (request, reply) => reply.code(202).send() });
app.route({ method: ['GET', 'HEAD'], url: '/multi', config: { rateLimit: { max: 1 } }, handler });
app.delete('/x', { schema: makeSchema() }, (request, reply) => { reply.status(204).send(); });
app.get('/off', { config: { rateLimit: false } }, handler);`,
      }),
    ).toEqual([
      'GET /multi rate=config.rateLimit',
      'HEAD /multi rate=config.rateLimit',
      'GET /off',
      'GET /orders auth=app.authenticate:3 valid=schema.querystring status=200',
      'POST /orders auth=app.authenticate:3 valid=schema.body',
      'PUT /orders/:id status=202',
      'DELETE /x valid=schema: makeSchema() status=204',
    ]);
  });

  it('follows plugins with their prefixes and hooks, each in its scope', () => {
    expect(
      shownEndpoints({
        'src/app.js': `const fastify = require('fastify')();
fastify.register(require('./orders'), { prefix: '/v1' });
fastify.register(import('./users.mjs'), { prefix: '/v2' });
fastify.register(async (scope) => {
  scope.get('/inner', h);
  scope.addHook('onRequest', async (request) => { await request.jwtVerify(); });
});
fastify.get('/outer', h);`,
        'src/orders.js': `module.exports = async function (instance, options) {
  instance.addHook('preHandler', instance.auth([instance.verifyJWT]));
  instance.get('/orders', h);
  instance.register(nested, { prefix: '/nested' });
};
async function nested(app) { app.get('/', h); }`,
        'src/users.mjs': "export default async (app) => { app.get('/users', h); };",
      }),
    ).toEqual([
      'GET /inner auth=request.jwtVerify():6',
      'GET /outer',
      'GET /v1/nested auth=instance.auth([instance.verifyJWT]):2',
      'GET /v1/orders auth=instance.auth([instance.verifyJWT]):2',
      'GET /v2/users',
    ]);
  });

  it('lets what fastify-plugin wraps reach its surroundings, without a prefix', () => {
    expect(
      shownEndpoints({
        'app.ts': `import fastify from 'fastify';
import security from './security';
const app = fastify();
app.register(security, { prefix: '/ignored' });
app.get('/x', h);`,
        'security.ts': `import fp from 'fastify-plugin';
export default fp(async (app) => { app.addHook('onRequest', app.authenticate); app.get('/me', h); });`,
      }),
    ).toEqual(['GET /me auth=app.authenticate:2', 'GET /x auth=app.authenticate:2']);
  });

  it('takes typed parameters and typed plugins, whose prefix is not seen', () => {
    expect(
      shownEndpoints({
        'a.ts':
          "import type { FastifyInstance } from 'fastify';\nexport async function a(app: FastifyInstance) { app.get('/a', h); }",
        'b.ts':
          "import type { FastifyPluginAsync } from 'fastify';\nconst b: FastifyPluginAsync = async (server) => { server.get('/b', h); };\nexport default b;",
        'c.js': "module.exports = async function (fastify, opts) { fastify.get('/c', async () => 1); };",
      }),
    ).toEqual(['GET /a?', 'GET /b?', 'GET /c? status=200']);
  });

  it('loads folders as @fastify/autoload does', () => {
    expect(
      shownEndpoints({
        'src/app.js': `const path = require('path');
const AutoLoad = require('@fastify/autoload');
module.exports = async function (fastify, opts) {
  fastify.register(AutoLoad, { dir: path.join(__dirname, 'routes'), routeParams: true, options: Object.assign({}, opts) });
};`,
        'src/server.js': "const app = require('fastify')();\napp.register(require('./app'));",
        'src/routes/root.js': "module.exports = async function (fastify) { fastify.get('/', h); };",
        'src/routes/users/_id/index.js': "module.exports = async (app) => { app.get('/posts', h); };",
      }),
    ).toEqual(['GET /', 'GET /users/:id/posts']);
  });

  it('lets the hooks of a folder hold for its plugins, and for folders below where they cascade', () => {
    const hooks = (cascade: string): string[] =>
      shownEndpoints({
        'app.js': `const path = require('path');
const app = require('fastify')();
app.register(require('@fastify/autoload'), { dir: path.join(__dirname, 'routes'), autoHooks: true${cascade} });`,
        'routes/root.js': "module.exports = async (fastify) => { fastify.get('/open', h); };",
        'routes/api/autohooks.js':
          "module.exports = async function (fastify) { fastify.addHook('onRequest', fastify.authenticate); };",
        'routes/api/index.js': "module.exports = async (fastify) => { fastify.get('/', h); };",
        'routes/api/deep/index.js': "module.exports = async (fastify) => { fastify.get('/', h); };",
      });
    expect(hooks('')).toEqual(['GET /api auth=fastify.authenticate:1', 'GET /api/deep', 'GET /open']);
    expect(hooks(', cascadeHooks: true')).toEqual([
      'GET /api auth=fastify.authenticate:1',
      'GET /api/deep auth=fastify.authenticate:1',
      'GET /open',
    ]);
  });

  it('takes clients and other values with the same methods for nothing', () => {
    expect(
      shownEndpoints({
        'app.ts': `import Fastify from 'fastify';
const app = Fastify();
app.get('/x');
cache.get('/y', done);
got.get('/z', { json: true });
app.inject().get('/q', h);
function f(client: Client) { client.get('/w', h); }`,
      }),
    ).toEqual([]);
  });
});
