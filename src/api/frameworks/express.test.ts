import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../endpoint.ts';
import { findEndpoints } from '../find-endpoints.ts';
import { shownEndpoints } from '../shown-endpoints.ts';

function find(files: Record<string, string>): Endpoint[] {
  return findEndpoints(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    'head',
  );
}

const app = "import express, { Router } from 'express';\nconst app = express();\n";

describe('express', () => {
  it('finds the verbs of an application with handler, status codes and checks', () => {
    const text = `${app}app.post('/orders', requireAuth, validate(order), limiter, async (req, res) => {
  if (!req.body) return res.status(400).json({});
  res.status(201).json(await save(req.body));
});
`;
    expect(find({ 'app.ts': text })).toEqual([
      {
        method: 'POST',
        path: '/orders',
        prefixSeen: true,
        framework: 'express',
        span: expect.objectContaining({ path: 'app.ts', side: 'head', startLine: 3, endLine: 6 }),
        handler: expect.objectContaining({ path: 'app.ts', side: 'head', startLine: 3, endLine: 6 }),
        handlerText:
          'async (req, res) => { if (!req.body) return res.status(400).json({}); res.status(201).json(await save(req.body)); }',
        authentication: [{ text: 'requireAuth', path: 'app.ts', line: 3 }],
        authorization: [],
        validation: [{ text: 'validate(order)', path: 'app.ts', line: 3 }],
        rateLimit: [{ text: 'limiter', path: 'app.ts', line: 3 }],
        statusCodes: [
          { text: 'status(400)', path: 'app.ts', line: 4, status: 400 },
          { text: 'status(201)', path: 'app.ts', line: 5, status: 201 },
        ],
        otherChecks: [],
        pagination: [],
      },
    ]);
  });

  it.each([
    ['the settings getter', "app.get('title');"],
    ['an HTTP client', "axios.get('/x', { headers });"],
    ['a cache', "cache.get('/x', done);"],
    ['a map', "new Map().get('/x', 1);"],
    ['supertest', "request(app).get('/x', done);"],
    ['another framework', "import { Elysia } from 'elysia'; const h = new Elysia(); h.get('/x', () => 'x');"],
    ['a parameter that nobody hands a router to', "function f(client) { client.get('/x', done); }"],
    ['a shadowed name', "function f(app: Client) { app.get('/x', done); }"],
    ['pre-flight answers', "app.options('*', cors());"],
    ['a path made at run time', 'app.get(paths[0], h);'],
    ['a pattern', 'app.get(/x/, h);'],
    ['syntax errors', "app.get('/x', ("],
  ])('takes %s for no endpoint', (_, text) => {
    expect(shownEndpoints({ 'app.ts': app + text })).toEqual([]);
  });

  it('looks at no tests, mocks, builds or dependencies', () => {
    const text = `${app}app.get('/x', h);`;
    expect(
      shownEndpoints({
        'app.test.ts': text,
        'test/server.ts': text,
        '__mocks__/app.ts': text,
        'node_modules/x/index.js': text,
        'dist/app.js': text,
        'types.d.ts': text,
      }),
    ).toEqual([]);
  });

  it('follows routers through default, named, required and re-exported modules', () => {
    expect(
      shownEndpoints({
        'src/app.ts': `${app}import { API } from './config';
import routes from './routes/index.js';
app.use(API, routes);
app.use('/legacy', require('./legacy'));
app.use(['/a', '/b'], Router().get('/chained', h));`,
        'src/config.ts': "export const API = '/api' + '/v1';",
        'src/routes/index.ts': `import express from 'express';
import { users } from './users';
import * as orders from './orders';
const router = express.Router();
router.use('/users', users);
router.use('/orders', orders.router);
export default router;`,
        'src/routes/users.ts':
          "import * as express from 'express';\nexport const users = express.Router();\nusers.route('/:id(\\\\d+)').get(show).delete(remove);",
        'src/routes/orders.ts':
          "import { Router } from 'express';\nconst router: Router = Router({ mergeParams: true });\nrouter.get('/', list);\nexport { router };",
        'src/legacy.js': "var router = (module.exports = require('express').Router());\nrouter.all('/x', h);",
      }),
    ).toEqual([
      'GET /a/chained',
      'GET /api/v1/orders',
      'DELETE /api/v1/users/:id',
      'GET /api/v1/users/:id',
      'GET /b/chained',
      'ALL /legacy/x',
    ]);
  });

  it('follows an application that is handed to functions and classes', () => {
    expect(
      shownEndpoints({
        'app.js': `const app = require('express')();
require('./routes')(app);
const { registerAdmin } = require('./admin');
registerAdmin({}, app);
new Health(app);
class Health { constructor(server) { this.server = server; this.server.get('/field', h); server.get('/health', h); } }`,
        'routes.js': "module.exports = (server) => { server.get('/routes', h); };",
        'admin.js': "exports.registerAdmin = function (options, instance) { instance.get('/admin', h); };",
      }),
    ).toEqual(['GET /admin', 'GET /field', 'GET /health', 'GET /routes']);
  });

  it('finds routers that functions and classes make', () => {
    expect(
      shownEndpoints({
        'app.ts': `${app}import makeRoutes from './make';
import { OrderRoutes } from './class';
app.use('/made', makeRoutes(deps));
app.use('/class', new OrderRoutes().router);`,
        'make.ts':
          "import { Router } from 'express';\nexport default (deps) => { const r = Router(); r.get('/x', h); return r; };",
        'class.ts':
          "import { Router } from 'express';\nexport class OrderRoutes { public router = Router(); constructor() { this.routes(); } routes() { this.router.get('/y', this.show); } show(req, res) { res.sendStatus(204); } }",
      }),
    ).toEqual(['GET /class/y status=204', 'GET /made/x']);
  });

  it('takes typed parameters for routers, whose prefix is not seen', () => {
    const text =
      "import type { Application } from 'express';\nexport function routes(app: Application) { app.get('/x', h); }";
    expect(shownEndpoints({ 'a.ts': text })).toEqual(['GET /x?']);
  });

  it('says where a prefix was not seen: a router that nobody mounts, a prefix made at run time', () => {
    expect(
      shownEndpoints({
        'lonely.ts':
          "import { Router } from 'express';\nconst r = Router();\nr.get('/lonely', h);\nexport default r;",
        'app.ts': `${app}import r from './known';\napp.use(config.prefix, r);`,
        'known.ts':
          "import { Router } from 'express';\nconst r = Router();\nr.get('/known', h);\nexport default r;",
      }),
    ).toEqual(['GET /known?', 'GET /lonely?']);
  });

  it('inherits what stands earlier in the file and at the mount, not what stands later or elsewhere', () => {
    expect(
      shownEndpoints({
        'app.ts': `${app}import admin from './admin';
app.get('/open', h);
app.use('/api', rateLimit({ windowMs: 1 }));
app.use('/api/admin', requireAuth, admin);
app.use(passport.authenticate('jwt'));
app.get('/closed', h);
app.get('/api/x', h);`,
        'admin.ts': `import { Router } from 'express';
const r = Router();
r.get('/first', h);
r.use(isAdmin);
r.get('/second', h);
export default r;`,
      }),
    ).toEqual([
      'GET /api/admin/first auth=requireAuth:6 rate=rateLimit({ windowMs: 1 })',
      'GET /api/admin/second auth=requireAuth:6 authz=isAdmin:4 rate=rateLimit({ windowMs: 1 })',
      "GET /api/x auth=passport.authenticate('jwt'):7 rate=rateLimit({ windowMs: 1 })",
      "GET /closed auth=passport.authenticate('jwt'):7",
      'GET /open',
    ]);
  });

  it('opens lists of middleware, wrappers and constants', () => {
    const text = `${app}import { body } from 'express-validator';
const checks = [body('email').isEmail(), guard];
const secured = expressjwt({ secret });
app.post('/x', checks, secured, asyncHandler(async (req, res) => { await jwtVerify(req); schema.parse(req.body); res.json(1); }));
app.get('/y', withAuth((req, res) => res.send('y')));
app.get('/z', ...checks, ctl.list.bind(ctl));`;
    expect(shownEndpoints({ 'a.ts': text })).toEqual([
      "POST /x auth=guard:4+secured:6+jwtVerify(req):6 valid=body('email').isEmail()+schema.parse(req.body) status=200",
      'GET /y auth=withAuth:7 status=200',
      "GET /z auth=guard:4 valid=body('email').isEmail()",
    ]);
  });

  it('reads handlers in other files, by the position of their parameters', () => {
    expect(
      shownEndpoints({
        'a.ts': `${app}import * as orders from './orders';\napp.get('/x', orders.list);`,
        'orders.ts':
          'export async function list(a, b) {\n  if (!a.query.q) throw new NotFoundError();\n  b.status(cond ? HttpStatus.ACCEPTED : 206).send();\n}',
      }),
    ).toEqual(['GET /x status=404+202+206']);
  });

  it('unrolls loops over constant lists of routers', () => {
    expect(
      shownEndpoints({
        'app.js': `const express = require('express');
const users = require('./users');
const app = express();
const routes = [{ path: '/users', route: users }, { path: '/made', route: express.Router().get('/x', h) }];
routes.forEach((route) => { app.use('/v1', logger); app.use(route.path, route.route); });
for (const { path, route } of routes) app.use('/v2' + path, route);
`,
        'users.js':
          "const router = require('express').Router();\nrouter.get('/:id', h);\nmodule.exports = router;",
      }),
    ).toEqual(['GET /made/x', 'GET /users/:id', 'GET /x?', 'GET /:id?'].sort());
  });

  it('counts what stands before all verbs of a route, and nothing that lets everybody in', () => {
    const text = `${app}app.route('/x').all(requireAuth).get(h).put(auth.optional, h);
app.get('/y', auth.optional, (req, res) => { tokens.generateAuthToken(req.user); users.getCurrentUser(req); res.end(); });
app.get('/z', (req, res) => { requireUser(req); res.end(); });`;
    expect(shownEndpoints({ 'a.ts': text })).toEqual([
      'GET /x auth=requireAuth:3',
      'PUT /x auth=requireAuth:3',
      'GET /y status=200',
      'GET /z auth=requireUser(req):5 status=200',
    ]);
  });

  it('does not end in circles of routers', () => {
    const text = `${app}const a = Router(); const b = Router();\na.use('/b', b); b.use('/a', a); a.get('/x', h); app.use('/a', a);`;
    expect(shownEndpoints({ 'a.ts': text })).toEqual(['GET /a/x']);
  });
});
