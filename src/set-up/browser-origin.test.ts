import { describe, expect, it } from 'vitest';
import { browserOrigin } from './browser-origin.ts';

describe('browserOrigin', () => {
  it.each([
    [{ host: '127.0.0.1:3000' }, 'http://127.0.0.1:3000'],
    [{ host: '[::1]:3000' }, 'http://[::1]:3000'],
    [{ host: 'reviews.acme.com', 'x-forwarded-proto': 'https' }, 'https://reviews.acme.com'],
    [
      { host: 'web:3000', 'x-forwarded-host': 'reviews.acme.com, web', 'x-forwarded-proto': 'https, http' },
      'https://reviews.acme.com',
    ],
    [{ host: 'web:3000', referer: 'https://reviews.acme.com/' }, 'https://reviews.acme.com'],
    [
      { host: 'web:3000', referer: 'https://chat.example/', 'sec-fetch-site': 'cross-site' },
      'http://web:3000',
    ],
    [
      { host: 'web:3000', referer: 'https://r.acme.com/x', 'sec-fetch-site': 'same-origin' },
      'https://r.acme.com',
    ],
    [{ host: 'web:3000', referer: 'about:blank' }, 'http://web:3000'],
    [{ host: 'a b' }, null],
    [{ host: 'acme.com/"><script>' }, null],
    [{ host: 'acme.com:99999' }, null],
    [{}, null],
  ])('of %j is %j', (headers, origin) => {
    expect(browserOrigin(headers)).toBe(origin);
  });
});
