import fc from 'fast-check';
import { expect, it } from 'vitest';
import { patternPath, routePath } from './django-path.ts';

it.each([
  ['users/<int:pk>/', 'users/:pk/'],
  ['files/<path:name>', 'files/*'],
  ['<slug>', ':slug'],
  ['a<b', 'a<b'],
])('reads the route %s', (route, path) => {
  expect(routePath(route)).toBe(path);
});

it.each([
  ['^users/(?P<id>\\d+)/$', 'users/:id/'],
  ['^users/(?P<id>[^/)]+)/edit/?$', 'users/:id/edit'],
  ['^(?:v1|v2)/x$', ':n/x'],
  ['^(?:api/)?users\\.json$', 'users.json'],
  ['^files/(?P<name>.*)$', 'files/*'],
  ['favicon.ico', 'favicon.ico'],
  ['^(\\d{4})-(?P<slug>(a|b)+)\\Z', ':n-:slug'],
  ['^(?i)users/[0-9]{2,3}/', 'users/:n/'],
  ['^(?=x)x', 'x'],
  ['^[]a]+(', ':n:n'],
])('reads the pattern %s', (pattern, path) => {
  expect(patternPath(pattern)).toBe(path);
});

it('reads any pattern to its end, and plain text as it is', () => {
  fc.assert(fc.property(fc.string(), (pattern) => typeof patternPath(pattern) === 'string'));
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z/_-]*$/), (text) => {
      expect(patternPath(text)).toBe(text);
    }),
  );
});

it('takes time as the length of a pattern, however its brackets nest', () => {
  const path = patternPath(`${'('.repeat(50_000)}[(${')'.repeat(50_000)}`);
  expect(path).toBe(':n');
});
