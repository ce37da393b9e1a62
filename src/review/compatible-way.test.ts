import { expect, it } from 'vitest';
import { compatibleWay, wayOut } from './compatible-way.ts';

const first = (operation: string, others: readonly string[] = []): string | undefined =>
  compatibleWay(operation, others)[0]?.text;

it('puts a new version beside the old one where paths have versions', () => {
  expect(first('GET /api/v1/orders/:id')).toBe(
    'The new form answers at `GET /api/v2/orders/:id`; `GET /api/v1/orders/:id` stays as it was.',
  );
  expect(first('GET /v9', ['POST /v10/orders'])).toBe(
    'The new form answers at `GET /v10`, beside what version 10 has already; `GET /v9` stays as it was.',
  );
  expect(first('GET /v1/orders', ['GET /v20/orders'])).toBe(
    'The new form answers at `GET /v2/orders`; `GET /v1/orders` stays as it was.',
  );
});

it('puts what is new beside what is old elsewhere', () => {
  expect(compatibleWay('GET /vendors/:id', []).map(({ text }) => text)).toEqual([
    '`GET /vendors/:id` keeps what its callers use, and what is new comes beside it, under another name.',
    'The old form says when it ends: `Deprecation` and `Sunset` headers in the answers of `GET /vendors/:id`, `deprecated: true` in the contract.',
    'When nobody asks for it any more, a release removes it.',
  ]);
});

it('keeps what is gone until nobody asks for it', () => {
  expect(wayOut('GET /a', 'GET /b')[0]?.text).toBe('`GET /a` answers as before, beside `GET /b`.');
  expect(wayOut('GET /a', null)[0]?.text).toBe('`GET /a` answers as before.');
});

it('speaks of GraphQL and protobuf in their words', () => {
  expect(compatibleWay('Query.orders', [], 'graphql')[1]?.text).toContain('@deprecated');
  expect(compatibleWay('orders.v1.Order', [], 'protobuf')[2]?.text).toContain('reserves');
});
