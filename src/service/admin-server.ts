import { createServer, type Server } from 'node:http';
import type { Metrics } from './metrics.ts';

/**
 * The port for operators: `/healthz` (the process lives), `/readyz` (it takes work), `/metrics` (Prometheus).
 * Bound to the local host unless told otherwise; it never answers about repositories.
 * @param ready null when ready, otherwise why not
 */
export function createAdminServer(metrics: Metrics, ready: () => Promise<string | null>): Server {
  const server = createServer((request, response) => {
    const answer = (status: number, text: string, contentType = 'text/plain; charset=utf-8'): void => {
      response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' }).end(text);
    };
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(405, 'method not allowed\n');
    switch (request.url?.split('?')[0]) {
      case '/healthz':
        return answer(200, 'ok\n');
      case '/readyz':
        ready().then(
          (reason) => (reason === null ? answer(200, 'ready\n') : answer(503, `${reason}\n`)),
          () => answer(503, 'not ready\n'),
        );
        return;
      case '/metrics':
        metrics.expose().then(
          ({ text, contentType }) => answer(200, text, contentType),
          () => answer(500, 'metrics failed\n'),
        );
        return;
      default:
        return answer(404, 'not found\n');
    }
  });
  server.requestTimeout = 10_000;
  server.headersTimeout = 5_000;
  server.keepAliveTimeout = 5_000;
  return server;
}
