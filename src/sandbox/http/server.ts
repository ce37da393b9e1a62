import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { actorName, endToken, tokenIn } from '../access/actor.ts';
import { serveGit } from '../git/http-backend.ts';
import type { World } from '../state/world.ts';
import { type Answer, json, Refusal } from './answer.ts';
import { type Api, serverError } from './api.ts';
import type { Fault } from './faults.ts';
import { type GitRequest, gitAccess, parseGitPath } from './git-access.ts';
import { readBody } from './read-body.ts';
import type { RequestEntry, RequestKind } from './request-log.ts';

/** Answers what is neither API nor git: the pages. Null where there is no such page. */
export type PageHandler = (
  method: string,
  url: URL,
  headers: IncomingMessage['headers'],
  body: string,
) => Promise<Answer | null>;

export interface ServerParts {
  readonly world: World;
  readonly api: Api;
  readonly page: PageHandler;
  /** Told of errors in the stand-in itself. */
  readonly log: (message: string, error: unknown) => void;
}

const restRoot = '/api/v3';
const graphqlPath = '/api/graphql';

export function makeServer(parts: ServerParts): Server {
  return createServer((request, response) => {
    handle(parts, request, response).catch((error: unknown) => {
      parts.log(`${request.method} ${request.url} failed`, error);
      if (response.headersSent) response.destroy();
      else write(response, parts.world, serverError());
    });
  });
}

async function handle(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { world } = parts;
  const url = new URL(request.url ?? '/', world.url());
  const git = parseGitPath(url.pathname);
  if (git !== null) return handleGit(parts, request, response, url, git);
  const body = await bodyOf(request);
  if (typeof body !== 'string') return write(response, world, body);
  const kind = apiKind(url.pathname);
  if (kind === null) {
    const answer = await parts.page(request.method ?? 'GET', url, request.headers, body);
    return write(response, world, answer ?? json(404, { message: 'Not Found' }));
  }
  const entry = enter(world, request, kind, url, body);
  const faults = faultsOf(world, entry, request);
  if (await failsBefore(world, faults, entry, response)) return;
  const answer = await parts.api.answer({
    entry,
    url,
    headers: request.headers,
    visibleUntil: visibleUntil(world, faults),
  });
  if (faults.includes('drop-after')) return void response.destroy();
  const sent = faults.includes('502-after') ? badGateway() : answer;
  entry.status = sent.status;
  write(response, world, sent);
}

async function handleGit(
  { world }: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  git: GitRequest,
): Promise<void> {
  const entry = enter(world, request, 'git', url, '');
  const faults = faultsOf(world, entry, request);
  if (await failsBefore(world, faults, entry, response)) return;
  const access = gitAccess(world, git, url.searchParams, request.headers.authorization);
  if ('refused' in access) {
    entry.status = access.refused.status;
    return write(response, world, access.refused);
  }
  entry.actor = actorName(access.actor);
  const { directory } = access.repository.git;
  const path = `${directory.slice(directory.lastIndexOf('/'))}/${git.service}`;
  const sent = { cutOff: faults.includes('drop-after') };
  if (faults.includes('502-after')) {
    entry.status = 502;
    return write(response, world, badGateway());
  }
  entry.status = await serveGit(request, response, directory, path, url.search.slice(1), sent);
}

function faultsOf(world: World, entry: RequestEntry, { headers }: IncomingMessage): readonly Fault[] {
  const faults = world.faults.of(entry);
  if (faults.includes('token-ended')) endToken(world, headers.authorization);
  return faults;
}

/** Applies the faults that come before a request is carried out. True where it was answered by one. */
async function failsBefore(
  world: World,
  faults: readonly Fault[],
  entry: RequestEntry,
  response: ServerResponse,
): Promise<boolean> {
  for (const fault of faults) {
    if (typeof fault === 'object' && 'slow' in fault) await world.sleep(fault.slow);
    if (fault === 'drop') {
      response.destroy();
      return true;
    }
    const answer = answerOf(fault);
    if (answer === null) continue;
    entry.status = answer.status;
    write(response, world, answer);
    return true;
  }
  return false;
}

function answerOf(fault: Fault): Answer | null {
  if (fault === '502-before') return badGateway();
  if (typeof fault !== 'object' || !('status' in fault)) return null;
  const { status, headers = {}, body = { message: 'Fault' } } = fault;
  return typeof body === 'string' ? { status, headers, body } : json(status, body, headers);
}

function badGateway(): Answer {
  return json(502, { message: 'Server Error' });
}

function visibleUntil(world: World, faults: readonly Fault[]): number {
  const lags = faults.flatMap((fault) => (typeof fault === 'object' && 'lag' in fault ? [fault.lag] : []));
  return world.clock() - Math.max(0, ...lags);
}

function apiKind(path: string): RequestKind | null {
  if (path === graphqlPath) return 'graphql';
  return path === restRoot || path.startsWith(`${restRoot}/`) ? 'rest' : null;
}

function enter(
  world: World,
  request: IncomingMessage,
  kind: RequestKind,
  url: URL,
  body: string,
): RequestEntry {
  const path =
    kind === 'rest' ? url.pathname.slice(restRoot.length) : kind === 'graphql' ? '/graphql' : url.pathname;
  const method = request.method ?? 'GET';
  const entry: RequestEntry = {
    method,
    path,
    query: url.search,
    kind,
    actor: null,
    installation: installationOf(world, path, request.headers.authorization),
    status: null,
    at: world.clock(),
    body,
  };
  world.requests.push(entry);
  return entry;
}

function installationOf(world: World, path: string, authorization: string | undefined): number | null {
  const [, named] = /^\/app\/installations\/(\d+)/.exec(path) ?? [];
  if (named !== undefined) return Number(named);
  const token = tokenIn(authorization);
  return world.state.tokens.get(token)?.installation.id ?? null;
}

async function bodyOf(request: IncomingMessage): Promise<string | Answer> {
  try {
    return await readBody(request);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

function write(response: ServerResponse, world: World, answer: Answer): void {
  response.writeHead(answer.status, {
    // Clients set their clock for App tokens by this one.
    date: new Date(world.clock()).toUTCString(),
    'x-github-request-id': world.random(12).toUpperCase(),
    'x-github-media-type': 'github.v3; format=json',
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=0, must-revalidate',
    ...answer.headers,
    ...(answer.body === null ? {} : { 'content-length': Buffer.byteLength(answer.body) }),
  });
  response.end(answer.body ?? undefined);
}
