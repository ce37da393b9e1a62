import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Credentials } from '../config/credentials-file.ts';
import type { GitHubHost } from '../config/environment.ts';
import { GitHubError } from '../errors.ts';
import type { RegisteredApp } from '../github/convert-manifest.ts';
import { readManifest } from './manifest.ts';
import { createSetUpServer, type SetUpServer } from './set-up-server.ts';

const app = readManifest(readFileSync(new URL('../../app.yml', import.meta.url), 'utf8'));
const registeredApp: RegisteredApp = {
  id: 7,
  slug: 'reviewer',
  pem: 'the key',
  webhook_secret: 'the secret',
  html_url: 'https://github.com/apps/reviewer',
};
const hour = 3_600_000;

interface Page {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

interface Opened {
  readonly setUp: SetUpServer;
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** The announced paths. */
  readonly paths: readonly string[];
  readonly clock: { time: number };
  readonly stored: readonly Credentials[];
  readonly warnings: readonly object[];
  get(path: string, init?: RequestInit): Promise<Page>;
  /** What the hand-over page sends to GitHub. */
  handedOver(address: string, organisation?: string, headers?: Record<string, string>): Promise<HandOver>;
}

interface HandOver {
  readonly action: URL;
  readonly manifest: Record<string, unknown>;
}

let opened: Opened | null = null;

afterEach(async () => {
  opened?.setUp.server.closeAllConnections();
  opened?.setUp.server.close();
  opened = null;
});

async function open(
  more: { github?: GitHubHost; publicUrl?: string; failures?: Error[] } = {},
): Promise<Opened> {
  const clock = { time: Date.UTC(2026, 0, 7, 9, 30) };
  const [paths, stored, warnings]: [string[], Credentials[], object[]] = [[], [], []];
  let seed = 0;
  const setUp = createSetUpServer({
    github: more.github ?? { protocol: 'https', host: 'github.com' },
    publicUrl: more.publicUrl ?? null,
    app,
    async convert() {
      const failure = more.failures?.shift();
      if (failure) throw failure;
      return registeredApp;
    },
    store: (credentials) => void stored.push(credentials),
    clock: { now: () => clock.time },
    random: (bytes) => Buffer.alloc(bytes, `secret ${seed++}`),
    log: { warn: (fields: object) => void warnings.push(fields), error: () => {} },
  });
  setUp.server.listen(0, '127.0.0.1');
  await once(setUp.server, 'listening');
  setUp.open((path) => paths.push(path));
  const origin = `http://127.0.0.1:${(setUp.server.address() as AddressInfo).port}`;
  const get = async (path: string, init: RequestInit = {}): Promise<Page> => {
    const answer = await fetch(`${origin}${path}`, { redirect: 'manual', ...init });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  opened = {
    setUp,
    origin,
    paths,
    clock,
    stored,
    warnings,
    get,
    async handedOver(address, organisation = '', headers = {}) {
      const query = new URLSearchParams({ address, organisation });
      const { text } = await get(`${paths.at(-1)}/create?${query}`, { headers });
      return {
        action: new URL(attribute(text, /method="post" action="([^"]*)"/)),
        manifest: JSON.parse(attribute(text, /name="manifest" value="([^"]*)"/)),
      };
    },
  };
  return opened;
}

function attribute(text: string, form: RegExp): string {
  const value = form.exec(text)?.[1];
  if (value === undefined) throw new Error(`there is no ${form} in ${text}`);
  const texts: Record<string, string> = { quot: '"', '#39': "'", lt: '<', gt: '>', amp: '&' };
  return value.replace(/&([^;]*);/g, (_, name: string) => texts[name] ?? '?');
}

const addressField = (text: string): string => attribute(text, /<input id="address"[^>]* value="([^"]*)"/);
const problems = (text: string): string[] =>
  [...text.matchAll(/role="alert">([^<]*)/g)].map(([, one = '']) => one);

describe('the set-up server', () => {
  it('shows its page at the announced address and nowhere else', async () => {
    const { get, paths } = await open();
    const [path = ''] = paths;
    const found = await get(path);
    expect([found.status, found.text.includes('<h1>Set up backend-engineer</h1>')]).toEqual([200, true]);
    expect(found.headers.get('cache-control')).toBe('no-store');
    expect(found.headers.get('referrer-policy')).toBe('strict-origin');
    expect(found.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^;]*'; base/,
    );
    expect(found.text).toContain('good until 10:30 UTC');
    for (const other of [
      '/',
      '/set-up',
      '/set-up/',
      '/set-up//create',
      `${path.slice(0, -1)}x`,
      `${path}/`,
      `${path}/other`,
      `${path}/create/more`,
      `/x${path}`,
      path.toUpperCase(),
      `${path.slice(0, -1)}x/create?address=https://reviews.acme.com`,
      `${path.slice(0, -1)}x/created?code=1&state=2`,
      '/api/github/webhooks',
      '/%',
    ])
      expect([other, (await get(other)).status]).toEqual([other, 404]);
  });

  it('only reads', async () => {
    const { get, paths } = await open();
    expect((await get(paths[0] ?? '', { method: 'POST', body: 'x' })).status).toBe(405);
    expect((await get('/api/github/webhooks', { method: 'POST', body: '{}' })).status).toBe(404);
    const head = await get(paths[0] ?? '', { method: 'HEAD' });
    expect([head.status, head.text]).toEqual([200, '']);
  });

  it('announces another address after an hour, and forgets the first', async () => {
    const { get, paths, clock, setUp } = await open();
    clock.time += hour;
    setUp.renew();
    expect(paths).toHaveLength(2);
    expect([(await get(paths[0] ?? '')).status, (await get(paths[1] ?? '')).status]).toEqual([404, 200]);
  });

  it('suggests the address it is known by, unless GitHub would not reach it', async () => {
    const local = await open();
    expect(addressField((await local.get(local.paths[0] ?? '')).text)).toBe('');
    const headers = { 'x-forwarded-host': 'reviews.acme.com', 'x-forwarded-proto': 'https' };
    const proxied = await local.get(local.paths[0] ?? '', { headers });
    expect(addressField(proxied.text)).toBe('https://reviews.acme.com');
    local.setUp.server.close();
    const told = await open({ publicUrl: 'https://told.acme.com' });
    expect(addressField((await told.get(told.paths[0] ?? '', { headers })).text)).toBe(
      'https://told.acme.com',
    );
    told.setUp.server.close();
    const beside = await open({ github: { protocol: 'http', host: '127.0.0.1:9' } });
    expect(addressField((await beside.get(beside.paths[0] ?? '')).text)).toBe(beside.origin);
  });

  it('says what is wrong with the fields, and keeps what was typed', async () => {
    const { get, paths } = await open();
    const query = new URLSearchParams({ address: 'http://localhost:3000/"><b>', organisation: 'a/../b' });
    const { status, text } = await get(`${paths[0]}/create?${query}`);
    expect(status).toBe(422);
    expect(problems(text)).toEqual([
      expect.stringMatching(/^localhost:3000 is this machine, and GitHub cannot reach it/),
      'Give the name alone, for example acme',
    ]);
    expect(addressField(text)).toBe('http://localhost:3000/"><b>');
    expect(attribute(text, /<form method="get" action="([^"]*)"/)).toBe('create');
    expect(text).not.toContain('<b>');
  });

  it('hands the manifest of app.yml over to GitHub, for an organisation or for one’s own account', async () => {
    const { handedOver, paths, origin } = await open();
    const own = await handedOver('https://reviews.acme.com/');
    const organisation = await handedOver('https://reviews.acme.com', '@acme-corp');
    const state = own.action.searchParams.get('state') ?? '';
    expect(state.length).toBeGreaterThan(21);
    expect(own.action.href).toBe(`https://github.com/settings/apps/new?state=${state}`);
    expect(organisation.action.href).toBe(
      `https://github.com/organizations/acme-corp/settings/apps/new?state=${state}`,
    );
    expect(own.manifest).toEqual({
      ...app,
      url: 'https://reviews.acme.com',
      hook_attributes: { url: 'https://reviews.acme.com/api/github/webhooks', active: true },
      redirect_url: `${origin}${paths[0]}/created`,
    });
    expect(organisation.manifest).toEqual(own.manifest);
  });

  it('has GitHub send the browser back the way it came', async () => {
    const { handedOver, paths } = await open();
    const proxied = { referer: 'https://acme.com/' };
    const { manifest } = await handedOver('https://acme.com/reviews', '', proxied);
    expect(manifest.redirect_url).toBe(`https://acme.com/reviews${paths[0]}/created`);
    const tunnel = { referer: 'http://localhost:8080/' };
    expect((await handedOver('https://acme.com/reviews', '', tunnel)).manifest.redirect_url).toBe(
      `http://localhost:8080${paths[0]}/created`,
    );
  });

  it('goes to an Enterprise server', async () => {
    const { handedOver } = await open({ github: { protocol: 'https', host: 'github.acme.com' } });
    const { action } = await handedOver('https://10.1.2.3', 'acme');
    expect(`${action.origin}${action.pathname}`).toBe(
      'https://github.acme.com/organizations/acme/settings/apps/new',
    );
  });

  it('sends the browser to the installation, and is gone', async () => {
    const { handedOver, get, paths, stored, setUp, clock } = await open();
    const state = (await handedOver('https://reviews.acme.com')).action.searchParams.get('state');
    const { status, headers } = await get(`${paths[0]}/created?code=abc&state=${state}`);
    expect([status, headers.get('location')]).toEqual([
      303,
      'https://github.com/apps/reviewer/installations/new',
    ]);
    const credentials: Credentials = {
      appId: 7,
      slug: 'reviewer',
      privateKey: 'the key',
      webhookSecret: 'the secret',
      htmlUrl: 'https://github.com/apps/reviewer',
      github: { protocol: 'https', host: 'github.com' },
    };
    expect(await setUp.registered).toEqual(credentials);
    expect(stored).toEqual([credentials]);
    clock.time += hour;
    setUp.renew();
    expect((await get(paths[0] ?? '')).status).toBe(404);
    expect(paths).toHaveLength(1);
  });

  it('refuses an answer that did not begin here, before it asks GitHub', async () => {
    const failures = [new Error('GitHub was asked')];
    const { get, paths, stored } = await open({ failures });
    for (const state of ['', 'wrong', paths[0]?.split('/').at(-1)]) {
      const { status, text } = await get(`${paths[0]}/created?code=abc&state=${state}`);
      expect([status, problems(text)]).toEqual([
        403,
        ['This is not the answer to the registration that began here.'],
      ]);
    }
    expect([failures.length, stored]).toEqual([1, []]);
  });

  it('tells of a code that GitHub does not take, and lets one try again', async () => {
    const failures = [new GitHubError('GITHUB_NOT_FOUND', 'GitHub answered 404', { status: 404 })];
    const { handedOver, get, paths, stored, warnings } = await open({ failures });
    const state = (await handedOver('https://reviews.acme.com')).action.searchParams.get('state');
    const failed = await get(`${paths[0]}/created?code=the-code&state=${state}`);
    expect([failed.status, problems(failed.text)]).toEqual([
      502,
      [expect.stringMatching(/^GitHub answered 404: it does not know the code/)],
    ]);
    expect(JSON.stringify(warnings)).not.toContain('the-code');
    const again = new URL(attribute(failed.text, /<a href="([^"]*)"/), `http://x${paths[0]}/created`);
    expect(again.pathname).toBe(paths[0]);
    expect((await get(again.pathname)).status).toBe(200);
    expect((await get(`${paths[0]}/created?state=${state}`)).status).toBe(400);
    expect((await get(`${paths[0]}/created?code=next&state=${state}`)).status).toBe(303);
    expect(stored).toHaveLength(1);
  });

  it('says no more of our own mistakes than that there was one', async () => {
    const { handedOver, get, paths } = await open({ failures: [new TypeError('inside')] });
    const state = (await handedOver('https://reviews.acme.com')).action.searchParams.get('state');
    const { status, text } = await get(`${paths[0]}/created?code=abc&state=${state}`);
    expect([status, text]).toEqual([500, 'Failed: the log says why\n']);
  });
});
