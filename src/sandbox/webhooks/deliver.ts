import { createHmac } from 'node:crypto';
import type { DeliveryRecord } from '../state/records.ts';
import type { World } from '../state/world.ts';

/** GitHub sends no larger payloads. */
const payloadLimit = 25 * 1024 * 1024;
/** GitHub waits this long for an answer. */
const answerTime = 10_000;
/** Of an answer so much is kept. */
const keptResponse = 10_000;

export interface Delivery {
  readonly event: string;
  readonly payload: string;
  readonly to: URL;
  /** The `X-GitHub-Delivery` of the first delivery, when it is delivered again. */
  readonly redeliveryOf: string | null;
}

/**
 * Delivers a webhook as GitHub does: signed, with a delivery id, never tried again by itself; recorded with the
 * answer's status (502 where none came, 504 after ten seconds). Throws `RangeError` for a payload over 25 MB.
 */
export async function deliver(world: World, delivery: Delivery): Promise<DeliveryRecord> {
  const bytes = Buffer.byteLength(delivery.payload);
  if (bytes > payloadLimit)
    throw new RangeError(`GitHub delivers at most ${payloadLimit} bytes, this has ${bytes}`);
  const { app } = world.state;
  const guid = delivery.redeliveryOf ?? guidOf(world.random(16));
  const started = world.clock();
  const answer = await post(delivery, {
    accept: '*/*',
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/stand-in',
    'x-github-delivery': guid,
    'x-github-event': delivery.event,
    'x-github-hook-id': String(app.id),
    'x-github-hook-installation-target-id': String(app.id),
    'x-github-hook-installation-target-type': 'integration',
    'x-hub-signature': `sha1=${signature('sha1', app.webhookSecret, delivery.payload)}`,
    'x-hub-signature-256': `sha256=${signature('sha256', app.webhookSecret, delivery.payload)}`,
  });
  const record: DeliveryRecord = {
    id: world.state.nextId(),
    guid,
    event: delivery.event,
    ...aboutPayload(delivery.payload),
    payload: delivery.payload,
    url: delivery.to.href,
    deliveredAt: started,
    duration: (world.clock() - started) / 1000,
    redelivery: delivery.redeliveryOf !== null,
    statusCode: answer.status,
    response: answer.text.slice(0, keptResponse),
  };
  world.state.deliveries.push(record);
  return record;
}

function signature(algorithm: 'sha1' | 'sha256', secret: string, payload: string): string {
  return createHmac(algorithm, secret).update(payload).digest('hex');
}

function guidOf(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

async function post(
  delivery: Delivery,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly text: string }> {
  try {
    const response = await fetch(delivery.to, {
      method: 'POST',
      headers,
      body: delivery.payload,
      redirect: 'manual',
      signal: AbortSignal.timeout(answerTime),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
    return { status: timedOut ? 504 : 502, text: timedOut ? 'timed out' : 'failed to connect to host' };
  }
}

function aboutPayload(payload: string): Pick<DeliveryRecord, 'action' | 'installationId' | 'repositoryId'> {
  const value: unknown = JSON.parse(payload);
  const action = field(value, 'action');
  const installation = field(field(value, 'installation'), 'id');
  const repository = field(field(value, 'repository'), 'id');
  return {
    action: typeof action === 'string' ? action : null,
    installationId: typeof installation === 'number' ? installation : null,
    repositoryId: typeof repository === 'number' ? repository : null,
  };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
