import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareEndpoints } from './compare-endpoints.ts';
import type { Endpoint, EndpointChange } from './endpoint.ts';
import { findEndpoints } from './find-endpoints.ts';

const start = "const express = require('express');\nconst app = express();\n";

function endpointsOf(text: string, side: 'base' | 'head'): Endpoint[] {
  return findEndpoints([{ path: 'app.js', text: start + text }], side);
}

function compare(base: string, head: string): string[] {
  return compareEndpoints(endpointsOf(base, 'base'), endpointsOf(head, 'head')).map(shown);
}

function shown(change: EndpointChange): string {
  const name = ({ method, path }: Endpoint): string => `${method} ${path}`;
  const from = 'base' in change ? name(change.base) : '';
  const to = 'head' in change ? name(change.head) : '';
  const aspects = 'aspects' in change ? (change.aspects ?? []).join('+') : '';
  return `${change.kind} ${from === to ? from : [from, to].filter((part) => part !== '').join(' -> ')} ${aspects}`.trim();
}

const show = '(req, res) => res.json(find(req.params.id))';

describe('compareEndpoints', () => {
  it('tells nothing of what stayed, whatever its lines', () => {
    expect(
      compare(`app.get('/a', ${show});`, `\n\napp.get('/a', ${show.replace('=> ', '=>\n    ')});`),
    ).toEqual([]);
  });

  it('tells added, removed and moved endpoints apart', () => {
    expect(
      compare(
        `app.get('/a', ${show}); app.get('/b', list); app.post('/c', create);`,
        `app.get('/a2', ${show}); app.post('/b', list); app.post('/c', create);`,
      ),
    ).toEqual(['moved GET /a -> GET /a2', 'moved GET /b -> POST /b']);
  });

  it('does not guess a move where a handler answers in several places', () => {
    expect(compare("app.get('/a', h); app.get('/b', h);", "app.get('/c', h);")).toEqual([
      'removed GET /a',
      'removed GET /b',
      'added GET /c',
    ]);
  });

  it.each([
    ["app.get('/a', requireAuth, h)", "app.get('/a', h)", 'authentication'],
    ["app.get('/a', requireAuth, isAdmin, h)", "app.get('/a', requireAuth, h)", 'authentication'],
    ["app.post('/a', validate(a), h)", "app.post('/a', h)", 'validation'],
    ["app.post('/a', limiter, h)", "app.post('/a', h)", 'rate-limit'],
    [
      "app.get('/a', (q, s) => { if (x) return s.status(404).end(); s.status(202).send(); })",
      "app.get('/a', (q, s) => { s.status(202).send(); })",
      'status-codes+handler',
    ],
    ["app.get('/a', list)", "app.get('/a', listAll)", 'handler'],
  ])('tells that %s lost against %s: %s', (base, head, aspects) => {
    expect(compare(base, head)).toEqual([
      `changed ${base.startsWith('app.get') ? 'GET' : 'POST'} /a ${aspects}`,
    ]);
  });

  it.each([
    ['another check of the kind', "app.get('/a', requireAuth, h)", "app.get('/a', ensureLoggedIn, h)"],
    ['a check for several', "app.get('/a', authenticate, isOwner, h)", "app.get('/a', requireOwner, h)"],
    ['something not understood', "app.get('/a', requireAuth, h)", "app.get('/a', perimeter, h)"],
    ['the router', "app.get('/a', requireAuth, h)", "app.use(requireAuth); app.get('/a', h)"],
    ['more checks', "app.get('/a', requireAuth, h)", "app.get('/a', requireAuth, isAdmin, h)"],
  ])('counts nothing as lost that %s took over', (_, base, head) => {
    expect(compare(base, head)).toEqual([]);
  });

  it('tells what a moved endpoint lost on the way', () => {
    expect(compare(`app.get('/a', requireAuth, ${show})`, `app.get('/b', ${show})`)).toEqual([
      'moved GET /a -> GET /b authentication',
    ]);
  });

  it('calls nothing moved whose prefix is not seen on one side', () => {
    const routes =
      "const r = require('express').Router();\nr.get('/x', requireAuth, (q, s) => s.send('x'));\nmodule.exports = r;\n";
    const app = `${start}app.use('/api', requireAuth, require('./r'));\n`;
    const files = (mount: string): { path: string; text: string }[] => [
      { path: 'app.js', text: mount },
      { path: 'r.js', text: routes },
    ];
    const mounted = findEndpoints(files(app), 'base');
    const unmounted = findEndpoints(files(app.replace("require('./r')", 'loadRoutes()')), 'head');
    expect([mounted[0]?.path, unmounted[0]?.path, unmounted[0]?.prefixSeen]).toEqual(['/api/x', '/x', false]);
    expect(compareEndpoints(mounted, unmounted)).toEqual([]);
    expect(compareEndpoints(unmounted, mounted)).toEqual([]);
  });

  it('says the opposite of added and removed when the sides are swapped', () => {
    const route = fc.record({
      method: fc.constantFrom('get', 'post'),
      path: fc.constantFrom('/a', '/b', '/c'),
      handler: fc.constantFrom('one', 'two'),
    });
    const text = (routes: { method: string; path: string; handler: string }[]): string =>
      routes.map(({ method, path, handler }) => `app.${method}('${path}', ${handler});`).join('\n');
    fc.assert(
      fc.property(fc.array(route, { maxLength: 6 }), fc.array(route, { maxLength: 6 }), (one, other) => {
        const kinds = (changes: readonly string[], kind: string): string[] =>
          changes.filter((change) => change.startsWith(kind)).map((change) => change.replace(/^\w+ /, ''));
        const there = compare(text(one), text(other));
        const back = compare(text(other), text(one));
        expect(kinds(there, 'added')).toEqual(kinds(back, 'removed'));
        expect(kinds(there, 'moved').length).toBe(kinds(back, 'moved').length);
      }),
      { numRuns: 50 },
    );
  });
});
