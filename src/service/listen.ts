import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigurationError } from '../config/configuration-error.ts';

/** Opens a port and gives its address on this machine. @param host null for all interfaces */
export async function listen(server: Server, port: number, host: string | null): Promise<string> {
  server.listen(host === null ? { port } : { port, host });
  try {
    await once(server, 'listening');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigurationError(`Port ${port} cannot be opened: ${reason}`, { cause });
  }
  return `http://${host ?? '127.0.0.1'}:${(server.address() as AddressInfo).port}`;
}

/** Takes no more requests, ends idle connections and waits for those that run. */
export async function shut(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  await closed;
}
