import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { searchPath } from './repository.ts';

export interface GitServer {
  /** Address of the repository. */
  readonly url: string;
  /** Every request: method, path with query, Authorization header. */
  readonly requests: {
    readonly method: string;
    readonly path: string;
    readonly authorization: string | null;
  }[];
  /** Answers with this status instead of git's answer; null serves again. */
  refuse(status: number | null): void;
  close(): Promise<void>;
}

/** Serves one repository over HTTP on this machine, as GitHub does: by `git http-backend`. */
export async function serveRepository(folder: string): Promise<GitServer> {
  const requests: GitServer['requests'] = [];
  let refused: number | null = null;
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
    requests.push({
      method: request.method ?? '',
      path: pathname + search,
      authorization: request.headers.authorization ?? null,
    });
    if (refused !== null) {
      response.writeHead(refused).end();
      return;
    }
    const backend = spawn('git', ['http-backend'], {
      env: {
        PATH: searchPath,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_PROJECT_ROOT: folder,
        GIT_HTTP_EXPORT_ALL: '1',
        GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
        PATH_INFO: pathname.replace('/repository.git', '/.git'),
        QUERY_STRING: search.slice(1),
        REQUEST_METHOD: request.method ?? '',
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    backend.stdin.on('error', () => {});
    request.pipe(backend.stdin);
    const chunks: Buffer[] = [];
    backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    backend.on('close', () => {
      const answer = Buffer.concat(chunks);
      const end = answer.indexOf('\r\n\r\n');
      const headers = answer
        .toString('latin1', 0, Math.max(0, end))
        .split('\r\n')
        .map((line) => line.split(': '));
      const fields = Object.fromEntries(
        headers.map(([name = '', value = '']) => [name.toLowerCase(), value]),
      );
      const { status = '200', ...rest } = fields;
      response.writeHead(end === -1 ? 500 : Number.parseInt(status, 10), rest).end(answer.subarray(end + 4));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/repository.git`,
    requests,
    refuse: (status) => {
      refused = status;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
