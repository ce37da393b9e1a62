import { expect, it } from 'vitest';
import { testOf } from './endpoint-tests.ts';

it.each([
  ['GET', '/api/orders', "await request(app).get('/api/orders').expect(200);"],
  ['GET', '/api/orders', "await request(app).get('/orders?limit=1');"],
  ['GET', '/api/orders/:id', 'client.get(f"/api/orders/{order.id}")'],
  ['GET', '/api/orders/:id', `await app.inject({ method: 'GET', url: \`/api/orders/\${id}\` })`],
  ['POST', '/orders', `fetch(\`\${base}/orders\`, {\n  method: "POST",\n})`],
  ['DELETE', '/v1/orders/:id', 'httptest.NewRequest("DELETE", "http://localhost:1/v1/orders/7", nil)'],
  ['POST', '/orders', `$this->postJson('/orders', [])`],
])('%s %s is tested by %s', (method, path, text) => {
  expect(testOf({ method, path }, [{ path: 'a.test.ts', text: `\n${text}` }])).toEqual({
    path: 'a.test.ts',
    line: 2,
  });
});

it.each([
  ['GET', '/api/orders', "request(app).post('/api/orders')"],
  ['GET', '/api/orders', "request(app).get('/api/orders/7')"],
  ['GET', '/api/orders/:id', "request(app).get('/api/orders')"],
  ['GET', '/api/orders/:id', "request(app).get('/api/users/7')"],
  ['GET', '/shop/orders', "request(app).get('/orders')"],
  ['GET', '/orders', 'request(app).get(ordersPath)'],
  ['GET', '/orders', `${'x'.repeat(2_000)} request(app).get('/orders')`],
])('%s %s is not tested by %s', (method, path, text) => {
  expect(testOf({ method, path }, [{ path: 'a.test.ts', text }])).toBeNull();
});

it('takes any method for an endpoint that answers all', () => {
  expect(testOf({ method: 'ALL', path: '/orders' }, [{ path: 'a', text: "put('/orders')" }])).not.toBeNull();
});
