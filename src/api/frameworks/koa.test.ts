import { describe, expect, it } from 'vitest';
import { shownEndpoints } from '../shown-endpoints.ts';

const router = "const Router = require('@koa/router');\nconst router = new Router();\n";

describe('koa', () => {
  it('takes prefixes of options, of prefix() and of mounts, and says where one is not known', () => {
    expect(
      shownEndpoints({
        'a.js':
          "const Koa = require('koa'); const mount = require('koa-mount'); const app = new Koa();\napp.use(require('./b').routes());\napp.use(mount('/m', require('./c').routes()));\napp.use(require('./d').routes());",
        'b.js': `${router}router.prefix('/b');\nrouter.get('/x', (ctx) => { ctx.body = 1; });\nmodule.exports = router;`,
        'c.js':
          "const R = require('koa-router');\nconst r = new R({ prefix: '/c' });\nr.del('/x/:id(\\\\d+)', (ctx) => { ctx.status = 204; });\nmodule.exports = r;",
        'd.js':
          "const R = require('koa-router');\nconst r = new R({ prefix: process.env.PREFIX });\nr.use(auth());\nr.get(['/d', '/e'], (ctx) => ctx.redirect('/'));\nmodule.exports = r;",
      }),
    ).toEqual([
      'GET /b/x status=200',
      'GET /d? auth=auth():3 status=302',
      'GET /e? auth=auth():3 status=302',
      'DELETE /m/c/x/:id status=204',
    ]);
  });

  it('tells refusals in place, and takes what the context gives for no validation', () => {
    const text = `${router}router.get('/x', async (ctx) => {
  const order = await ctx.orders.one();
  ctx.assert(order, 404);
  ctx.assert(ctx.state.user, 401);
  if (!ctx.state.user.roles.admin) ctx.throw(403);
  schema.parse(ctx.request.body);
  ctx.body = order;
});`;
    expect(shownEndpoints({ 'a.js': text })).toEqual([
      'GET /x? auth=ctx.assert(ctx.state.user, 401):6 authz=!ctx.state.user.roles.admin:7 valid=schema.parse(ctx.request.body) status=404+401+403+200',
    ]);
  });

  it('takes an application that is given as a parameter', () => {
    expect(
      shownEndpoints({
        'a.ts':
          "import Koa from 'koa';\nimport Router from 'koa-router';\nconst r = new Router();\nr.get('/x', (ctx) => { ctx.body = 1; });\nexport function start(app: Koa = new Koa()) { app.use(r.routes()); }",
      }),
    ).toEqual(['GET /x status=200']);
  });

  it('ends with routers that mount each other, broken code and deep lists', () => {
    const circle = `${router}const b = new Router();\nrouter.use('/b', b.routes());\nb.use('/a', router.routes());\nb.get('/x', (ctx) => { ctx.body = 1; });`;
    expect(shownEndpoints({ 'a.js': circle })).toEqual(['GET /b/x? status=200']);
    expect(shownEndpoints({ 'a.js': `${router}router.get('/x', (ctx` })).toEqual([]);
    expect(
      shownEndpoints({ 'a.js': `${router}router.get(${'['.repeat(500)}'/x'${']'.repeat(500)}, h);` }),
    ).toEqual([]);
    const long = Array.from({ length: 3000 }, (_, index) => `.get('/${index}', h)`).join('');
    expect(shownEndpoints({ 'a.js': `${router}router${long};` }).length).toBeLessThanOrEqual(3000);
  });
});
