import { createPrivateKey, createPublicKey } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appJwt } from '../github/app-jwt.ts';
import { startTestStandIn, type TestStandIn } from './fixture-stand-in.ts';

const manifest = {
  name: 'Our Reviewer!',
  url: 'https://reviews.acme.com',
  hook_attributes: { url: 'http://127.0.0.1:9/api/github/webhooks', active: true },
  redirect_url: 'http://127.0.0.1:9/back?here=1',
  public: false,
  default_permissions: { checks: 'write', pull_requests: 'write', metadata: 'read' },
  default_events: ['pull_request', 'check_run', 'repository'],
};

let sandbox: TestStandIn;
beforeAll(async () => {
  sandbox = await startTestStandIn({ 'a.sql': 'SELECT 1;\n' }, { 'a.sql': 'SELECT 2;\n' });
});
afterAll(() => sandbox.close());

function register(changes: object = {}, path = '/settings/apps/new?state=a%20state'): Promise<Response> {
  const body = new URLSearchParams({ manifest: JSON.stringify({ ...manifest, ...changes }) });
  return fetch(`${sandbox.standIn.url}${path}`, { method: 'POST', body, redirect: 'manual' });
}

async function registered(path?: string): Promise<string> {
  const location = new URL((await register({}, path)).headers.get('location') ?? 'none:');
  return location.searchParams.get('code') ?? '';
}

const convert = (code: string) =>
  sandbox.request('POST', `/app-manifests/${code}/conversions`, undefined, { token: null });

test('sends the browser back with a code and the state that came along', async () => {
  const answer = await register();
  const location = new URL(answer.headers.get('location') ?? 'none:');
  expect([answer.status, `${location.origin}${location.pathname}`]).toEqual([302, 'http://127.0.0.1:9/back']);
  expect(Object.fromEntries(location.searchParams)).toEqual({
    here: '1',
    code: expect.stringMatching(/^[\da-f]{40}$/),
    state: 'a state',
  });
});

test('hands the App out once, which then takes the place of the one before', async () => {
  const { standIn, clock } = sandbox;
  const code = await registered('/organizations/acme/settings/apps/new');
  const { status, body } = await convert(code);
  expect([status, body]).toEqual([
    201,
    expect.objectContaining({
      id: standIn.state.app.id,
      slug: 'our-reviewer',
      name: 'Our Reviewer!',
      owner: expect.objectContaining({ login: 'acme', type: 'Organization' }),
      webhook_secret: standIn.state.app.webhookSecret,
      permissions: manifest.default_permissions,
      events: manifest.default_events,
      client_secret: expect.any(String),
    }),
  ]);
  expect((await convert(code)).status).toBe(404);
  const pem = String(Reflect.get(body as object, 'pem'));
  expect(createPublicKey(createPrivateKey(pem)).export({ type: 'spki', format: 'pem' })).toBe(
    standIn.state.app.publicKey,
  );
  const token = appJwt(standIn.state.app.id, pem, clock.now);
  const installations = await sandbox.request('GET', '/app/installations', undefined, { token });
  expect([installations.status, installations.body]).toEqual([200, []]);

  const installed = standIn.install('ACME');
  expect(installed).toMatchObject({ action: 'created', installation: { app_id: standIn.state.app.id } });
  expect(installed.repositories?.map(({ full_name }) => full_name)).toEqual(['acme/shop']);
  const minted = await sandbox.request(
    'POST',
    `/app/installations/${installed.installation.id}/access_tokens`,
    {},
    { token },
  );
  expect(minted.status).toBe(201);
});

test('forgets a code after an hour', async () => {
  const [code, before] = [await registered(), sandbox.standIn.state.app];
  sandbox.clock.now += 3_600_001;
  expect((await convert(code)).status).toBe(404);
  expect(sandbox.standIn.state.app).toBe(before);
});

test.each([
  [{ name: undefined }, 'name: '],
  [{ name: 'x'.repeat(35) }, 'name: '],
  [{ url: 'nowhere' }, 'url: '],
  [{ hook_attributes: { active: true } }, 'hook_attributes.url: '],
  [{ redirect_url: undefined }, 'redirect_url: '],
  [{ default_events: ['installation'] }, 'default_events.0: '],
  [{ default_events: ['push'] }, 'default_events.push: needs the permission contents'],
  [{ default_permissions: { everything: 'write' } }, 'default_permissions: '],
  [{ default_permissions: { contents: 'own' } }, 'default_permissions.contents: '],
  [{ webhook_secret: 'mine' }, 'manifest: '],
])('refuses the manifest with %j', async (changes, error) => {
  const answer = await register(changes);
  expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining(`<li>${error}`)]);
});
