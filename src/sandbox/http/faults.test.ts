import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { repository, startTestStandIn, type TestStandIn } from '../fixture-stand-in.ts';
import type { FaultRule } from './faults.ts';
import { contentPerMinute } from './rate-limit.ts';

let sandbox: TestStandIn;
const slept: number[] = [];
beforeAll(async () => {
  sandbox = await startTestStandIn(
    { 'a.sql': 'one\n' },
    { 'a.sql': 'two\n' },
    {
      requestsPerHour: 100,
      sleep: async (milliseconds) => {
        slept.push(milliseconds);
      },
    },
  );
});
afterAll(() => sandbox.close());

let number: number;
let reviews: string;
let stops: (() => void)[];
beforeEach(async () => {
  const request = { owner: 'acme', name: 'shop', base: 'main', head: 'change', title: 'Change' };
  number = (await sandbox.standIn.openPullRequest(request)).number;
  reviews = `/repos/acme/shop/pulls/${number}/reviews`;
  stops = [];
  return () => stops.map((stop) => stop());
});

function failWith(rule: FaultRule): void {
  stops.push(sandbox.standIn.failWith(rule));
}
const review = () => sandbox.request('POST', reviews, { event: 'COMMENT', body: 'Report' });
const count = async () =>
  (await sandbox.octokit.rest.pulls.listReviews({ ...repository, pull_number: number })).data.length;

describe('a fault', () => {
  it('502 after: the review is there all the same; 502 before: it is not', async () => {
    failWith({ match: { method: 'POST', path: '/repos/*/*/pulls/*/reviews', nth: 1 }, fault: '502-after' });
    expect([(await review()).status, await count()]).toEqual([502, 1]);
    expect([(await review()).status, await count()]).toEqual([200, 2]);
    for (const stop of stops.splice(0)) stop();
    failWith({ match: { path: reviews, method: 'POST' }, fault: '502-before' });
    expect([(await review()).status, await count()]).toEqual([502, 2]);
  });

  it('drops the connection before or after the work', async () => {
    failWith({ match: { method: 'POST', path: /\/reviews$/ }, fault: 'drop' });
    await expect(review()).rejects.toThrow('fetch failed');
    expect(await count()).toBe(0);
    for (const stop of stops.splice(0)) stop();
    failWith({ match: { method: 'POST', path: /\/reviews$/, nth: 1 }, fault: 'drop-after' });
    await expect(review()).rejects.toThrow('fetch failed');
    expect(await count()).toBe(1);
    expect(
      sandbox.standIn.requests.filter(({ path, status }) => path === reviews && status === null),
    ).toHaveLength(2);
  });

  it('answers with any status, headers and body', async () => {
    failWith({
      match: { kind: 'graphql', body: 'minimizeComment' },
      fault: { status: 429, headers: { 'retry-after': '7' }, body: { message: 'slow down' } },
    });
    const query =
      'mutation { minimizeComment(input: { subjectId: "x", classifier: SPAM }) { clientMutationId } }';
    const answer = await sandbox.request('POST', '/graphql', { query });
    expect([answer.status, answer.headers.get('retry-after'), answer.body]).toEqual([
      429,
      '7',
      { message: 'slow down' },
    ]);
    expect(await sandbox.request('POST', '/graphql', { query: '{ viewer { login } }' })).toMatchObject({
      status: 200,
    });
  });

  it('makes answers slow', async () => {
    failWith({ match: { path: reviews }, fault: { slow: 3_000 } });
    expect((await review()).status).toBe(200);
    expect(slept).toEqual([3_000]);
  });

  it('lets lists lag behind what was created, by the clock', async () => {
    failWith({ match: { method: 'GET' }, fault: { lag: 5_000 } });
    failWith({ match: { kind: 'graphql' }, fault: { lag: 5_000 } });
    sandbox.clock.now += 10_000;
    const created = await review();
    const query = `{ repository(owner: "acme", name: "shop") { pullRequest(number: ${number}) { reviews(first: 5) { totalCount } } } }`;
    const counted = (totalCount: number) => ({
      body: { data: { repository: { pullRequest: { reviews: { totalCount } } } } },
    });
    expect([created.status, await count()]).toEqual([200, 0]);
    expect(await sandbox.request('POST', '/graphql', { query })).toMatchObject(counted(0));
    sandbox.clock.now += 5_000;
    expect(await count()).toBe(1);
    expect(await sandbox.request('POST', '/graphql', { query })).toMatchObject(counted(1));
  });

  it('reaches git too', async () => {
    failWith({ match: { kind: 'git' }, fault: { status: 503, body: 'later' } });
    const response = await fetch(`${sandbox.standIn.url}/acme/shop.git/info/refs?service=git-upload-pack`);
    expect([response.status, await response.text()]).toEqual([503, 'later']);
  });

  it('cuts git’s answer off in the middle', async () => {
    failWith({ match: { kind: 'git' }, fault: 'drop-after' });
    const address = `${sandbox.standIn.url}/acme/shop.git/info/refs?service=git-upload-pack`;
    const authorization = `Basic ${btoa(`x-access-token:${await sandbox.token()}`)}`;
    const response = await fetch(address, { headers: { authorization } });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
  });

  it('ends the token that came with a request', async () => {
    const token = await sandbox.token();
    const get = async () => (await sandbox.request('GET', '/repos/acme/shop', undefined, { token })).status;
    expect(await get()).toBe(200);
    failWith({ match: { method: 'GET', path: '/repos/acme/shop', nth: 1 }, fault: 'token-ended' });
    expect([await get(), await get()]).toEqual([401, 401]);
    expect((await sandbox.request('GET', '/repos/acme/shop')).status).toBe(200);
  });

  it('a suspended installation can do nothing', async () => {
    const [installation] = sandbox.standIn.state.installations;
    if (installation === undefined) throw new Error('there is no installation');
    installation.suspendedAt = sandbox.clock.now;
    const answer = await sandbox.request('GET', '/repos/acme/shop');
    installation.suspendedAt = null;
    expect(answer).toMatchObject({ status: 403, body: { message: 'This installation has been suspended' } });
  });
});

describe('rate limits', () => {
  it('are counted down, refused at the end, and begin again after an hour', async () => {
    const get = () => sandbox.request('GET', '/repos/acme/shop');
    const first = await get();
    expect(first.headers.get('x-ratelimit-limit')).toBe('100');
    const remaining = Number(first.headers.get('x-ratelimit-remaining'));
    for (let used = 0; used < remaining; used += 1) await get();
    const refused = await get();
    expect([refused.status, refused.headers.get('x-ratelimit-remaining')]).toEqual([403, '0']);
    expect(refused.body).toMatchObject({
      message: `API rate limit exceeded for installation ${sandbox.installation}.`,
    });
    sandbox.clock.now = Number(refused.headers.get('x-ratelimit-reset')) * 1000;
    const token = await sandbox.token();
    expect((await sandbox.request('GET', '/repos/acme/shop', undefined, { token })).status).toBe(200);
  });

  it('allow 80 creations a minute', async () => {
    sandbox.clock.now += 3_600_000;
    const token = await sandbox.token();
    const comment = () =>
      sandbox.request('POST', '/repos/acme/shop/issues/1/comments', { body: 'x' }, { token });
    for (let made = 0; made < contentPerMinute; made += 1) await comment();
    const refused = await comment();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([403, '60']);
    sandbox.clock.now += 60_000;
    expect((await comment()).status).toBe(201);
  });
});
