import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { readCredentials } from '../src/config/credentials-file.ts';
import { makeKeyPair } from '../src/sandbox/keys.ts';
import { type ModelStandIn, startModelStandIn } from '../src/sandbox/model/start-model-stand-in.ts';
import { type StandIn, startStandIn } from '../src/sandbox/stand-in.ts';
import type { PullRecord } from '../src/sandbox/state/records.ts';
import { findPull } from '../src/sandbox/state/state.ts';
import { freePort } from './support/free-port.ts';
import { searchPath } from './support/repository.ts';
import { launchService, type ServiceProcess } from './support/service-process.ts';
import { makeExample } from './support/shop.ts';

const patience = { timeout: 60_000, interval: 20 };

let example: Awaited<ReturnType<typeof makeExample>>;
let github: StandIn;
let folder: string;
let dataDir: string;
let ports: { readonly web: number; readonly admin: number };
const services: ServiceProcess[] = [];

beforeAll(async () => {
  example = await makeExample();
  // The App that set-up registers takes this one's place.
  const { privateKey } = await makeKeyPair();
  github = await startStandIn({
    repositories: [{ owner: 'acme', name: 'shop', directory: example.directory }],
    app: { id: 1, slug: 'before', privateKey, webhookSecret: 'of the App before' },
    clock: () => Date.now(),
  });
  folder = mkdtempSync(join(tmpdir(), 'set-up-'));
  dataDir = join(folder, 'data');
  ports = { web: await freePort(), admin: await freePort() };
});
afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => service.kill()));
});
afterAll(async () => {
  await github?.close();
  example?.remove();
  rmSync(folder, { recursive: true, force: true });
});

function start(more: Readonly<Record<string, string>> = {}): ServiceProcess {
  const service = launchService({
    environment: {
      PORT: String(ports.web),
      ADMIN_PORT: String(ports.admin),
      DATA_DIR: dataDir,
      GHE_HOST: new URL(github.url).host,
      GHE_PROTOCOL: 'http',
      ...more,
    },
  });
  services.push(service);
  return service;
}

/** The one-time address, once the log has it. */
const announced = (service: ServiceProcess): Promise<string> =>
  vi.waitFor(() => {
    if (!service.running()) throw new Error(`it ended: ${service.errors()}`);
    const found = service.log.flatMap(({ msg }) => /http:\/\/\S+\/set-up\/[\w-]{22,}/.exec(msg) ?? []);
    expect(found).toHaveLength(1);
    return found[0] ?? '';
  }, patience);

const get = (url: string | URL): Promise<Response> => fetch(url, { redirect: 'manual' });

interface Form {
  readonly method: string;
  readonly action: URL;
  readonly fields: Readonly<Record<string, string>>;
}

/** The first form of a page, as a browser sees it. */
async function formOf(page: Response): Promise<Form> {
  const text = await page.text();
  const plain = (value = ''): string =>
    value.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
  const [, method = '', action = ''] = /<form method="(\w+)" action="([^"]*)"/.exec(text) ?? [];
  const inputs = [...text.matchAll(/<input [^>]*>/g)].map(([input]) => {
    const part = (name: string): string => plain(new RegExp(` ${name}="([^"]*)"`).exec(input)?.[1]);
    return [part('name'), part('value')];
  });
  return { method, action: new URL(plain(action), page.url), fields: Object.fromEntries(inputs) };
}

function submit(
  { method, action, fields }: Form,
  changed: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const values = new URLSearchParams({ ...fields, ...changed });
  if (method === 'get') return get(`${action.origin}${action.pathname}?${values}`);
  return fetch(action, { method: 'POST', body: values, redirect: 'manual' });
}

const locationOf = (answer: Response): URL => new URL(answer.headers.get('location') ?? 'none:');

/** Opens a pull request with the sample change and waits for its check. */
async function reviewed(webhookUrl: string): Promise<PullRecord> {
  const wish = { owner: 'acme', name: 'shop', base: 'main', head: 'change', title: 'Add order export' };
  const opened = await github.openPullRequest(wish);
  const { statusCode } = await github.deliver('pull_request', opened, `${webhookUrl}/api/github/webhooks`);
  expect(statusCode).toBe(202);
  const [repository] = github.state.repositories;
  return vi.waitFor(() => {
    const pull = repository && findPull(repository, opened.number);
    if (!pull || !repository) throw new Error('there is no pull request');
    const runs = repository.checkRuns.filter((run) => run.headSha === pull.head.sha);
    expect(runs.length > 0 && runs.every((run) => run.status === 'completed')).toBe(true);
    expect(pull.reviews.length).toBeGreaterThan(0);
    return pull;
  }, patience);
}

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

// One after the other: each goes on with what the one before left in the data directory.
describe('set-up', { timeout: 180_000 }, () => {
  it('ends when it is told to, and leaves nothing behind', async () => {
    const service = start();
    await announced(service);
    expect(await service.terminate(20_000)).toEqual({ code: 0, signal: null });
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('registers an App, and the service goes on with it in the same process', async () => {
    const service = start({ LOG_LEVEL: 'info' });
    const address = await announced(service);
    const token = address.split('/').at(-1) ?? '';
    expect(address).toBe(`http://127.0.0.1:${ports.web}/set-up/${token}`);
    const health = await Promise.all(
      ['healthz', 'readyz'].map(
        async (path) => (await get(`http://127.0.0.1:${ports.admin}/${path}`)).status,
      ),
    );
    expect(health).toEqual([200, 503]);
    for (const path of ['/', '/set-up', `/set-up/${token.slice(0, -1)}`, '/api/github/webhooks'])
      expect((await get(`http://127.0.0.1:${ports.web}${path}`)).status).toBe(404);

    const first = await formOf(await get(address));
    expect(first.fields).toEqual({ address: `http://127.0.0.1:${ports.web}`, organisation: '' });
    const handOver = await formOf(await submit(first, { organisation: 'acme' }));
    expect(handOver.action.pathname).toBe('/organizations/acme/settings/apps/new');
    const back = locationOf(await submit(handOver));
    expect(back.href).toMatch(`${address}/created?code=`);

    const wrong = new URL(back);
    wrong.searchParams.set('state', 'wrong');
    expect((await get(wrong)).status).toBe(403);
    const mend = github.failWith({ match: { path: /^\/app-manifests\// }, fault: { status: 404 } });
    expect((await get(back)).status).toBe(502);
    mend();
    const done = await get(back);
    expect([done.status, done.headers.get('location')]).toEqual([
      303,
      `${github.url}/apps/backend-engineer/installations/new`,
    ]);

    const { webhookUrl } = await service.ready();
    expect(webhookUrl).toBe(`http://127.0.0.1:${ports.web}`);
    expect((await get(address)).status).toBe(404);
    expect((await get(back)).status).toBe(404);
    expect([modeOf(dataDir), modeOf(join(dataDir, 'credentials.json'))]).toEqual(['700', '600']);

    const installed = await submit(await formOf(await get(locationOf(done))));
    expect(installed.status).toBe(303);
    await github.settled();
    expect(github.state.deliveries.map(({ event, statusCode }) => [event, statusCode])).toEqual([
      ['installation', 202],
    ]);
    const { app } = github.state;
    expect([app.owner.login, app.events]).toEqual([
      'acme',
      ['pull_request', 'issue_comment', 'check_run', 'repository'],
    ]);
    expect((await reviewed(webhookUrl ?? '')).reviews).toHaveLength(1);

    const stored = readCredentials(dataDir);
    expect(stored).toMatchObject({
      wasOpen: false,
      credentials: { appId: app.id, webhookSecret: app.webhookSecret },
    });
    const keys = Object.keys(JSON.parse(readFileSync(join(dataDir, 'credentials.json'), 'utf8')));
    expect(keys).toEqual(['appId', 'slug', 'privateKey', 'webhookSecret', 'htmlUrl', 'github']);
    const said = service.log.map((line) => JSON.stringify(line)).concat(service.errors());
    expect(said.filter((line) => line.includes(token))).toHaveLength(1);
    const secrets = [
      app.webhookSecret,
      back.searchParams.get('code'),
      back.searchParams.get('state'),
      'PRIVATE KEY',
    ];
    for (const secret of secrets) expect(said.filter((line) => line.includes(secret ?? ''))).toEqual([]);
  });

  it('is not offered again: the next start takes the App from the file', async () => {
    const service = start();
    const { webhookUrl } = await service.ready();
    expect(service.log.filter(({ msg }) => msg.includes('set-up'))).toEqual([]);
    expect((await get(`${webhookUrl}/set-up`)).status).toBe(404);
    expect((await reviewed(webhookUrl ?? '')).reviews).toHaveLength(1);
  });

  it.each([
    [{ APP_ID: '7' }, /^backend-engineer: WEBHOOK_SECRET is missing[^\n]*\n$/],
    [
      { GHE_HOST: 'git.acme.com' },
      /^backend-engineer: GHE_HOST is git\.acme\.com, but [^\n]* is of an App at [^\n]*\n$/,
    ],
    [{ DATA_DIR: '/dev/null/x' }, /^backend-engineer: DATA_DIR: \/dev\/null\/x cannot be written \(\w+\)\n$/],
    [
      { DATA_DIR: '/dev/null/x', ROLE: 'web', DATABASE_URL: 'postgres://127.0.0.1:1/x' },
      /^backend-engineer: APP_ID is missing: [^\n]*\n$/,
    ],
  ])('refuses %j in a line', async (variables, line) => {
    const service = start(variables);
    expect(await service.ended).toEqual({ code: 1, signal: null });
    expect([service.errors(), service.log]).toEqual([expect.stringMatching(line), []]);
  });

  it('keeps every secret out of the environment of its children', async () => {
    const stored = readCredentials(dataDir)?.credentials;
    if (!stored) throw new Error('the test before this one left no credentials');
    const dumps = join(folder, 'dumps');
    const model = await startModel();
    try {
      const service = start({
        DATA_DIR: join(folder, 'other'),
        PATH: watchedGit(dumps),
        APP_ID: String(stored.appId),
        PRIVATE_KEY: stored.privateKey,
        WEBHOOK_SECRET: stored.webhookSecret,
        ANTHROPIC_API_KEY: 'sk-of-the-model',
        ANTHROPIC_BASE_URL: model.url,
      });
      const { webhookUrl } = await service.ready();
      const pull = await reviewed(webhookUrl ?? '');
      expect(pull.reviews).toHaveLength(1);
      expect(model.requests.length).toBeGreaterThan(0);
      const analysis = service.children().filter(({ command }) => command.includes('analysis-child'));
      expect(analysis.length).toBeGreaterThan(0);
      const ofAnalysis = analysis.map(({ pid }) => readFileSync(`/proc/${pid}/environ`, 'utf8'));
      for (const environment of ofAnalysis)
        expect(namesIn(environment)).toEqual(['NODE_CHANNEL_FD', 'NODE_CHANNEL_SERIALIZATION_MODE']);
      const ofGit = readdirSync(dumps).map((name) => readFileSync(join(dumps, name), 'utf8'));
      expect(ofGit.length).toBeGreaterThan(3);
      const named = new Set(ofGit.flatMap(namesIn).filter((name) => !name.startsWith('GIT_')));
      expect([...named].sort()).toEqual(['LC_ALL', 'PATH', 'PWD']);
      const secrets = [stored.privateKey.slice(100, 140), stored.webhookSecret, 'sk-of-the-model'];
      for (const secret of secrets)
        expect(ofGit.concat(ofAnalysis).filter((text) => text.includes(secret))).toEqual([]);
    } finally {
      await model.close();
    }
  });
});

function startModel(): Promise<ModelStandIn> {
  const summary = { api: [], database: [], security: [], testing: [] };
  return startModelStandIn({ script: [{ kind: 'answer', answer: { summary, claims: [] } }] });
}

/** PATH with a git before the real one that writes down what environment it was given. */
function watchedGit(dumps: string): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  mkdirSync(dumps);
  const real = execFileSync('which', ['git'], { env: { PATH: searchPath }, encoding: 'utf8' }).trim();
  const script = `#!/bin/sh\n/usr/bin/env -u _ -0 > '${dumps}'/$$\nexec '${real}' "$@"\n`;
  writeFileSync(join(bin, 'git'), script, { mode: 0o755 });
  return `${bin}${delimiter}${searchPath}`;
}

function namesIn(environment: string): string[] {
  return environment
    .split('\0')
    .filter((entry) => entry !== '')
    .map((entry) => entry.split('=', 1)[0] ?? '')
    .sort();
}
