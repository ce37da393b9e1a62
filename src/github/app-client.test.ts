import { generateKeyPairSync, verify } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RetryLater } from '../errors.ts';
import { appClientAt } from '../sandbox/fixture-app-client.ts';
import { startTestStandIn } from '../sandbox/fixture-stand-in.ts';
import { addressesOf, gitUrl } from './addresses.ts';
import { jobPermissions } from './app-client.ts';
import { appJwt } from './app-jwt.ts';
import { externalId, parseExternalId } from './external-id.ts';
import { createTokenCache, type TokenScope } from './token-cache.ts';

const never = new AbortController().signal;
const scope: TokenScope = { installation: 5, repository: 'shop', permissions: { contents: 'read' } };

test('an App proves itself with a token that its public key verifies and that ends within ten minutes', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const [head = '', payload = '', signature = ''] = appJwt(77, privateKey, 1_700_000_000_500).split('.');
  const signed = Buffer.from(`${head}.${payload}`);
  expect(verify('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
  expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toEqual({
    iss: '77',
    iat: 1_699_999_940,
    exp: 1_700_000_540,
  });
});

test('the public GitHub has hosts of its own, an Enterprise server has paths', () => {
  expect(addressesOf({ protocol: 'https', host: 'github.com' })).toEqual({
    rest: 'https://api.github.com',
    web: 'https://github.com',
  });
  const enterprise = addressesOf({ protocol: 'http', host: 'git.acme.test:8080' });
  expect(enterprise).toEqual({ rest: 'http://git.acme.test:8080/api/v3', web: 'http://git.acme.test:8080' });
  expect(gitUrl(enterprise, 'acme', 'shop')).toBe('http://git.acme.test:8080/acme/shop.git');
});

test('a token is minted once for a scope, shared by those that ask at the same time, and renewed before its end', async () => {
  const clock = { time: 0, now: () => clock.time };
  let minted = 0;
  const cache = createTokenCache(async () => {
    minted += 1;
    return { token: `t${minted}`, expiresAt: clock.time + 3_600_000 };
  }, clock);
  const other = { ...scope, permissions: { contents: 'read', metadata: 'read' } } as const;
  expect(await Promise.all([cache.token(scope, never), cache.token(scope, never)])).toEqual(['t1', 't1']);
  expect(await cache.token({ ...scope, repository: 'SHOP' }, never)).toBe('t1');
  expect(await cache.token(other, never)).toBe('t2');
  clock.time = 49 * 60_000;
  expect(await cache.token(scope, never)).toBe('t1');
  clock.time = 51 * 60_000;
  expect(await cache.token(scope, never)).toBe('t3');
  cache.drop(scope, 't1');
  expect(await cache.token(scope, never)).toBe('t3');
  cache.drop(scope, 't3');
  expect(await cache.token(scope, never)).toBe('t4');
  cache.forget(5);
  expect(await cache.token(scope, never)).toBe('t5');
});

test('one that is aborted while minting does not fail another', async () => {
  const first = Promise.withResolvers<never>();
  const answers = [first.promise, Promise.resolve({ token: 'second', expiresAt: 1e12 })];
  const cache = createTokenCache(() => answers.shift() ?? first.promise, { now: () => 0 });
  const [aborted, waiting] = [cache.token(scope, never), cache.token(scope, never)];
  first.reject(new Error('aborted'));
  await expect(aborted).rejects.toThrow('aborted');
  expect(await waiting).toBe('second');
});

test('a limit that was met while minting is everybody’s, and nobody asks again', async () => {
  let asked = 0;
  const cache = createTokenCache(
    async () => {
      asked += 1;
      throw new RetryLater(7, 'slow down');
    },
    { now: () => 0 },
  );
  const both = await Promise.allSettled([cache.token(scope, never), cache.token(scope, never)]);
  expect(both).toMatchObject([{ reason: { seconds: 7 } }, { reason: { seconds: 7 } }]);
  expect(asked).toBe(1);
});

test('a permission that the owner has not agreed to is left out of the token, and nothing else', async () => {
  const sandbox = await startTestStandIn({ 'a.sql': '' }, { 'a.sql': 'SELECT 1;\n' });
  try {
    const { standIn, installation } = sandbox;
    const [record] = standIn.state.installations;
    if (record === undefined) throw new Error('there is no installation');
    record.permissions = { contents: 'read', issues: 'read', metadata: 'read', pull_requests: 'write' };
    const client = appClientAt(sandbox).installation(installation, 'shop', jobPermissions);
    await client.call('read', never, (octokit, request) =>
      octokit.rest.pulls.list({ owner: 'acme', repo: 'shop', request }),
    );
    expect([...standIn.state.tokens.values()].map(({ permissions }) => permissions)).toEqual([
      record.permissions,
    ]);
  } finally {
    await sandbox.close();
  }
});

test('an external id is read as it was written, and nothing else is one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999_999_999 }), (number) => {
      const checked = { number, head: 'ab'.repeat(20) };
      expect(parseExternalId(externalId(checked))).toEqual(checked);
    }),
  );
  for (const text of [null, '', '#1', '#0@abc', `a/b#1@${'a'.repeat(40)}`, `#1@${'g'.repeat(40)}`])
    expect(parseExternalId(text)).toBe(null);
});
