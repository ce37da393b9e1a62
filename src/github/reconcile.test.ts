import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { appClientAt } from '../sandbox/fixture-app-client.ts';
import { startTestStandIn, type TestStandIn } from '../sandbox/fixture-stand-in.ts';
import { type AppClient, jobPermissions } from './app-client.ts';
import type { EventJob } from './delivery-jobs.ts';
import { createReconciler, type Reconciler } from './reconcile.ts';
import { createWriting } from './write.ts';

const never = new AbortController().signal;
const warnings: object[] = [];

let sandbox: TestStandIn;
let client: AppClient;
let reconciler: Reconciler;
let queued: EventJob[] = [];
let running: number[] = [];

beforeAll(async () => {
  sandbox = await startTestStandIn({ 'a.sql': 'SELECT 1;\n' }, { 'a.sql': 'SELECT 2;\n' });
});
afterAll(() => sandbox.close());

beforeEach(() => {
  // A limit that a client was told holds for its life.
  client = appClientAt(sandbox);
  queued = [];
  running = [];
  warnings.length = 0;
  sandbox.standIn.state.repositories[0]?.pulls.splice(0);
  reconciler = createReconciler({
    client,
    enqueue: async (jobs) => queued.push(...jobs),
    underWay: async (jobs) => jobs.filter(({ data }) => 'n' in data && running.includes(data.n)),
    log: { warn: (data) => void warnings.push(data) },
  });
});

const open = (more: object = {}) =>
  sandbox.standIn.openPullRequest({
    owner: 'acme',
    name: 'shop',
    base: 'main',
    head: 'change',
    title: 'Change',
    ...more,
  });
const review = (n: number): EventJob => ({
  name: 'review',
  data: { i: sandbox.installation, r: 'acme/shop', n },
});

async function conclude(number: number): Promise<void> {
  const ref = { installation: sandbox.installation, owner: 'acme', name: 'shop', number };
  const writing = createWriting(client.installation(sandbox.installation, 'shop', jobPermissions));
  const check = await writing.startCheckRun(ref, sandbox.head, never);
  const conclusion = { conclusion: 'success', title: 'Fine', summary: 's', annotations: [] } as const;
  await writing.concludeCheckRun(ref, check, conclusion, null, never);
}

test('open pull requests whose head has no finished check are queued, drafts and closed ones are not', async () => {
  const [missing, done, draft, closed] = [
    await open(),
    await open(),
    await open({ draft: true }),
    await open(),
  ];
  await conclude(done.number);
  await sandbox.standIn.closePullRequest({ owner: 'acme', name: 'shop', number: closed.number });
  expect(await reconciler.run(never)).toEqual({ queued: 1, pullRequests: 2 });
  expect(queued).toEqual([review(missing.number)]);
  expect(queued).not.toContainEqual(review(draft.number));
});

test('a check that was begun and never finished does not count', async () => {
  const { number } = await open();
  const ref = { installation: sandbox.installation, owner: 'acme', name: 'shop', number };
  const writing = createWriting(client.installation(sandbox.installation, 'shop', jobPermissions));
  await writing.startCheckRun(ref, sandbox.head, never);
  await reconciler.run(never);
  expect(queued).toEqual([review(number)]);
});

test('one whose review waits or runs is not queued again, and is looked at the next time', async () => {
  const { number } = await open();
  running = [number];
  expect(await reconciler.run(never)).toEqual({ queued: 0, pullRequests: 1 });
  running = [];
  expect(await reconciler.run(never)).toEqual({ queued: 1, pullRequests: 1 });
  expect(queued).toEqual([review(number)]);
});

test('a head that was in order is not asked for again when another pull request changes the list', async () => {
  const { number } = await open();
  await conclude(number);
  await reconciler.run(never);
  await open({ draft: true });
  const before = sandbox.standIn.requests.length;
  await reconciler.run(never);
  const asked = sandbox.standIn.requests.slice(before).filter(({ path }) => path.endsWith('/check-runs'));
  expect(asked).toEqual([]);
});

test('a limit ends the run for now', async () => {
  await open();
  const heal = sandbox.standIn.failWith({
    match: { path: '/repos/*/*/pulls' },
    fault: { status: 429, headers: { 'retry-after': '33' }, body: {} },
  });
  await expect(reconciler.run(never)).rejects.toMatchObject({ code: 'RETRY_LATER', seconds: 33 });
  heal();
});

test('an installation that cannot be read does not keep the others waiting', async () => {
  await open();
  const heal = sandbox.standIn.failWith({
    match: { path: '/repos/*/*/pulls' },
    fault: { status: 403, body: {} },
  });
  expect(await reconciler.run(never)).toEqual({ queued: 0, pullRequests: 0 });
  expect(warnings).toEqual([
    { installation: sandbox.installation, code: 'GITHUB_FORBIDDEN', reason: expect.any(String) },
  ]);
  heal();
});

test('what was in order and did not change is one conditional request', async () => {
  const { number } = await open();
  await conclude(number);
  await reconciler.run(never);
  const before = sandbox.standIn.requests.length;
  await reconciler.run(never);
  const sent = sandbox.standIn.requests.slice(before).map(({ path, status }) => ({ path, status }));
  expect(sent.filter(({ path }) => path.startsWith('/repos/'))).toEqual([
    { path: '/repos/acme/shop/pulls', status: 304 },
  ]);
});
