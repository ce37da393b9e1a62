import nock from 'nock';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createClient, type GitHubClient } from './client.ts';
import type { RequestKind } from './request-failure.ts';

const rest = 'https://git.acme.test/api/v3';
const never = new AbortController().signal;
const now = Date.UTC(2026, 0, 1);

beforeAll(() => nock.disableNetConnect());
afterAll(() => nock.enableNetConnect());
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
});

function clientWith(onUnauthorized: (token: string) => boolean = () => false): GitHubClient {
  let tokens = 0;
  return createClient({
    rest,
    token: async () => `token-${++tokens}`,
    onUnauthorized,
    log: { debug: () => {} },
    clock: { now: () => now },
  });
}

const get = (kind: RequestKind = 'read', signal = never) =>
  clientWith().call(kind, signal, (octokit, request) => octokit.request('GET /thing', { request }));

test('the token is sent, and the answer given', async () => {
  nock(rest).get('/thing').matchHeader('authorization', 'token token-1').reply(200, { ok: 1 });
  expect((await get()).data).toEqual({ ok: 1 });
});

test.each([
  ['retry-after', 429, { 'retry-after': '7' }, {}, 7],
  ['retry-after of a secondary limit', 403, { 'retry-after': '30' }, {}, 30],
  [
    'a reset time',
    403,
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now / 1000 + 90) },
    {},
    91,
  ],
  ['a reset time that is past', 429, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '5' }, {}, 1],
  ['a wrong header', 429, { 'retry-after': '999999' }, {}, 3_700],
  ['no time', 429, {}, {}, 60],
  [
    'a page about limits',
    403,
    {},
    { documentation_url: 'https://docs.github.com/rest/overview/rate-limits-for-the-rest-api' },
    60,
  ],
])('a limit with %s puts the job back', async (_name, status, headers, body, seconds) => {
  nock(rest)
    .get('/thing')
    .reply(status, { message: 'Slow down', ...body }, headers);
  await expect(get()).rejects.toMatchObject({ code: 'RETRY_LATER', seconds });
});

test.each([
  [401, 'GITHUB_UNAUTHORIZED'],
  [403, 'GITHUB_FORBIDDEN'],
  [404, 'GITHUB_NOT_FOUND'],
  [410, 'GITHUB_NOT_FOUND'],
  [409, 'GITHUB_REFUSED'],
  [422, 'GITHUB_REFUSED'],
])('%i is %s, sent once', async (status, code) => {
  nock(rest).get('/thing').reply(status, { message: 'No' });
  await expect(get()).rejects.toMatchObject({
    code,
    status,
    message: `GET /api/v3/thing: GitHub answered ${status} (No)`,
  });
});

test('a read that gets 502 is sent once more', async () => {
  nock(rest).get('/thing').reply(502, 'bad gateway').get('/thing').reply(200, { ok: 2 });
  expect((await get()).data).toEqual({ ok: 2 });
});

test('a read that gets no answer twice is given up', async () => {
  nock(rest).get('/thing').twice().replyWithError('socket hang up');
  await expect(get()).rejects.toMatchObject({ code: 'GITHUB_UNAVAILABLE', status: null });
});

test('an answer that was cut off is no answer', async () => {
  nock(rest).get('/thing').twice().reply(200, '{"ok":', { 'content-type': 'application/json' });
  await expect(get()).rejects.toMatchObject({ code: 'GITHUB_UNAVAILABLE' });
});

test.each([
  ['repeatable', 'GITHUB_UNAVAILABLE'],
  ['creation', 'GITHUB_ANSWER_LOST'],
] as const)('a %s request is never sent twice, and its lost answer is %s', async (kind, code) => {
  for (const status of [500, 502, 504]) {
    nock(rest).get('/thing').reply(status, {});
    await expect(get(kind)).rejects.toMatchObject({ code, status });
  }
  nock(rest).get('/thing').replyWithError('ECONNRESET');
  await expect(get(kind)).rejects.toMatchObject({ code, status: null });
});

test('a token that is not accepted is renewed once', async () => {
  const refused: string[] = [];
  nock(rest)
    .get('/thing')
    .matchHeader('authorization', 'token token-1')
    .reply(401, {})
    .get('/thing')
    .matchHeader('authorization', 'token token-2')
    .reply(401, {});
  const client = clientWith((token) => {
    refused.push(token);
    return true;
  });
  await expect(
    client.call('creation', never, (octokit, request) => octokit.request('GET /thing', { request })),
  ).rejects.toMatchObject({ code: 'GITHUB_UNAUTHORIZED' });
  expect(refused).toEqual(['token-1']);
});

test('an aborted job sends nothing and throws its reason', async () => {
  const abort = new AbortController();
  const reason = new Error('stopped');
  abort.abort(reason);
  await expect(get('read', abort.signal)).rejects.toBe(reason);
});

test.each([
  [[{ type: 'RATE_LIMITED', message: 'x' }], { code: 'RETRY_LATER', seconds: 60 }],
  [[{ type: 'NOT_FOUND', message: 'x' }], { code: 'GITHUB_NOT_FOUND' }],
  [[{ type: 'FORBIDDEN', message: 'x' }], { code: 'GITHUB_FORBIDDEN' }],
  [[{ type: 'UNPROCESSABLE', message: 'x' }], { code: 'GITHUB_REFUSED' }],
  [[{ message: 'Something went wrong' }], { code: 'GITHUB_ANSWER_LOST' }],
])('GraphQL errors %j', async (errors, expected) => {
  nock('https://git.acme.test').post('/api/graphql').reply(200, { data: null, errors });
  await expect(
    clientWith().call('creation', never, (octokit, request) =>
      octokit.graphql('{ viewer { login } }', { request }),
    ),
  ).rejects.toMatchObject(expected);
});

test('a limit holds for all that share it, until its time is over, and nothing is sent meanwhile', async () => {
  const clock = { time: now, now: () => clock.time };
  const limit = { until: 0 };
  const open = (token: string) =>
    createClient({
      rest,
      token: async () => token,
      onUnauthorized: () => false,
      log: { debug: () => {} },
      clock,
      limit,
    });
  const ask = (client: GitHubClient) =>
    client.call('read', never, (octokit, request) => octokit.request('GET /thing', { request }));
  const [one, other] = [open('one'), open('other')];
  nock(rest).get('/thing').reply(429, {}, { 'retry-after': '7' });
  await expect(ask(one)).rejects.toMatchObject({ code: 'RETRY_LATER', seconds: 7 });
  clock.time += 3_500;
  await expect(ask(other)).rejects.toMatchObject({ code: 'RETRY_LATER', seconds: 4 });
  clock.time += 3_500;
  nock(rest).get('/thing').reply(200, { ok: 1 });
  expect((await ask(other)).data).toEqual({ ok: 1 });
});
