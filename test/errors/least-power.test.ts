import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { umask } from 'node:process';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeKeyPair } from '../../src/sandbox/keys.ts';
import { type ModelStandIn, startModelStandIn } from '../../src/sandbox/model/start-model-stand-in.ts';
import { type StandIn, startStandIn } from '../../src/sandbox/stand-in.ts';
import { searchPath } from '../support/repository.ts';
import { environmentAt, launchService, type ServiceProcess } from '../support/service-process.ts';
import { exampleShop, makeExample } from '../support/shop.ts';

const webhookSecret = 'a-secret-of-the-webhook-0123456789';
const modelKey = 'sk-of-the-model-0123456789';
const limits = { timeout: 280_000 };

let folder: string;
let dataDir: string;
let calls: string;
let privateKey: string;
let github: StandIn;
let model: ModelStandIn;
let service: ServiceProcess;
let webhookUrl: string;
let example: Awaited<ReturnType<typeof makeExample>>;

/** One review of the sample pull request, with a model, by a real process that was started with an open umask. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'least-power-'));
  dataDir = join(folder, 'data');
  calls = join(folder, 'calls');
  mkdirSync(dataDir, { mode: 0o777 });
  chmodSync(dataDir, 0o777);
  mkdirSync(calls);
  chmodSync(calls, 0o777);
  ({ privateKey } = await makeKeyPair());
  example = await makeExample();
  const app = { id: 4711, slug: 'backend-engineer', privateKey, webhookSecret };
  const repositories = ['shop', 'other'].map((name) => ({
    owner: 'acme',
    name,
    directory: example.directory,
  }));
  github = await startStandIn({ repositories, app, clock: () => Date.now() });
  model = await startModelStandIn({
    script: [
      {
        kind: 'answer',
        answer: { summary: { api: [], database: [], security: [], testing: [] }, claims: [] },
      },
    ],
  });
  const before = umask(0);
  try {
    service = launchService({
      environment: {
        PATH: `${watchedGit()}:${searchPath}`,
        ...environmentAt(github.url, { ...app, privateKey, webhookSecret }),
        ANTHROPIC_API_KEY: modelKey,
        ANTHROPIC_BASE_URL: model.url,
        DATA_DIR: dataDir,
        LOG_LEVEL: 'trace',
      },
    });
  } finally {
    umask(before);
  }
  webhookUrl = String((await service.ready()).webhookUrl);
  const request = { owner: 'acme', name: 'shop', base: 'main', head: 'change', title: 'Add order export' };
  const event = await github.openPullRequest(request);
  await github.deliver('pull_request', event, `${webhookUrl}/api/github/webhooks`);
  await vi.waitFor(
    () => expect(github.state.repositories[0]?.checkRuns[0]?.status).toBe('completed'),
    limits,
  );
}, 600_000);
afterAll(async () => {
  await service?.kill();
  await github?.close();
  await model?.close();
  example?.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** A folder with a `git` that writes down how it was called, and goes on as git. */
function watchedGit(): string {
  const git = execFileSync('sh', ['-c', 'command -v git'], { env: { PATH: searchPath }, encoding: 'utf8' });
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(
    join(bin, 'git'),
    `#!/bin/sh\ntr '\\0' '\\n' < /proc/$$/environ > ${calls}/$$.environment\nprintf '%s\\n' "$@" > ${calls}/$$.arguments\nexec ${git.trim()} "$@"\n`,
    { mode: 0o755 },
  );
  return bin;
}

/** How git was called: its arguments and its environment, each as text. */
function gitCalls(): { arguments: string; environment: string }[] {
  return readdirSync(calls)
    .filter((name) => name.endsWith('.arguments'))
    .map((name) => ({
      arguments: readFileSync(join(calls, name), 'utf8'),
      environment: readFileSync(join(calls, name.replace('arguments', 'environment')), 'utf8'),
    }));
}

function tokens(): string[] {
  return [...github.state.tokens.keys()].flatMap((token) => [
    token,
    Buffer.from(`x-access-token:${token}`).toString('base64'),
  ]);
}

/** The App's own secrets; of the key its lines. */
function secrets(): string[] {
  const lines = privateKey.split('\n').filter((line) => line.length > 20 && !line.startsWith('-----'));
  return [webhookSecret, modelKey, ...lines];
}

function below(path: string): string[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const inside = join(path, entry.name);
    return entry.isDirectory() ? [inside, ...below(inside)] : [inside];
  });
}

const holds = (text: string, words: readonly string[]): boolean => words.some((word) => text.includes(word));

describe('a review', limits, () => {
  it('asks for tokens of one repository, with the permissions that it needs', () => {
    const bodies = github.requests
      .filter(({ path }) => path.endsWith('/access_tokens'))
      .map(({ body }) => body);
    const reading = { contents: 'read', metadata: 'read' };
    const wanted = new Set(bodies);
    expect([...wanted].map((body) => JSON.parse(body))).toEqual(
      expect.arrayContaining([
        {
          repositories: ['shop'],
          permissions: { ...reading, checks: 'write', issues: 'write', pull_requests: 'write' },
        },
        { repositories: ['shop'], permissions: reading },
        { repositories: ['.github'], permissions: reading },
        // The look for missing reports goes through all repositories, and only reads.
        { permissions: { checks: 'read', metadata: 'read', pull_requests: 'read' } },
      ]),
    );
    expect(wanted.size).toBe(4);
  });

  it('hands git its token by the environment of one command, and nowhere else', () => {
    const made = gitCalls();
    expect(made.length).toBeGreaterThan(5);
    expect(made.filter((call) => holds(call.arguments, tokens()))).toEqual([]);
    const trusted = made.filter((call) => holds(call.environment, tokens()));
    expect(trusted.length).toBeGreaterThan(1);
    const reaching = /^(fetch|ls-remote)$/m;
    expect(trusted.filter((call) => !reaching.test(call.arguments))).toEqual([]);
    expect(made.filter((call) => holds(call.environment, secrets()))).toEqual([]);
    const written = below(join(dataDir, 'mirrors')).filter((path) => statSync(path).isFile());
    expect(written.length).toBeGreaterThan(3);
    expect(
      written.filter((path) => holds(readFileSync(path, 'latin1'), [...tokens(), ...secrets()])),
    ).toEqual([]);
  });

  it('parses in a process whose environment holds nothing', () => {
    const children = service.children().filter(({ command }) => command.includes('analysis-child'));
    expect(children.length).toBeGreaterThan(0);
    const names = children.flatMap(({ pid }) =>
      readFileSync(`/proc/${pid}/environ`, 'utf8')
        .split('\0')
        .filter((line) => line !== '')
        .map((line) => line.split('=')[0]),
    );
    expect(names.filter((name) => !name?.startsWith('NODE_CHANNEL_'))).toEqual([]);
  });

  it('leaves neither a secret nor a line of the reviewed code in the log', () => {
    const log = service.log.map((line) => JSON.stringify(line));
    expect(log.length).toBeGreaterThan(10);
    const code = below(join(exampleShop, 'head'))
      .filter((path) => /\.(sql|ts|yaml)$/.test(path))
      .flatMap((path) => readFileSync(path, 'utf8').split('\n'))
      .map((line) => JSON.stringify(line.trim()).slice(1, -1))
      .filter((line) => line.length > 15);
    expect(code.length).toBeGreaterThan(300);
    expect(log.filter((line) => holds(line, [...tokens(), ...secrets(), ...code]))).toEqual([]);
    expect(service.errors()).toBe('');
  });

  it('tells neither GitHub nor the model a secret of the other', () => {
    expect(github.requests.filter(({ body }) => holds(body, secrets()))).toEqual([]);
    expect(model.requests.length).toBe(1);
    expect(holds(JSON.stringify(model.requests), [...tokens(), webhookSecret])).toBe(false);
  });

  it('writes files that only its own user can read, whatever the umask', () => {
    const open = [dataDir, ...below(dataDir)].filter((path) => (statSync(path).mode & 0o077) !== 0);
    // PGlite gives its files modes of its own: it is their folders that are closed.
    const inDatabase = `${join(dataDir, 'database')}/`;
    expect(open.filter((path) => !(path.startsWith(inDatabase) && statSync(path).isFile()))).toEqual([]);
  });
});

describe('the public port', limits, () => {
  it.each([
    '/',
    '/healthz',
    '/readyz',
    '/metrics',
    '/probot',
    '/ping',
    '/set-up',
    '/acme/shop/pull/1',
    '/acme/shop.git/info/refs?service=git-upload-pack',
    '/api/v3/app',
    '/api/graphql',
    '/api/github/webhooks/',
    '/api/github/webhooks/../../../metrics',
  ])('has nothing at %s', async (path) => {
    for (const method of ['GET', 'POST'])
      expect((await fetch(`${webhookUrl}${path}`, { method })).status).toBe(404);
  });

  it('takes nothing but deliveries where webhooks come', async () => {
    const answers = ['GET', 'PUT', 'DELETE', 'POST'].map((method) =>
      fetch(`${webhookUrl}/api/github/webhooks`, { method }).then(({ status }) => status),
    );
    expect(await Promise.all(answers)).toEqual([405, 405, 405, 400]);
  });
});
