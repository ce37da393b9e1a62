import type { Endpoint } from './endpoint.ts';
import { findEndpoints } from './find-endpoints.ts';

/**
 * The endpoints of a small program for tests, a line each: `METHOD /path`, with `?` where a prefix may be missing, then
 * `auth`, `authz`, `valid`, `rate`, `page`, `idem` and `status` as far as seen; the first two with their lines.
 */
export function shownEndpoints(files: Readonly<Record<string, string>>): string[] {
  const given = Object.entries(files).map(([path, text]) => ({ path, text }));
  return findEndpoints(given, 'head').map(shownEndpoint);
}

export function shownEndpoint(endpoint: Endpoint): string {
  const seen: readonly (readonly [string, readonly (string | number)[]])[] = [
    ['auth', endpoint.authentication.map(({ text, line }) => `${text}:${line}`)],
    ['authz', endpoint.authorization.map(({ text, line }) => `${text}:${line}`)],
    ['valid', endpoint.validation.map(({ text }) => text)],
    ['rate', endpoint.rateLimit.map(({ text }) => text)],
    ['page', (endpoint.pagination ?? []).map(({ text }) => text)],
    ['idem', (endpoint.idempotency ?? []).map(({ text }) => text)],
    ['status', endpoint.statusCodes.map(({ status }) => status)],
  ];
  const name = `${endpoint.method} ${endpoint.path}${endpoint.prefixSeen ? '' : '?'}`;
  return [name, ...seen.flatMap(([kind, all]) => (all.length > 0 ? [`${kind}=${all.join('+')}`] : []))].join(
    ' ',
  );
}
