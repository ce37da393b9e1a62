import nock from 'nock';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { GitHubError } from '../errors.ts';
import { createClient, type GitHubClient } from './client.ts';
import { type CachedConfig, type ConfigCache, organizationConfig } from './organization-config.ts';

const rest = 'https://api.github.com';
const path = '/repos/acme/.github/contents/.github%2Fbackend-engineer.yml';
const never = new AbortController().signal;
const ref = { installation: 5, owner: 'acme' };

const client = createClient({
  rest,
  token: async () => 'token',
  onUnauthorized: () => false,
  log: { debug: () => {} },
  clock: { now: () => 0 },
});
/** The App is not installed on `.github`: GitHub mints no token for it. */
const notInstalled: GitHubClient = {
  call: async () => {
    throw new GitHubError('GITHUB_REFUSED', 'no such repository', { status: 422 });
  },
};

beforeAll(() => nock.disableNetConnect());
afterAll(() => nock.enableNetConnect());
afterEach(() => expect(nock.pendingMocks()).toEqual([]));

function cacheWith(initial: CachedConfig | null) {
  const puts: object[] = [];
  const cache: ConfigCache = {
    get: async () => initial,
    put: async (_installation, _owner, config) => {
      puts.push(config);
    },
  };
  return { cache, puts };
}
const file = (text: string) => ({
  content: Buffer.from(text).toString('base64'),
  encoding: 'base64',
  type: 'file',
});

test('the file is read once and cached with its tag', async () => {
  const { cache, puts } = cacheWith(null);
  nock(rest).get(path).reply(200, file('inline:\n  limit: 5\n'), { etag: '"1"' });
  expect(await organizationConfig([client], cache, 300, ref, never)).toBe('inline:\n  limit: 5\n');
  expect(puts).toEqual([{ text: 'inline:\n  limit: 5\n', etag: '"1"' }]);
});

test('a young copy is not asked for, an old one is asked for by its tag', async () => {
  const young = cacheWith({ text: 'a: 1', etag: '"1"', ageSeconds: 10 });
  expect(await organizationConfig([client], young.cache, 300, ref, never)).toBe('a: 1');
  expect(young.puts).toEqual([]);

  const old = cacheWith({ text: 'a: 1', etag: '"1"', ageSeconds: 301 });
  nock(rest).get(path).matchHeader('if-none-match', '"1"').reply(304);
  expect(await organizationConfig([client], old.cache, 300, ref, never)).toBe('a: 1');
  expect(old.puts).toEqual([{ text: 'a: 1', etag: '"1"' }]);
});

test('a public file is read where the App is not installed on its repository', async () => {
  nock(rest).get(path).reply(200, file('a: 2'));
  expect(await organizationConfig([notInstalled, client], null, 0, ref, never)).toBe('a: 2');
});

test('where there is none, or it is a folder, there are no settings', async () => {
  nock(rest).get(path).reply(404, { message: 'Not Found' }).get(path).reply(200, []);
  expect(await organizationConfig([notInstalled, client], null, 0, ref, never)).toBe(null);
  expect(await organizationConfig([client], null, 0, ref, never)).toBe(null);
});

test('an outage is no answer: it is not cached as "none"', async () => {
  const { cache, puts } = cacheWith(null);
  nock(rest).get(path).twice().reply(502, {});
  await expect(organizationConfig([client], cache, 300, ref, never)).rejects.toMatchObject({
    code: 'GITHUB_UNAVAILABLE',
  });
  expect(puts).toEqual([]);
});
