import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { appClientAt } from '../sandbox/fixture-app-client.ts';
import { startTestStandIn, type TestStandIn } from '../sandbox/fixture-stand-in.ts';
import type { AppClient } from './app-client.ts';
import { createRedeliverer, type Redeliverer } from './redeliver.ts';

const never = new AbortController().signal;

let sandbox: TestStandIn;
let client: AppClient;
let receiver: Server;
let address: string;
/** What the receiver answers. */
let status = 202;
let received: string[] = [];
let warnings: object[] = [];

beforeAll(async () => {
  sandbox = await startTestStandIn({ 'a.sql': 'SELECT 1;\n' }, { 'a.sql': 'SELECT 2;\n' });
  client = appClientAt(sandbox);
  receiver = createServer((request, response) => {
    received.push(String(request.headers['x-github-delivery']));
    request.resume().on('end', () => response.writeHead(status).end());
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  receiver.close();
  await sandbox.close();
});
beforeEach(() => {
  sandbox.standIn.state.deliveries.splice(0);
  received = [];
  warnings = [];
});

const open = (): Redeliverer =>
  createRedeliverer({
    client,
    clock: { now: () => sandbox.clock.now },
    log: { info: () => {}, warn: (data) => void warnings.push(data) },
  });

/** Delivers an event and gives its id. */
async function deliver(event: string, answer: number): Promise<string> {
  status = answer;
  const { guid } = await sandbox.standIn.deliver(event, { action: 'created' }, address);
  return guid;
}

/** GitHub answers before it has delivered. */
async function arrived(count: number): Promise<void> {
  await expect.poll(() => sandbox.standIn.state.deliveries.length).toBe(count);
}

test('what failed is asked for once, under its id; what was taken and other events are not', async () => {
  await deliver('pull_request', 202);
  const failed = await deliver('pull_request', 500);
  await deliver('star', 500);
  received = [];
  status = 202;
  const redeliverer = open();
  expect(await redeliverer.run(never)).toEqual({ asked: 1, givenUp: 0 });
  await arrived(4);
  expect(received).toEqual([failed]);
  expect(await redeliverer.run(never)).toEqual({ asked: 0, givenUp: 0 });
  expect(await open().run(never)).toEqual({ asked: 0, givenUp: 0 });
});

test('what fails each time is given up after four attempts, with a word', async () => {
  const guid = await deliver('issue_comment', 500);
  const redeliverer = open();
  for (const attempts of [2, 3, 4]) {
    expect(await redeliverer.run(never)).toEqual({ asked: 1, givenUp: 0 });
    await arrived(attempts);
  }
  expect(await redeliverer.run(never)).toEqual({ asked: 0, givenUp: 1 });
  expect(await redeliverer.run(never)).toEqual({ asked: 0, givenUp: 0 });
  expect(warnings).toEqual([{ delivery: guid, attempts: 4 }]);
});

test('failures beyond the first page are found, those older than three days are not', async () => {
  const old = await deliver('pull_request', 500);
  sandbox.clock.now += 2 * 86_400_000;
  const failed = await deliver('pull_request', 500);
  sandbox.clock.now += 86_400_001;
  for (let count = 0; count < 120; count += 1) await deliver('pull_request', 202);
  received = [];
  expect(await open().run(never)).toEqual({ asked: 1, givenUp: 0 });
  await arrived(123);
  expect(received).toEqual([failed]);
  expect(received).not.toContain(old);
});

test('a limit puts the run off', async () => {
  await deliver('pull_request', 500);
  const heal = sandbox.standIn.failWith({
    match: { path: '/app/hook/deliveries/*/attempts' },
    fault: { status: 429, headers: { 'retry-after': '21' }, body: {} },
  });
  const redeliverer = open();
  await expect(redeliverer.run(never)).rejects.toMatchObject({ code: 'RETRY_LATER', seconds: 21 });
  heal();
  sandbox.clock.now += 21_000;
  status = 202;
  expect(await redeliverer.run(never)).toEqual({ asked: 1, givenUp: 0 });
  await arrived(2);
});
