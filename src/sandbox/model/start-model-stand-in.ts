import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiRefusal, errorBody, invalidRequest } from './api-error.ts';
import { checkCount, checkMessages, type MessagesRequest } from './check-request.ts';
import { messageOf, tokensOf } from './message.ts';
import { type ModelScript, modelScriptSchema, type ScriptedReply } from './script.ts';
import { serverSentEvent, streamEvents } from './stream-events.ts';

/** A request as it came, in order. Keys are never kept. */
interface LoggedRequest {
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
}

export interface ModelStandIn {
  /** For `ANTHROPIC_BASE_URL`. */
  readonly url: string;
  readonly requests: readonly LoggedRequest[];
  close(): Promise<void>;
}

/** The API: requests over 32 MB are refused. */
const maximumBody = 32 * 1024 * 1024;

/**
 * Starts a stand-in for the model's API on this machine: Messages (streamed and not) and `count_tokens`. It refuses
 * what the API refuses, answers as the script says, and keeps a log. Throws when the script is not one.
 * @param options.port 0 (default) takes a free one
 */
export async function startModelStandIn(options: {
  readonly script: ModelScript;
  readonly port?: number;
}): Promise<ModelStandIn> {
  const script = modelScriptSchema.parse(options.script);
  const requests: LoggedRequest[] = [];
  let answered = 0;
  const server = createServer((request, response) => {
    void handle(request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://stand-in').pathname;
    const requestId = `req_${String(requests.length + 1).padStart(6, '0')}`;
    let body: unknown = null;
    const log = (status: number): void => {
      requests.push({ path, status, body });
    };
    try {
      body = await readBody(request);
      checkHeaders(request);
      if (request.method === 'POST' && path === '/v1/messages/count_tokens') {
        const { messages, system } = checkCount(body);
        log(200);
        return sendJson(
          response,
          200,
          JSON.stringify({ input_tokens: tokensOf({ messages, system }) }),
          requestId,
        );
      }
      if (request.method !== 'POST' || path !== '/v1/messages')
        throw new ApiRefusal(404, 'not_found_error', 'Not found');
      const checked = checkMessages(body);
      const reply = script[Math.min(answered++, script.length - 1)];
      if (reply === undefined) throw new ApiRefusal(500, 'api_error', 'The script is empty');
      log(reply.kind === 'error' ? reply.status : 200);
      play(reply, checked, response, requestId);
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
      log(error.status);
      sendJson(response, error.status, errorBody(error.type, error.message, requestId), requestId);
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

function play(
  reply: ScriptedReply,
  request: MessagesRequest,
  response: ServerResponse,
  requestId: string,
): void {
  if (reply.kind === 'error') {
    sendJson(
      response,
      reply.status,
      errorBody(reply.type, reply.message, requestId),
      requestId,
      reply.headers,
    );
    return;
  }
  if (reply.kind === 'drop' && reply.when === 'at-once') {
    response.destroy();
    return;
  }
  const message = messageOf(reply, request, requestId.replace('req', 'msg'));
  const whole = reply.kind === 'answer' || reply.kind === 'text';
  if (whole && request.stream !== true) {
    sendJson(response, 200, JSON.stringify(message), requestId);
    return;
  }
  const events = streamEvents(message).map(serverSentEvent);
  // Of a reply that breaks off, the beginning: message_start, content_block_start and one delta.
  const begun = events.slice(0, 3).join('');
  response.writeHead(200, { 'content-type': 'text/event-stream', 'request-id': requestId });
  if (whole) response.end(events.join(''));
  else if (reply.kind === 'error-in-stream')
    response.end(
      `${begun}${serverSentEvent({ type: 'error', error: { type: reply.type, message: reply.message } })}`,
    );
  else if (reply.kind === 'drop') response.write(begun, () => response.destroy());
  else response.write(begun);
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maximumBody) chunks.push(chunk);
  }
  if (size > maximumBody) throw new ApiRefusal(413, 'request_too_large', 'Request exceeds the maximum size');
  if (size === 0) return null;
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw invalidRequest('The request body is not valid JSON');
  }
}

/** The key comes as `x-api-key`, or as a bearer as newer SDKs send it. */
function checkHeaders(request: IncomingMessage): void {
  const key = request.headers['x-api-key'] || /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (!key) throw new ApiRefusal(401, 'authentication_error', 'x-api-key header is required');
  if (!/^\d{4}-\d{2}-\d{2}$/.test(String(request.headers['anthropic-version'])))
    throw invalidRequest('anthropic-version: header is required');
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: string,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'request-id': requestId, ...headers })
    .end(body);
}
