import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** What came of a load. */
export interface LoadResult {
  /** Pull requests whose delivery was answered with 2xx. */
  readonly accepted: readonly number[];
  /** Answers that were not, and connections that ended. */
  readonly refused: number;
  readonly milliseconds: number;
  /** Of the accepted, in milliseconds, in the order of their answers. */
  readonly latencies: readonly number[];
}

/** A delivery ready to be written. */
export interface Prepared {
  readonly number: number;
  readonly request: Buffer;
}

/**
 * Sends over `connections` kept connections, on each the next as soon as the last is answered.
 * @param onAccepted told how many were by now
 */
export async function closedLoop(
  port: number,
  connections: number,
  deliveries: readonly Prepared[],
  onAccepted: (accepted: number) => void = () => {},
): Promise<LoadResult> {
  const result = emptyResult();
  const clients = await Promise.all(Array.from({ length: connections }, () => openClient(port)));
  const waiting = deliveries.values();
  const started = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      // Written out: leaving a `for … of` would end the iterator for all.
      for (let one = waiting.next(); !one.done; one = waiting.next()) {
        if (!(await send(client, one.value, performance.now(), result))) return;
        onAccepted(result.accepted.length);
      }
    }),
  );
  const milliseconds = performance.now() - started;
  for (const client of clients) client.close();
  return { ...result, milliseconds };
}

/**
 * Sends at a fixed pace whether answers come or not, on a free connection or a new one. A latency counts from the
 * moment the delivery was due, so that nothing is hidden by a server that holds the sender up.
 */
export async function openLoop(
  port: number,
  perSecond: number,
  deliveries: Iterable<Prepared>,
): Promise<LoadResult> {
  const result = emptyResult();
  const free: Client[] = [];
  const running = new Set<Promise<void>>();
  const started = performance.now();
  let sent = 0;
  for (const delivery of deliveries) {
    const due = started + (sent * 1000) / perSecond;
    sent += 1;
    const early = due - performance.now();
    if (early > 0) await wait(early);
    const work = deliver(delivery, due).finally(() => running.delete(work));
    running.add(work);
  }
  await Promise.all(running);
  const milliseconds = performance.now() - started;
  for (const client of free) client.close();
  return { ...result, milliseconds };

  async function deliver(delivery: Prepared, due: number): Promise<void> {
    const client = free.pop() ?? (await openClient(port));
    if (await send(client, delivery, due, result)) free.push(client);
  }
}

interface MutableResult {
  readonly accepted: number[];
  refused: number;
  readonly latencies: number[];
}

function emptyResult(): MutableResult {
  return { accepted: [], refused: 0, latencies: [] };
}

/** @returns false where the connection is of no more use */
async function send(
  client: Client,
  delivery: Prepared,
  due: number,
  result: MutableResult,
): Promise<boolean> {
  const status = await client.send(delivery.request);
  if (status >= 200 && status < 300) {
    result.accepted.push(delivery.number);
    result.latencies.push(performance.now() - due);
  } else result.refused += 1;
  return status !== 0;
}

/** One kept connection, one request at a time. Node's own client would cost more than the server that is measured. */
interface Client {
  /** The answer's status, 0 where the connection ended before it. */
  send(request: Buffer): Promise<number>;
  close(): void;
}

async function openClient(port: number): Promise<Client> {
  const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  let answer: ((status: number) => void) | null = null;
  let received = '';
  let ended = false;
  const settle = (status: number): void => {
    received = '';
    const waiting = answer;
    answer = null;
    waiting?.(status);
  };
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    received += text;
    const status = statusOfComplete(received);
    if (status !== null) settle(status);
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    ended = true;
    settle(0);
  });
  return {
    send(request) {
      if (ended) return Promise.resolve(0);
      const { promise, resolve } = Promise.withResolvers<number>();
      answer = resolve;
      socket.write(request);
      return promise;
    },
    close: () => socket.destroy(),
  };
}

/** The status of an answer whose last byte is there, otherwise null. */
function statusOfComplete(text: string): number | null {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return null;
  const head = text.slice(0, end);
  const length = /^content-length: (\d+)/im.exec(head)?.[1];
  const complete =
    length === undefined ? text.endsWith('0\r\n\r\n') : text.length >= end + 4 + Number(length);
  return complete ? Number(head.slice(9, 12)) : null;
}
