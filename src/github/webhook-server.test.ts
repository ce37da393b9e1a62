import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { type ClientRequest, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createIntake } from './intake.ts';
import { openProbots } from './open-probots.ts';
import { createWebhookServer } from './webhook-server.ts';

const stored: unknown[] = [];
const logged: string[] = [];
const answers: unknown[] = [];
let broken = false;
let server: Server;
let address: string;
/** The same with limits that a test can reach. */
let hasty: Server;
let small: Server;

beforeAll(async () => {
  const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) });
  const intake = createIntake({
    appId: 77,
    commandNames: (body) => (body.startsWith('/backend') ? ['review'] : []),
    async enqueue(delivery, jobs) {
      if (broken) throw new Error('the database is gone');
      stored.push({ delivery, jobs });
    },
  });
  const probots = await openProbots({
    webhookSecrets: ['new secret', 'old secret'],
    log,
    intake,
  });
  server = createWebhookServer({
    probots,
    log,
    onAnswer: (event, status) => answers.push({ event, status }),
  });
  hasty = createWebhookServer({ probots, log, limits: { headersMs: 60, requestMs: 120, checkMs: 20 } });
  small = createWebhookServer({ probots, log, limits: { heldBytes: 1_000 } });
  for (const one of [server, hasty, small]) {
    one.listen(0, '127.0.0.1');
    await once(one, 'listening');
  }
  address = `http://127.0.0.1:${portOf(server)}`;
});
afterAll(() => {
  for (const one of [server, hasty, small]) {
    one.closeAllConnections();
    one.close();
  }
});
beforeEach(() => {
  for (const list of [stored, logged, answers]) list.length = 0;
  broken = false;
});

const opened = JSON.stringify({
  action: 'opened',
  installation: { id: 5 },
  repository: { full_name: 'acme/shop' },
  pull_request: { number: 7, draft: false, state: 'open', title: 'secret title' },
});

interface Sending {
  readonly secret?: string | null;
  readonly event?: string;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
}

async function send(body: string, sending: Sending = {}): Promise<number> {
  const {
    secret = 'new secret',
    event = 'pull_request',
    path = '/api/github/webhooks',
    method = 'POST',
  } = sending;
  const signature =
    secret === null
      ? {}
      : { 'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` };
  const response = await fetch(address + path, {
    method,
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': 'd-1',
      ...signature,
      ...sending.headers,
    },
    ...(method === 'GET' ? {} : { body }),
  });
  await response.text();
  return response.status;
}

test('a signed delivery is stored and answered, with either secret', async () => {
  expect([await send(opened), await send(opened, { secret: 'old secret' })]).toEqual([202, 202]);
  const expected = {
    delivery: { id: 'd-1', installation: 5 },
    jobs: [{ name: 'review', data: { i: 5, r: 'acme/shop', n: 7 } }],
  };
  expect(stored).toEqual([expected, expected]);
  expect(answers).toEqual([
    { event: 'pull_request', status: 202 },
    { event: 'pull_request', status: 202 },
  ]);
});

test.each([
  ['a wrong signature', opened, { secret: 'another' }, 401],
  ['no signature', opened, { secret: null }, 401],
  ['a signature of another kind', opened, { headers: { 'x-hub-signature-256': 'x' } }, 401],
  ['malformed JSON', '{"action":', {}, 400],
  ['JSON that is no object', '[1]', {}, 400],
  ['null', 'null', {}, 400],
  ['malformed JSON with a wrong signature', '{"action":', { secret: 'another' }, 401],
  ['an empty body', '', {}, 400],
  [
    'an installation without an id',
    '{"action":"opened","installation":{"id":{}},"title":"secret title"}',
    {},
    400,
  ],
  ['an action that is no word', opened.replace('"opened"', '{"toString":1}'), {}, 400],
  ['a payload of another form', '{"action":"opened","installation":{"id":5}}', {}, 400],
  ['a form', opened, { headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
  ['another path', opened, { path: '/' }, 404],
  ['the health check of another port', opened, { path: '/healthz', method: 'GET' }, 404],
  ['a GET', opened, { method: 'GET' }, 405],
  ['no event', opened, { event: '' }, 400],
] as const)('%s is refused and nothing is stored', async (_name, body, sending, status) => {
  expect(await send(body, sending)).toBe(status);
  expect(stored).toEqual([]);
  expect(logged.join('')).not.toContain('secret title');
});

test('an unknown event, and one that asks for nothing, are answered and forgotten', async () => {
  expect(await send('{"zen":"x","hook_id":1}', { event: 'ping' })).toBe(202);
  expect(await send('{"a":1}', { event: 'constructor' })).toBe(202);
  expect(await send(opened, { event: 'error' })).toBe(202);
  expect(await send(opened.replace('opened', 'labeled'))).toBe(202);
  expect(stored).toEqual([]);
  expect(logged.join('')).not.toContain('secret title');
});

test('what cannot be stored is not acknowledged, and the log has nothing of the payload', async () => {
  broken = true;
  expect(await send(opened)).toBe(500);
  expect(logged.join('')).toContain('the database is gone');
  expect(logged.join('')).not.toContain('secret title');
});

test('a payload of 20 MB is taken', async () => {
  const large = JSON.stringify({ ...JSON.parse(opened), padding: 'x'.repeat(20 * 1024 * 1024) });
  expect(await send(large)).toBe(202);
  expect(stored).toHaveLength(1);
});

test('a body over 25 MB is refused, announced or not', async () => {
  const large = Buffer.alloc(26 * 1024 * 1024, 'x');
  expect(await sendRaw({ 'content-length': String(large.length) }, [])).toBe(413);
  expect(await sendRaw({ 'transfer-encoding': 'chunked' }, [large])).toBe(413);
  expect(stored).toEqual([]);
});

test('a large body on its way holds nobody up', async () => {
  const large = Buffer.from(JSON.stringify({ ...JSON.parse(opened), padding: 'x'.repeat(20 * 1024 * 1024) }));
  const half = large.length / 2;
  const sent = startRequest(server, {
    'content-length': String(large.length),
    'x-hub-signature-256': signatureOf(large),
  });
  sent.write(large.subarray(0, half));
  expect(await send(opened)).toBe(202);
  sent.end(large.subarray(half));
  const [response] = await once(sent, 'response');
  expect(response.statusCode).toBe(202);
  expect(stored).toHaveLength(2);
  response.resume();
});

const head = [
  'POST /api/github/webhooks HTTP/1.1',
  'host: 127.0.0.1',
  'content-type: application/json',
  'x-github-event: pull_request',
  'x-github-delivery: d-1',
  'x-hub-signature-256: sha256=00',
  '',
].join('\r\n');

test.each([
  ['headers', `${head}x-slow: `],
  ['body', `${head}content-length: 100000\r\n\r\n{"a`],
  ['first byte', ''],
])('a request is ended whose %s does not come to an end', async (_name, beginning) => {
  const socket = connect(portOf(hasty), '127.0.0.1');
  await once(socket, 'connect');
  const ended = new Promise((resolve) => socket.on('error', () => {}).once('close', resolve));
  let answer = '';
  socket.setEncoding('latin1').on('data', (text) => {
    answer += text;
  });
  // A byte now and then is no reason to wait.
  const drip = setInterval(() => socket.writable && beginning !== '' && socket.write('x'), 10);
  socket.write(beginning);
  await ended;
  clearInterval(drip);
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(stored).toEqual([]);
});

test('bodies that are held together are bounded, and room is made when one goes', async () => {
  const body = Buffer.from(JSON.stringify({ ...JSON.parse(opened), padding: 'x'.repeat(500) }));
  const headers = { 'content-length': String(body.length), 'x-hub-signature-256': signatureOf(body) };
  const status = async (): Promise<number> => {
    const sent = startRequest(small, headers);
    sent.end(body);
    const [response] = await once(sent, 'response');
    response.resume();
    return response.statusCode;
  };
  const holding = startRequest(small, headers);
  holding.on('error', () => {});
  holding.write(body.subarray(0, body.length - 1));
  // Until its bytes have arrived, there is room for another.
  let refused = await status();
  while (refused === 202) refused = await status();
  expect(refused).toBe(503);
  holding.destroy();
  let taken = await status();
  while (taken === 503) taken = await status();
  expect(taken).toBe(202);
});

function startRequest(to: Server, headers: Record<string, string>): ClientRequest {
  const sent = request(`http://127.0.0.1:${portOf(to)}/api/github/webhooks`, {
    method: 'POST',
    agent: false,
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'pull_request',
      'x-github-delivery': 'd-1',
      'x-hub-signature-256': 'sha256=00',
      ...headers,
    },
  });
  sent.flushHeaders();
  return sent;
}

function signatureOf(body: Buffer): string {
  return `sha256=${createHmac('sha256', 'new secret').update(body).digest('hex')}`;
}

function portOf(one: Server): number {
  return (one.address() as AddressInfo).port;
}

/** A request whose answer comes before its end: `fetch` would fail instead of giving the answer. */
async function sendRaw(headers: Record<string, string>, parts: readonly Buffer[]): Promise<number> {
  const sent = startRequest(server, headers);
  const answer = Promise.withResolvers<number>();
  sent.once('response', (response) => answer.resolve(response.statusCode ?? 0));
  // The connection ends while the rest is on its way.
  sent.on('error', (error) => answer.reject(error));
  for (const part of parts) sent.write(part);
  const status = await answer.promise;
  sent.destroy();
  return status;
}
