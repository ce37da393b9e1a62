import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Probot } from 'probot';
import { handledEvents } from './delivery-jobs.ts';
import { DeliveryFailure } from './intake.ts';

const webhookPath = '/api/github/webhooks';

/** What the public port grants anybody before the signature is checked. */
interface WebhookLimits {
  readonly bodyBytes: number;
  /** Of all bodies that are held at the same time. */
  readonly heldBytes: number;
  readonly headerBytes: number;
  /** From the first byte of a request to the end of its headers, and to the end of its body. */
  readonly headersMs: number;
  readonly requestMs: number;
  /** How often the two are looked at. */
  readonly checkMs: number;
  readonly keepAliveMs: number;
  /** How long the rest of a refused body may still arrive. */
  readonly lingerMs: number;
}

/** GitHub sends no payload over 25 MB. https://docs.github.com/webhooks/webhook-events-and-payloads#payload-cap */
const largestPayload = 25 * 1024 * 1024;

/** Headers come at once, and GitHub waits 10 s for the answer to a whole delivery. */
const defaultLimits: WebhookLimits = {
  bodyBytes: largestPayload,
  heldBytes: 4 * largestPayload,
  headerBytes: 16 * 1024,
  headersMs: 10_000,
  requestMs: 15_000,
  checkMs: 2_000,
  keepAliveMs: 65_000,
  lingerMs: 2_000,
};

export interface WebhookServerOptions {
  /** One for each accepted secret, with the intake loaded. */
  readonly probots: readonly Probot[];
  readonly log: Pick<Logger, 'warn' | 'error'>;
  /** Called with each delivery's event and the status of its answer. */
  readonly onAnswer?: (event: string, status: number) => void;
  readonly limits?: Partial<WebhookLimits>;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** The public port: deliveries of GitHub and nothing else. It parses nothing before the signature is checked. */
export function createWebhookServer(options: WebhookServerOptions): Server {
  const limits: WebhookLimits = { ...defaultLimits, ...options.limits };
  let held = 0;
  const reserve = (bytes: number): boolean => {
    if (held + bytes > limits.heldBytes) return false;
    held += bytes;
    return true;
  };
  const server = createServer(
    {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.checkMs,
      keepAliveTimeout: limits.keepAliveMs,
      maxHeaderSize: limits.headerBytes,
    },
    (request, response) => {
      respond(request, response).catch((error: unknown) => {
        options.log.error(
          { reason: error instanceof Error ? error.message : String(error) },
          'A request failed',
        );
        finish(response, { status: 500, text: 'Not stored' });
      });
    },
  );
  return server;

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.split('?', 1)[0];
    if (path !== webhookPath) return finish(response, { status: 404, text: 'Not found' });
    if (request.method !== 'POST') return finish(response, { status: 405, text: 'POST only' });
    const event = header(request, 'x-github-event') ?? '';
    const answer = await deliver(request, event);
    options.onAnswer?.(event, answer.status);
    finish(response, answer);
    if (!request.complete) response.once('finish', () => linger(request, limits.lingerMs));
  }

  async function deliver(request: IncomingMessage, event: string): Promise<Answer> {
    const id = header(request, 'x-github-delivery');
    const signature = header(request, 'x-hub-signature-256');
    if (event === '' || id === null) return { status: 400, text: 'Not a delivery of GitHub' };
    if (signature === null) return { status: 401, text: 'No signature' };
    if (!(header(request, 'content-type') ?? '').startsWith('application/json'))
      return { status: 415, text: 'The webhook’s content type has to be application/json' };
    const body = await readBody(request, limits.bodyBytes, reserve);
    try {
      if ('status' in body) return body;
      return await accept(options.probots, { id, event, signature, body: body.text }, options.log);
    } finally {
      held -= body.held;
    }
  }
}

async function accept(
  probots: readonly Probot[],
  delivery: {
    readonly id: string;
    readonly event: string;
    readonly signature: string;
    readonly body: string;
  },
  log: Pick<Logger, 'warn' | 'error'>,
): Promise<Answer> {
  if (delivery.body === '') return { status: 400, text: 'The body is empty' };
  const probot = await findVerified(probots, delivery.body, delivery.signature);
  if (probot === null) {
    log.warn({ event: delivery.event.slice(0, 40) }, 'A delivery with a wrong signature was refused');
    return { status: 401, text: 'Wrong signature' };
  }
  const payload = parseObject(delivery.body);
  if (payload === null) return { status: 400, text: 'The body is no JSON object' };
  // The event's name is not signed, and `error` is Octokit's own: it would log the whole payload.
  if (!handledEvents.some((event) => event === delivery.event)) return { status: 202, text: 'Not looked at' };
  // Probot would ask for a token of it or write its action out, fail, and log the whole payload.
  if (!isInstallation(payload.installation) || !isAction(payload.action))
    return { status: 400, text: 'The payload is of no event' };
  try {
    // Not `probot.receive`: that logs the whole payload.
    await probot.webhooks.receive({ id: delivery.id, name: delivery.event, payload } as Parameters<
      Probot['webhooks']['receive']
    >[0]);
    return { status: 202, text: 'Stored' };
  } catch (error) {
    // Probot has logged it with the delivery's id.
    const reasons: unknown[] = error instanceof AggregateError ? error.errors : [error];
    return reasons.some((reason) => reason instanceof DeliveryFailure && reason.malformed)
      ? { status: 400, text: 'The payload is not of this event' }
      : { status: 500, text: 'Not stored: ask GitHub for a redelivery' };
  }
}

/** True also where there is none. */
function isInstallation(value: unknown): boolean {
  if (value === undefined) return true;
  const id: unknown = typeof value === 'object' && value !== null && 'id' in value ? value.id : null;
  return Number.isSafeInteger(id) && Number(id) > 0;
}

function isAction(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}

function parseObject(text: string): { readonly installation?: unknown; readonly action?: unknown } | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

async function findVerified(
  probots: readonly Probot[],
  body: string,
  signature: string,
): Promise<Probot | null> {
  for (const probot of probots) if (await probot.webhooks.verify(body, signature)) return probot;
  return null;
}

type Body = { readonly text: string; readonly held: number } | (Answer & { readonly held: number });

/** The body as text, or the answer to one that is too long. `held` bytes are to be given back. */
async function readBody(
  request: IncomingMessage,
  maximumBytes: number,
  reserve: (bytes: number) => boolean,
): Promise<Body> {
  const tooLarge = { status: 413, text: 'At most 25 MB' };
  if (Number(request.headers['content-length']) > maximumBytes) return { ...tooLarge, held: 0 };
  const parts: Buffer[] = [];
  let held = 0;
  try {
    // Leaving the loop must not end the connection before the answer.
    for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      if (held + part.length > maximumBytes) return { ...tooLarge, held };
      if (!reserve(part.length)) return { status: 503, text: 'Too much at once', held };
      held += part.length;
      parts.push(part);
    }
  } catch {
    return { status: 400, text: 'The body was cut off', held };
  }
  return { text: Buffer.concat(parts).toString('utf8'), held };
}

/**
 * What is still on its way is thrown away for a while before the connection ends: a connection that is closed with
 * bytes unread is reset, and the sender may lose the answer with it.
 */
function linger(request: IncomingMessage, ms: number): void {
  const timer = setTimeout(() => request.destroy(), ms).unref();
  request.once('close', () => clearTimeout(timer)).once('end', () => clearTimeout(timer));
  request.resume();
}

function header(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

function finish(response: ServerResponse, { status, text }: Answer): void {
  if (response.headersSent || response.destroyed) return;
  const body = `${text}\n`;
  // With its length the answer is one write; without, it goes in chunks, and the write is the dearest part of it all.
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}
