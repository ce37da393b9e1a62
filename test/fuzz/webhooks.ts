import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { pino } from 'pino';
import { z } from 'zod';
import { parseCommands } from '../../src/commands/parse-command.ts';
import { type EventJob, handledEvents } from '../../src/github/delivery-jobs.ts';
import { createIntake } from '../../src/github/intake.ts';
import { openProbots } from '../../src/github/open-probots.ts';
import { createWebhookServer } from '../../src/github/webhook-server.ts';
import { maximumJobBytes } from '../../src/queue/jobs.ts';
import { hostileText } from './hostile-text.ts';
import { type Json, type Mutation, mutate, mutation } from './mutate.ts';
import { expectNone, property } from './property.ts';
import { sendRaw } from './raw-request.ts';

const appId = 77;
const secrets = ['new secret', 'old secret'];
const sentinel = 'words-of-a-stranger';
const examples: readonly { readonly name: string; readonly examples: readonly Json[] }[] = createRequire(
  import.meta.url,
)('@octokit/webhooks-examples/api.github.com/index.json');

/** GitHub's own samples, made to be of an installation and of our App. The events that are looked at come more often. */
const samples = examples.flatMap(({ name, examples: payloads }) =>
  payloads.map((payload) => ({ name, payload: prepared(name, payload) })),
);
/** An index of a sample keeps counterexamples short. */
const often = samples.flatMap(({ name }, index) =>
  handledEvents.some((event) => event === name) ? [index] : [],
);

function prepared(name: string, payload: Json): Json {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return payload;
  const copy: { [key: string]: Json } = structuredClone({ installation: { id: 5 }, ...payload });
  const inner = copy[name];
  if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) {
    inner.title = sentinel;
    inner.body = sentinel;
    if (name === 'check_run') {
      inner.app = { id: appId };
      inner.external_id = `#7@${'a'.repeat(40)}`;
    }
  }
  if (name === 'issue_comment') {
    copy.issue = { number: 7, title: sentinel, pull_request: { url: 'x' } };
    copy.comment = { id: 9, body: `/backend review\n${sentinel}`, user: { login: 'octocat', type: 'User' } };
  }
  return copy;
}

/** What a stored job may be, written down once more. */
const place = { i: z.int().positive(), r: z.string().regex(/^[\w.-]+\/[\w.-]+$/) };
const number = z.int().positive();
const jobSchema = z.union([
  z.strictObject({ name: z.literal('review'), data: z.strictObject({ ...place, n: number }) }),
  z.strictObject({
    name: z.literal('command'),
    data: z.strictObject({
      ...place,
      n: number,
      c: number,
      k: z.enum(['issue', 'check']),
      u: z.string().regex(/^[\w-]+(\[bot\])?$/),
      t: z.string().regex(/^[a-z][a-z-]*$/),
    }),
  }),
  z.strictObject({
    name: z.literal('lifecycle'),
    data: z.union([
      z.strictObject({ e: z.literal('installation'), i: place.i }),
      z.strictObject({ e: z.literal('repository'), ...place }),
      z.strictObject({ e: z.literal('closed'), ...place, n: number }),
    ]),
  }),
  z.strictObject({ name: z.literal('reconcile'), data: z.strictObject({}) }),
]);

interface Delivery {
  readonly sample: number;
  readonly mutations: readonly Mutation[];
  /** A key of the document that is looked at, and what it becomes. */
  readonly body: 'mutated' | { readonly text: string };
  readonly signature: 'new' | 'old' | 'other' | 'none' | { readonly text: string };
  readonly event: string | null;
  readonly wild: readonly (readonly [string, string])[];
  readonly method: string;
  readonly path: string;
}

const headerNames = [
  'content-type',
  'content-length',
  'transfer-encoding',
  'x-github-event',
  'x-github-delivery',
  'x-hub-signature',
  'x-hub-signature-256',
  'host',
  'expect',
  'connection',
  'upgrade',
  'cookie',
  'content-encoding',
  'te',
  'x-a',
  '',
  ':',
  'é',
];

const delivery: fc.Arbitrary<Delivery> = fc.record({
  sample: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...often) },
    { weight: 1, arbitrary: fc.nat({ max: samples.length - 1 }) },
  ),
  mutations: fc.array(mutation, { maxLength: 4 }),
  body: fc.oneof(
    { weight: 9, arbitrary: fc.constant('mutated' as const) },
    {
      weight: 1,
      arbitrary: fc
        .oneof(hostileText, fc.json(), fc.constantFrom('['.repeat(50_000), '{"a":'.repeat(9_999)))
        .map((text) => ({ text })),
    },
  ),
  signature: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('new' as const, 'old' as const) },
    { weight: 2, arbitrary: fc.constantFrom('other' as const, 'none' as const) },
    { weight: 1, arbitrary: hostileText.map((text) => ({ text })) },
    {
      weight: 1,
      arbitrary: fc.stringMatching(/^(sha256=|sha1=)?[0-9a-fA-F]{0,70}$/).map((text) => ({ text })),
    },
  ),
  event: fc.oneof(
    { weight: 8, arbitrary: fc.constant(null) },
    {
      weight: 1,
      arbitrary: fc.oneof(
        hostileText,
        fc.constantFrom('*', 'error', 'pull_request.opened', 'constructor', '__proto__'),
      ),
    },
  ),
  wild: fc.oneof(
    { weight: 7, arbitrary: fc.constant([]) },
    {
      weight: 2,
      arbitrary: fc.array(
        fc.tuple(
          fc.constantFrom(...headerNames),
          fc.oneof(
            hostileText,
            fc.constantFrom(
              'chunked',
              '0',
              '-1',
              '99999999999',
              '26214401',
              '100-continue',
              'close',
              'x'.repeat(20_000),
            ),
          ),
        ),
        { minLength: 1, maxLength: 4 },
      ),
    },
  ),
  method: fc.oneof(
    { weight: 20, arbitrary: fc.constant('POST') },
    { weight: 1, arbitrary: fc.constantFrom('GET', 'PUT', 'HEAD', 'OPTIONS', 'BREW') },
  ),
  path: fc.oneof(
    { weight: 20, arbitrary: fc.constant('/api/github/webhooks') },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '/',
        '/probot',
        '/api/github/webhooks/',
        '/api/github/webhooks?x=1',
        '//api/github/webhooks',
        '/api/github/../x',
        '*',
      ),
    },
  ),
});

/** 500 is none of them: nothing that a stranger sends may be our failure. */
const answers = [202, 400, 401, 404, 405, 408, 413, 415, 417, 431];

export const webhooks = [
  property('webhooks: bodies and headers', 15, delivery, async () => {
    const stored: { id: string; jobs: readonly EventJob[] }[] = [];
    const logged: string[] = [];
    const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) });
    const intake = createIntake({
      appId,
      commandNames: (body) => parseCommands(body).map(({ name }) => name),
      async enqueue({ id }, jobs) {
        stored.push({ id, jobs });
      },
    });
    const probots = await openProbots({
      webhookSecrets: secrets,
      log,
      intake,
    });
    const server = createWebhookServer({ probots, log });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return {
      async check(sent) {
        stored.length = 0;
        logged.length = 0;
        const { bytes, signed, plain, incomplete } = request(sent);
        const status = await sendRaw(port, bytes, incomplete);
        expectNone(problemsOf(sent, { status, signed, plain }, stored, logged));
      },
      async close() {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      },
    };
  }),
];

function request(sent: Delivery): { bytes: Buffer; signed: boolean; plain: boolean; incomplete: boolean } {
  const sample = samples[sent.sample] ?? { name: '', payload: null };
  const body = Buffer.from(
    sent.body === 'mutated' ? JSON.stringify(mutate(sample.payload, sent.mutations)) : sent.body.text,
  );
  const right = (secret: string): string =>
    `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const signature = {
    new: right('new secret'),
    old: right('old secret'),
    other: right('another secret'),
    none: null,
  };
  const given = typeof sent.signature === 'string' ? signature[sent.signature] : sent.signature.text;
  const headers: (readonly [string, string])[] = [
    ['host', 'x'],
    ['content-type', 'application/json'],
    ['content-length', String(body.length)],
    ['x-github-event', sent.event ?? sample.name],
    ['x-github-delivery', 'd-1'],
    ...(given === null ? [] : [['x-hub-signature-256', given] as const]),
    ...sent.wild,
  ];
  const head = `${sent.method} ${sent.path} HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  const signed = given === signature.new || given === signature.old;
  const plain =
    sent.wild.length === 0 &&
    sent.event === null &&
    sent.method === 'POST' &&
    sent.path === '/api/github/webhooks';
  return { bytes: Buffer.concat([Buffer.from(head), body]), signed, plain, incomplete: !plain };
}

/** There is nothing to sign. */
function isEmpty({ body }: Delivery): boolean {
  return body !== 'mutated' && body.text === '';
}

function problemsOf(
  sent: Delivery,
  { status, signed, plain }: { status: number | null; signed: boolean; plain: boolean },
  stored: readonly { id: string; jobs: readonly EventJob[] }[],
  logged: readonly string[],
): string[] {
  const problems: string[] = [];
  if (status === null ? plain : !answers.includes(status)) problems.push(`the answer ${status}`);
  if (stored.length > 0 && !signed) problems.push('stored without a right signature');
  if (signed && plain && status !== 202 && status !== 400) problems.push(`the answer ${status} to GitHub`);
  if (signed && plain && sent.body === 'mutated' && sent.mutations.length === 0 && status !== 202)
    problems.push(`the answer ${status} to a payload that GitHub sends`);
  if (typeof sent.signature === 'string' && !signed && plain && status !== 401 && !isEmpty(sent))
    problems.push(`the answer ${status} to a wrong signature`);
  for (const job of stored.flatMap(({ jobs }) => jobs)) {
    const parsed = jobSchema.safeParse(job);
    if (!parsed.success) problems.push(`a job that is none: ${JSON.stringify(job)}`);
    const bytes = Buffer.byteLength(JSON.stringify(job.data));
    if (bytes > maximumJobBytes) problems.push(`a job of ${bytes} bytes: ${JSON.stringify(job)}`);
  }
  if (logged.some((line) => line.includes(sentinel)))
    problems.push(`words of the payload in the log:\n${logged.join('')}`);
  return problems;
}
