import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchesPattern } from './path-patterns.ts';

it.each([
  ['/**', '/', true],
  ['/api/**', '/api', true],
  ['/api/**', '/api/a/b', true],
  ['/api/**', '/apis', false],
  ['/api/*', '/api/a', true],
  ['/api/*', '/api/a/b', false],
  ['/api/*', '/api', false],
  ['/a/**/z', '/a/z', true],
  ['/a/**/z', '/a/b/c/z', true],
  ['/a/**/z', '/a/b', false],
  ['/a/{id}/x', '/a/:id/x', true],
  ['/users/me', '/users/:id', false],
  ['/a/{*rest}', '/a/b/c', true],
  ['/files/*.pdf', '/files/x.pdf', true],
  ['/files/*.pdf', '/files/.pd', false],
])('%s for %s: %s', (pattern, path, matches) => {
  expect(matchesPattern(pattern, path)).toBe(matches);
});

it('holds for the path that a pattern without stars is', () => {
  const segment = fc.stringMatching(/^[a-z]{1,5}$/);
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 6 }), (parts) => {
      const path = `/${parts.join('/')}`;
      return matchesPattern(path, path) && matchesPattern('/**', path) && matchesPattern(`${path}/**`, path);
    }),
  );
});

it('takes no longer for many stars than for few', () => {
  expect(matchesPattern('/**/a'.repeat(2_000), '/a/b'.repeat(2_000))).toBe(false);
});
