import { expect, it } from 'vitest';
import { isAllowedLink } from './allowed-link.ts';

it.each([
  ['src/orders/serialize.ts', true],
  ['src/orders/serialize.ts#L20-L24', true],
  ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES', true],
  ['https://owasp.org', true],
  ['../../../settings', false],
  ['/settings/tokens', false],
  ['//evil.example/x', false],
  ['www.evil.example', false],
  ['src/a.ts?raw=secret', false],
  ['http://www.postgresql.org/', false],
  ['https://www.postgresql.org.evil.example/', false],
  ['https://www.postgresql.org@evil.example/', false],
  ['https://www.postgresql.org/?q=secret', false],
  ['https://www.postgresql.org/%73ecret', false],
  ['javascript:alert(1)', false],
  [`src/${'a'.repeat(300)}.ts`, false],
])('%s: %s', (target, allowed) => {
  expect(isAllowedLink(target)).toBe(allowed);
});
