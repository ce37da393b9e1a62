import fc from 'fast-check';
import { expect, it } from 'vitest';
import { templatePath } from './templates.ts';

it.each([
  ['/a/{id}', '/a/:id'],
  ['/a/{id:[0-9]{2,3}}/b', '/a/:id/b'],
  ['/a/{ id : .+ }', '/a/*'],
  ['/a/{*rest}', '/a/*'],
  ['/a/{**rest}', '/a/*'],
  ['/a/{rest...}', '/a/*'],
  ['/a/{...}', '/a/*'],
  ['/a/{id?}/{n=1}', '/a/:id/:n'],
  ['/a/{id:int:min(1)}.json', '/a/:id.json'],
  ['/a/{order-id}', '/a/:order_id'],
  ['/a/**', '/a/*'],
  ['/a/{open', '/a/:open'],
])('%s is %s', (template, path) => {
  expect(templatePath(template)).toBe(path);
});

it('leaves no brace that was opened, and what has none as it is', () => {
  fc.assert(fc.property(fc.string(), (template) => !templatePath(template).includes('{')));
  fc.assert(fc.property(fc.stringMatching(/^[a-z/:.]*$/), (template) => templatePath(template) === template));
});
