import { expect, it } from 'vitest';
import { pathShape } from './path-shape.ts';

it.each([
  ['/orders/{id}', '/orders/:'],
  ['/orders/:id', '/orders/:'],
  ['/operators/:v1-http-operator', '/operators/:'],
  ['/range/:from-:to', '/range/:-:'],
  ['/range/{from}-{to}', '/range/:-:'],
  ['/files/:name.json', '/files/:.json'],
  ['/plain', '/plain'],
])('%s is %s', (path, shape) => {
  expect(pathShape(path)).toBe(shape);
});
