import request from 'supertest';
import { beforeEach, expect, test, vi } from 'vitest';
import { createApp } from '../src/app.js';
import { pool } from '../src/db.js';
import { token } from './token.js';

const query = vi.spyOn(pool, 'query') as unknown as ReturnType<typeof vi.fn>;

beforeEach(() => {
  query.mockReset();
});

test('an order is answered to its tenant', async () => {
  query.mockResolvedValue({
    rows: [
      {
        id: '7',
        customer_id: '3',
        email: 'ann@example.com',
        status: 'open',
        total_cents: 1250,
        created_at: new Date('2026-03-01T10:00:00Z'),
        shipped_at: null,
      },
    ],
  });
  const response = await request(createApp()).get('/api/orders/7').set('authorization', `Bearer ${token(42)}`);
  expect(response.status).toBe(200);
  expect(response.body).toMatchObject({ id: 7, email: 'ann@example.com', status: 'open' });
  expect(query.mock.calls[0]?.[1]).toEqual(['7', 42]);
});

test('an order without a token is refused', async () => {
  const response = await request(createApp()).get('/api/orders/7');
  expect(response.status).toBe(401);
  expect(query).not.toHaveBeenCalled();
});

test('an unknown order is not found', async () => {
  query.mockResolvedValue({ rows: [] });
  const response = await request(createApp()).get('/api/orders/8').set('authorization', `Bearer ${token(42)}`);
  expect(response.status).toBe(404);
});
