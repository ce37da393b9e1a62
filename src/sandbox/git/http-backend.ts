import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname } from 'node:path';
import { gitCommand } from './git.ts';

/** What GitHub's servers allow and git's default does not. */
const serverSettings: readonly (readonly [string, string])[] = [
  ['uploadpack.allowFilter', 'true'],
  ['uploadpack.allowAnySHA1InWant', 'true'],
  ['http.receivepack', 'false'],
];

/**
 * Answers one request of git's smart HTTP protocol through `git http-backend`. `path` begins with the repository's
 * folder name below the folder that holds it (`/NAME.git/info/refs`). Gives the answer's status.
 * @param sent `cutOff` ends the connection in the middle of the answer
 */
export function serveGit(
  request: IncomingMessage,
  response: ServerResponse,
  repository: string,
  path: string,
  query: string,
  sent: { readonly cutOff: boolean } = { cutOff: false },
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const header = (name: string) => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  const optional = (name: string, value: string | undefined) =>
    value === undefined ? {} : { [name]: value };
  const environment = {
    GIT_PROJECT_ROOT: dirname(repository),
    GIT_HTTP_EXPORT_ALL: '1',
    REQUEST_METHOD: request.method ?? 'GET',
    PATH_INFO: path,
    QUERY_STRING: query,
    REMOTE_ADDR: '127.0.0.1',
    ...optional('CONTENT_TYPE', header('content-type')),
    ...optional('CONTENT_LENGTH', header('content-length')),
    ...optional('HTTP_CONTENT_ENCODING', header('content-encoding')),
    ...optional('GIT_PROTOCOL', header('git-protocol')),
    GIT_CONFIG_COUNT: String(serverSettings.length),
    ...Object.fromEntries(
      serverSettings.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  };
  const child = spawn('env', [...gitCommand({ environment }), 'http-backend'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  request.pipe(child.stdin);
  child.stdin.on('error', () => undefined);
  response.on('close', () => child.kill());
  let head: Buffer | null = Buffer.alloc(0);
  child.stdout.on('data', (chunk: Buffer) => {
    if (head === null) {
      if (!send(chunk)) child.stdout.pause();
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end === -1) return;
    writeHead(response, head.subarray(0, end).toString('latin1'));
    send(head.subarray(end + 4));
    head = null;
  });
  response.on('drain', () => child.stdout.resume());
  child.on('error', reject);
  child.on('close', () => {
    if (head !== null && !response.headersSent) response.writeHead(500);
    response.end();
    resolve(response.statusCode);
  });
  return promise;

  function send(chunk: Buffer): boolean {
    if (!sent.cutOff || chunk.length === 0) return response.write(chunk);
    return response.write(chunk.subarray(0, chunk.length / 2), () => response.destroy());
  }
}

/** CGI: header lines, among them `Status: 404 Not Found`. */
function writeHead(response: ServerResponse, head: string): void {
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1).trim();
    if (name.toLowerCase() === 'status') response.statusCode = Number.parseInt(value, 10);
    else if (colon > 0) response.setHeader(name, value);
  }
  response.writeHead(response.statusCode);
}
