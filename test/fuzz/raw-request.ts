import { createConnection } from 'node:net';

/**
 * Sends bytes as they are and gives the status of the first final answer; null where the connection ended without one.
 * @param end whether nothing more will come: for requests that promise more than they send
 */
export function sendRaw(port: number, bytes: Buffer, end: boolean): Promise<number | null> {
  const { promise, resolve } = Promise.withResolvers<number | null>();
  let answer = '';
  const socket = createConnection({ port, host: '127.0.0.1' });
  const finish = (status: number | null): void => {
    resolve(status);
    socket.destroy();
  };
  socket.on('data', (part) => {
    answer += part.toString('latin1');
    const status = finalStatus(answer);
    if (status !== null) finish(status);
  });
  socket.on('error', () => finish(finalStatus(answer)));
  socket.on('close', () => finish(finalStatus(answer)));
  if (end) socket.end(bytes);
  else socket.write(bytes);
  return promise;
}

/** The status of an answer whose head is whole; `100 Continue` is none. */
function finalStatus(answer: string): number | null {
  const heads = answer.split('\r\n\r\n');
  for (const head of heads.slice(0, -1)) {
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1] ?? 0);
    if (status >= 200) return status;
  }
  return null;
}
