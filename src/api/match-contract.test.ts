import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findEndpoints } from './find-endpoints.ts';
import { contractOf, isAnsweredAt, matchContract } from './match-contract.ts';
import type { PromisedOperation } from './promised-operation.ts';

const promised = (...titles: string[]): PromisedOperation[] =>
  titles.map((title, index) => {
    const [method = '', path = ''] = title.split(' ');
    const place = { path: 'openapi.yaml', line: index + 1 };
    return { method, path, summary: null, statuses: ['200'], requiresBody: false, place };
  });

const endpoints = (...titles: string[]): ReturnType<typeof findEndpoints> => {
  const calls = titles.map((title) => {
    const [method = '', path = ''] = title.split(' ');
    return `app.${method.toLowerCase()}('${path}', handler);`;
  });
  const text = `const app = require('express')();\n${calls.join('\n')}`;
  return findEndpoints([{ path: 'app.js', text }], 'head');
};

const code = endpoints(
  'GET /api/orders',
  'POST /api/orders',
  'GET /api/orders/:id',
  'GET /api/orders/export',
  'GET /health',
);
const contract = promised(
  'GET /orders',
  'POST /orders',
  'GET /orders/{orderId}',
  'DELETE /orders/{orderId}',
  'GET /health',
);

describe('matchContract', () => {
  it('finds the prefix that a contract leaves out', () => {
    const match = matchContract(code, promised('GET /orders', 'POST /orders', 'GET /orders/{id}'));
    expect(match?.promiseOf({ method: 'GET', path: '/api/orders/:any' })?.path).toBe('/orders/{id}');
    expect(match?.promiseOf({ method: 'GET', path: '/orders/:any' })).toBeNull();
  });

  it('finds the prefix that a proxy takes away', () => {
    const match = matchContract(
      endpoints('GET /orders', 'POST /orders', 'GET /users'),
      promised('GET /shop/orders', 'POST /shop/orders', 'GET /shop/users'),
    );
    expect(match?.promiseOf({ method: 'GET', path: '/users' })?.path).toBe('/shop/users');
  });

  it('is no match where the code answers too little of a contract', () => {
    expect(matchContract(code, promised('GET /orders', 'GET /a', 'GET /b', 'GET /c'))).toBeNull();
    expect(matchContract(code, promised('GET /orders', 'POST /orders'))).toBeNull();
    expect(matchContract([], contract)).toBeNull();
  });

  it('tells which operations are answered', () => {
    const match = matchContract(code, promised('GET /orders', 'POST /orders', 'GET /orders/{id}', 'PUT /x'));
    if (match === null) throw new Error('no match');
    expect([1, 4, 9].map((line) => isAnsweredAt([match], { path: 'openapi.yaml', line }))).toEqual([
      true,
      false,
      null,
    ]);
  });

  it('holds an endpoint against it only where nearly all around are known', () => {
    const match = matchContract(code, promised('GET /orders', 'POST /orders', 'GET /orders/{id}'));
    const [health, exported] = ['/health', '/api/orders/export'].map((path) =>
      code.find((endpoint) => endpoint.path === path),
    );
    if (match === null || health === undefined || exported === undefined) throw new Error('no match');
    expect(contractOf([match], exported)).toEqual({ operation: null });
    expect(contractOf([match], health)).toBeNull();
  });

  it('every contract that is written from the code is the contract of that code', () => {
    const segment = fc.stringMatching(/^[a-z]{1,6}$/);
    const path = fc
      .array(fc.oneof({ weight: 3, arbitrary: segment }, fc.constant(':id')), { minLength: 1, maxLength: 4 })
      .map((segments) => `/${segments.join('/')}`);
    const paths = fc.uniqueArray(path, {
      minLength: 3,
      maxLength: 12,
      selector: (each) => each.replace(/:id/g, ':'),
    });
    fc.assert(
      fc.property(paths, segment, (own, prefix) => {
        const all = endpoints(...own.map((each) => `GET /${prefix}${each}`));
        const match = matchContract(
          all,
          promised(...own.map((each) => `GET ${each.replace(/:id/g, '{key}')}`)),
        );
        for (const endpoint of all) expect(match?.promiseOf(endpoint)).not.toBeNull();
        expect(match).not.toBeNull();
      }),
    );
  });
});
