import { createHash } from 'node:crypto';
import { type Actor, actorName, actorOf } from '../access/actor.ts';
import { checkKind, checkRepository } from '../access/permissions.ts';
import { answerQuery } from '../graphql/answer-query.ts';
import { findRepository } from '../state/state.ts';
import type { World } from '../state/world.ts';
import { type Answer, badCredentials, json, notFound, Refusal } from './answer.ts';
import type { RateLimiter, RateResource } from './rate-limit.ts';
import { rateHeaders } from './rate-limit.ts';
import { parseBody } from './read-body.ts';
import type { RequestEntry } from './request-log.ts';
import type { Call, MatchedRoute } from './route.ts';

interface ApiRequest {
  readonly entry: RequestEntry;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly visibleUntil: number;
}

export interface Api {
  /** Carries a request out; what is refused is an answer too. */
  answer(request: ApiRequest): Promise<Answer>;
}

/** Requests that GitHub allows at once. */
const concurrentLimit = 100;

export function makeApi(
  world: World,
  limiter: RateLimiter,
  match: (method: string, path: string) => MatchedRoute | null,
  /** Answers `POST /app-manifests/{code}/conversions`, the one request that needs no token. */
  convert: (code: string) => Promise<Answer>,
): Api {
  let running = 0;

  async function carryOut(request: ApiRequest): Promise<Answer> {
    const { entry, headers } = request;
    if (one(headers['user-agent']) === undefined) {
      throw new Refusal(
        403,
        'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.',
      );
    }
    const [, code] = /^\/app-manifests\/([^/]+)\/conversions$/.exec(entry.path) ?? [];
    if (entry.method === 'POST' && code !== undefined) return convert(decodeURIComponent(code));
    const actor = actorOf(world, one(headers.authorization));
    entry.actor = actorName(actor);
    if (actor === null) throw badCredentials('Requires authentication');
    const name = actorName(actor) ?? '';
    const resource: RateResource = entry.kind === 'graphql' ? 'graphql' : 'core';
    // Asking for the limits is free.
    const status = entry.path === '/rate_limit' ? limiter.peek(name, 'core') : limiter.take(name, resource);
    try {
      if (running > concurrentLimit) {
        const message =
          'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
        throw new Refusal(403, message, {}, { 'retry-after': '60' });
      }
      const answer =
        entry.kind === 'graphql' ? await graphql(request, actor) : await rest(request, actor, name);
      const etag = etagOf(entry, answer);
      if (etag !== null && matches(one(headers['if-none-match']), etag)) {
        const free = limiter.giveBack(name, resource);
        return { status: 304, headers: { etag, ...rateHeaders(free) }, body: null };
      }
      return withHeaders(answer, { ...rateHeaders(status), ...(etag === null ? {} : { etag }) });
    } catch (error) {
      if (error instanceof Refusal) return withHeaders(error.answer, rateHeaders(status));
      throw error;
    }
  }

  function graphql({ entry, visibleUntil }: ApiRequest, actor: Actor): Promise<Answer> {
    if (entry.method !== 'POST') throw notFound();
    checkKind(actor, [{ metadata: 'read' }]);
    return answerQuery(parseBody(entry.body), { world, actor, visibleUntil });
  }

  async function rest({ entry, url, visibleUntil }: ApiRequest, actor: Actor, name: string): Promise<Answer> {
    const found = match(entry.method, entry.path);
    if (!found) throw notFound();
    const { route, params } = found;
    checkKind(actor, route.need);
    const body = entry.method === 'GET' ? {} : parseBody(entry.body);
    const call: Call = { world, actor, params, query: url.searchParams, url, body, visibleUntil };
    if (!route.inRepository) return route.handle(call);
    const repository = findRepository(world.state, params.owner ?? '', params.repo ?? '');
    if (!repository) throw notFound();
    checkRepository(actor, repository, route.need);
    if (route.createsContent) limiter.create(name);
    return route.handle({ ...call, repository });
  }

  return {
    async answer(request) {
      running += 1;
      try {
        return await carryOut(request);
      } catch (error) {
        if (error instanceof Refusal) return error.answer;
        throw error;
      } finally {
        running -= 1;
      }
    },
  };
}

function withHeaders(answer: Answer, headers: Readonly<Record<string, string>>): Answer {
  return { ...answer, headers: { ...headers, ...answer.headers } };
}

/** A weak tag of what a GET answered. */
function etagOf(entry: RequestEntry, answer: Answer): string | null {
  if (entry.method !== 'GET' || answer.status !== 200 || answer.body === null) return null;
  return `W/"${createHash('sha256').update(answer.body).digest('hex')}"`;
}

function matches(header: string | undefined, etag: string): boolean {
  const strong = (tag: string) => tag.trim().replace(/^W\//, '');
  return header?.split(',').some((tag) => strong(tag) === strong(etag)) ?? false;
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

/** The answer to a request whose handling broke: a fault of the stand-in, not of the App. */
export function serverError(): Answer {
  return json(500, { message: 'Server Error' });
}
