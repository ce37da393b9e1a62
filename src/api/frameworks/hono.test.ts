import { describe, expect, it } from 'vitest';
import { shownEndpoints } from '../shown-endpoints.ts';

const app = "import { Hono } from 'hono';\nconst app = new Hono();\n";

describe('hono', () => {
  it('joins base paths, and the routes of what is mounted with one', () => {
    expect(
      shownEndpoints({
        'a.ts': `${app}import b from './b';\nimport c from './c';\napp.route('/b', b);\nconst v1 = app.basePath('/v1');\nv1.get('/x', (c) => c.text('x'));\nv1.route('/c', c);\napp.basePath(process.env.BASE).get('/y', (c) => c.text('y'));`,
        'b.ts':
          "import { Hono } from 'hono';\nexport default new Hono().basePath('/inner').get('/x', (c) => c.json({}, 201));",
        'c.ts':
          "import { Hono } from 'hono';\nconst make = () => new Hono();\nconst c = make();\nc.get('/z', (c) => c.notFound());\nexport default c;",
      }),
    ).toEqual([
      'GET /b/inner/x status=201',
      'GET /v1/c/z status=404',
      'GET /v1/x status=200',
      'GET /y? status=200',
    ]);
  });

  it('lets middleware without a star hold for its path alone', () => {
    const text = `${app}app.use('/a', requireUser);\napp.use('/b/*', requireUser);\napp.get('/a', h).get('/a/x', h).get('/b', h).get('/b/x', h);`;
    expect(shownEndpoints({ 'a.ts': text })).toEqual([
      'GET /a auth=requireUser:3',
      'GET /a/x',
      'GET /b auth=requireUser:4',
      'GET /b/x auth=requireUser:4',
    ]);
  });

  it('takes the path of the link before, and the methods of on()', () => {
    const text = `${app}app.get('/x/:id{[0-9]+}', (c) => c.text('')).delete((c) => { c.status(204); return c.body(null); });\napp.on(['PUT', 'PURGE'], ['/y', '/z'], (c) => c.redirect('/'));`;
    expect(shownEndpoints({ 'a.ts': text })).toEqual([
      'DELETE /x/:id status=204',
      'GET /x/:id status=200',
      'PURGE /y status=302',
      'PUT /y status=302',
      'PURGE /z status=302',
      'PUT /z status=302',
    ]);
  });

  it('reads routes of zod-openapi from other files', () => {
    expect(
      shownEndpoints({
        'a.ts':
          "import { OpenAPIHono } from '@hono/zod-openapi';\nimport { show } from './routes';\nconst app = new OpenAPIHono();\napp.openapi(show, (c) => c.json({}, 200));\napp.openapi(missing, h);",
        'routes.ts':
          "import { createRoute } from '@hono/zod-openapi';\nexport const show = createRoute({ method: 'get', path: '/x/{id}', request: { params: P }, responses: { 200: {}, 404: {} } });",
      }),
    ).toEqual(['GET /x/:id valid=request.params status=200+404']);
  });

  it.each([
    ['a client', "import { hc } from 'hono/client';\nhc(url).api.get('/x', {});"],
    ['a map', `${app}new Map().get('/x', 1);`],
    ['a path made at run time', `${app}app.get(paths[0], h);`],
    ['syntax errors', `${app}app.get('/x', (`],
    ['an application that mounts itself', `${app}app.route('/a', app);`],
  ])('takes %s for no route', (_, text) => {
    expect(shownEndpoints({ 'a.ts': text })).toEqual([]);
  });
});
