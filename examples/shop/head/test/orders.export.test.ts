import request from 'supertest';
import { beforeEach, expect, test, vi } from 'vitest';
import { createApp } from '../src/app.js';
import { pool } from '../src/db.js';
import { token } from './token.js';

const query = vi.spyOn(pool, 'query') as unknown as ReturnType<typeof vi.fn>;

beforeEach(() => {
  query.mockReset();
});

test('orders are exported as CSV', async () => {
  query.mockResolvedValue({
    rows: [
      {
        id: '7',
        export_key: '6a9d2c5e-2f0b-4f7e-9f0c-0d6f4d3f1a11',
        email: 'ann@example.com',
        reference: '=1+1',
        status: 'paid',
        total_cents: '1250',
        created_at: new Date('2026-03-01T10:00:00Z'),
      },
    ],
  });
  const response = await request(createApp())
    .get('/api/orders/export?from=2026-03-01&to=2026-04-01')
    .set('authorization', `Bearer ${token(42)}`);
  expect(response.status).toBe(200);
  expect(response.headers['content-type']).toContain('text/csv');
  expect(response.text.split('\r\n')[1]).toBe(
    `"7";"6a9d2c5e-2f0b-4f7e-9f0c-0d6f4d3f1a11";"ann@example.com";"'=1+1";"paid";"1250";"2026-03-01T10:00:00.000Z"`,
  );
  expect(query.mock.calls[0]?.[1]).toEqual([42, '2026-03-01', '2026-04-01']);
});
