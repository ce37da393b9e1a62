import { createSign, generateKeyPairSync } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFixture } from '../fixture.ts';
import { startTestStandIn, type TestStandIn } from '../fixture-stand-in.ts';

let sandbox: TestStandIn;
beforeAll(async () => {
  sandbox = await startTestStandIn({ 'a.sql': 'one\n' }, { 'a.sql': 'two\n' });
  await sandbox.standIn.openPullRequest({
    owner: 'acme',
    name: 'shop',
    base: 'main',
    head: 'change',
    title: 'Change',
  });
});
afterAll(() => sandbox.close());

function jwt(claims: object, key: string, header: object = { alg: 'RS256', typ: 'JWT' }): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(key).toString('base64url')}`;
}
const seconds = () => Math.floor(sandbox.clock.now / 1000);
const ask = (token: string | null, path = '/app') => sandbox.request('GET', path, undefined, { token });

describe('the token of the App', () => {
  it('is taken when signed by its key, for ten minutes at most', async () => {
    const claims = { iat: seconds() - 60, exp: seconds() + 600, iss: 77 };
    expect(await ask(jwt(claims, sandbox.keys.privateKey))).toMatchObject({
      status: 200,
      body: { slug: 'reviewer' },
    });
    expect(await ask(jwt({ ...claims, iss: '77' }, sandbox.keys.privateKey))).toMatchObject({ status: 200 });
  });

  it.each([
    [
      'is expired',
      () => ({ iat: seconds() - 700, exp: seconds() - 1, iss: 77 }),
      401,
      "'Expiration time' claim ('exp') must be",
    ],
    [
      'lives too long',
      () => ({ iat: seconds(), exp: seconds() + 900, iss: 77 }),
      401,
      'is too far in the future',
    ],
    [
      'is from the future',
      () => ({ iat: seconds() + 300, exp: seconds() + 500, iss: 77 }),
      401,
      "'Issued at' claim ('iat')",
    ],
    [
      'is of another App',
      () => ({ iat: seconds(), exp: seconds() + 60, iss: 78 }),
      404,
      'Integration not found',
    ],
  ])('is refused when it %s', async (_, claims, status, message) => {
    expect(await ask(jwt(claims(), sandbox.keys.privateKey))).toMatchObject({
      status,
      body: { message: expect.stringContaining(message) },
    });
  });

  it('is refused with another signature, another algorithm, or where an installation is asked', async () => {
    const claims = { iat: seconds(), exp: seconds() + 60, iss: 77 };
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const undecodable = { status: 401, body: { message: 'A JSON web token could not be decoded' } };
    expect(await ask(jwt(claims, privateKey))).toMatchObject(undecodable);
    expect(await ask(jwt(claims, sandbox.keys.privateKey, { alg: 'none' }))).toMatchObject(undecodable);
    expect(await ask('a.b.c')).toMatchObject(undecodable);
    expect(await ask(jwt(claims, sandbox.keys.privateKey), '/repos/acme/shop')).toMatchObject({
      status: 401,
    });
    expect(await ask(await sandbox.token())).toMatchObject(undecodable);
  });
});

describe('the token of an installation', () => {
  it('ends after an hour of the clock', async () => {
    const token = await sandbox.token();
    const started = sandbox.clock.now;
    sandbox.clock.now = started + 3_599_000;
    expect(await ask(token, '/repos/acme/shop')).toMatchObject({ status: 200 });
    sandbox.clock.now = started + 3_600_000;
    expect(await ask(token, '/repos/acme/shop')).toMatchObject({
      status: 401,
      body: { message: 'Bad credentials' },
    });
    sandbox.clock.now = started;
  });

  it('is needed', async () => {
    expect(await ask(null, '/repos/acme/shop')).toMatchObject({
      status: 401,
      body: { message: 'Requires authentication' },
    });
    expect(await ask('ghs_wrong', '/repos/acme/shop')).toMatchObject({
      status: 401,
      body: { message: 'Bad credentials' },
    });
  });

  it('may do what it was made for and nothing else', async () => {
    const token = await sandbox.token({ permissions: { pull_requests: 'read' } });
    const forbidden = { status: 403, body: { message: 'Resource not accessible by integration' } };
    const send = (method: string, path: string, body?: object) =>
      sandbox.request(method, path, body, { token });
    expect(await send('GET', '/repos/acme/shop/pulls/1')).toMatchObject({ status: 200 });
    expect(await send('GET', '/repos/acme/shop')).toMatchObject({ status: 200 });
    expect(await send('GET', `/repos/acme/shop/compare/${sandbox.base}...${sandbox.head}`)).toMatchObject(
      forbidden,
    );
    expect(
      await send('POST', '/repos/acme/shop/pulls/1/reviews', { event: 'COMMENT', body: 'x' }),
    ).toMatchObject(forbidden);
    const refused = await send('POST', '/repos/acme/shop/check-runs', { name: 'x', head_sha: sandbox.head });
    expect(refused).toMatchObject(forbidden);
    expect(refused.headers.get('x-accepted-github-permissions')).toBe('checks=write');
  });

  it('cannot be made for what the installation does not have', async () => {
    await expect(sandbox.token({ permissions: { contents: 'write' } })).rejects.toMatchObject({
      status: 422,
    });
    await expect(sandbox.token({ repositories: ['shop', 'other'] })).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining('at least one repository that does not exist'),
    });
    await expect(
      sandbox.app.request('POST /app/installations/{installation_id}/access_tokens', { installation_id: 1 }),
    ).rejects.toMatchObject({ status: 404 });
  });

  it('stops while the installation is suspended', async () => {
    const token = await sandbox.token();
    const installation = sandbox.standIn.state.installations[0];
    if (!installation) throw new Error('no installation');
    installation.suspendedAt = sandbox.clock.now;
    expect(await ask(token, '/repos/acme/shop')).toMatchObject({ status: 403 });
    await expect(sandbox.token()).rejects.toMatchObject({ status: 403 });
    installation.suspendedAt = null;
  });
});

describe('another repository', () => {
  it('does not exist for a token that is not for it, unless it is public', async () => {
    const fixture = await makeFixture({ a: '1' }, { a: '2' });
    const own = await startTestStandIn(
      { a: '1' },
      { a: '2' },
      {
        repositories: [
          { owner: 'acme', name: 'shop', directory: fixture.directory },
          { owner: 'acme', name: '.github', directory: fixture.directory },
          { owner: 'acme', name: 'open', directory: fixture.directory, private: false, installed: false },
          { owner: 'other', name: 'secret', directory: fixture.directory },
        ],
      },
    );
    const token = await own.token({ repositories: ['shop'] });
    const get = async (path: string) => (await own.request('GET', path, undefined, { token })).status;
    expect({
      shop: await get('/repos/acme/shop/contents/a'),
      sibling: await get('/repos/acme/.github/contents/a'),
      open: await get('/repos/acme/open/contents/a'),
      stranger: await get('/repos/other/secret/contents/a'),
      none: await get('/repos/acme/nothing/contents/a'),
      listed: (await own.request('GET', '/installation/repositories', undefined, { token })).body,
      write: (await own.request('POST', '/repos/acme/open/issues/1/comments', { body: 'x' }, { token }))
        .status,
    }).toEqual({
      shop: 200,
      sibling: 404,
      open: 200,
      stranger: 404,
      none: 404,
      listed: expect.objectContaining({ total_count: 1 }),
      write: 403,
    });
    await own.close();
    await fixture.remove();
  });
});

describe('a request', () => {
  it('needs a user agent', async () => {
    const { promise, resolve } = Promise.withResolvers<number | undefined>();
    request(`${sandbox.standIn.url}/api/v3/app`, (response) => resolve(response.resume().statusCode)).end();
    expect(await promise).toBe(403);
  });

  it('is refused where its body is no JSON object', async () => {
    const send = (body: string) => sandbox.request('POST', '/repos/acme/shop/issues/1/comments', body);
    expect(await send('{')).toMatchObject({ status: 400, body: { message: 'Problems parsing JSON' } });
    expect(await send('[]')).toMatchObject({
      status: 400,
      body: { message: 'Body should be a JSON object' },
    });
  });

  it('for what does not exist is 404', async () => {
    expect(await sandbox.request('GET', '/repos/acme/shop/nothing')).toMatchObject({
      status: 404,
      body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' },
    });
    expect(await sandbox.request('GET', '/repos/acme/shop/pulls/2')).toMatchObject({ status: 404 });
  });
});
