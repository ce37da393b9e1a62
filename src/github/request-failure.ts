import { GitHubError, type GitHubErrorCode, RetryLater } from '../errors.ts';

/**
 * What a request does, which decides what a lost answer means: `read` changes nothing, `repeatable` (PUT, PATCH,
 * minimise) may be sent again, `creation` may have happened and must be looked for first.
 */
export type RequestKind = 'read' | 'repeatable' | 'creation';

/** GitHub asks for at least a minute where it names no time. https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately */
const unnamedLimitSeconds = 60;

/** An hour is the longest that a limit of GitHub lasts; a wrong header must not put a job off for ever. */
const maximumLimitSeconds = 3_700;

/** The parts of Octokit's errors that are looked at: it gives status 500 also where nothing was answered. */
interface OctokitError {
  readonly name: string;
  readonly status?: number;
  readonly message: string;
  readonly response?: {
    readonly status: number;
    readonly headers: Record<string, unknown>;
    readonly data: unknown;
  };
  readonly request?: { readonly method?: string; readonly url?: string };
  /** Of a GraphQL answer, as the next. */
  readonly headers?: Record<string, unknown>;
  readonly errors?: readonly { readonly type?: string; readonly message?: string }[];
}

/** The answer came, but was cut off: Octokit hands its text over as if it were data. */
export class CutAnswer extends Error {
  override readonly name = 'CutAnswer';
}

/**
 * An Octokit error as one of ours: RetryLater for limits, GitHubError for the rest.
 * @param now milliseconds since 1970
 */
export function requestFailure(thrown: unknown, kind: RequestKind, now: number): GitHubError | RetryLater {
  const error = thrown as OctokitError;
  const place = placeOf(error);
  if (error.name === 'GraphqlResponseError') return graphqlFailure(error, kind, now, thrown);
  const status = error.response?.status ?? null;
  if (status === null)
    return new GitHubError(lostCode(kind), `${place}: no answer from GitHub (${error.message})`, {
      cause: thrown,
    });
  const limit = limitSeconds(status, error, now);
  if (limit !== null)
    return new RetryLater(limit, `${place}: a rate limit of GitHub (${status})`, { cause: thrown });
  const code = status >= 500 ? lostCode(kind) : codeOf(status);
  return new GitHubError(code, `${place}: GitHub answered ${status} (${reasonOf(error)})`, {
    status,
    cause: thrown,
  });
}

function codeOf(status: number): GitHubErrorCode {
  if (status === 401) return 'GITHUB_UNAUTHORIZED';
  if (status === 403) return 'GITHUB_FORBIDDEN';
  if (status === 404 || status === 410 || status === 451) return 'GITHUB_NOT_FOUND';
  return status >= 400 ? 'GITHUB_REFUSED' : 'GITHUB_UNEXPECTED';
}

function lostCode(kind: RequestKind): GitHubErrorCode {
  return kind === 'creation' ? 'GITHUB_ANSWER_LOST' : 'GITHUB_UNAVAILABLE';
}

/** Seconds to wait where a limit is the reason, null where it is not. */
function limitSeconds(status: number, error: OctokitError, now: number): number | null {
  if (status !== 403 && status !== 429 && status !== 503) return null;
  const headers = error.response?.headers ?? {};
  const retryAfter = Number(headers['retry-after']);
  if (Number.isFinite(retryAfter) && retryAfter > 0) return Math.min(retryAfter, maximumLimitSeconds);
  if (status === 503) return null;
  if (headers['x-ratelimit-remaining'] === '0') return secondsToReset(headers, now);
  return status === 429 || isAboutLimits(error) ? unnamedLimitSeconds : null;
}

function secondsToReset(headers: Record<string, unknown>, now: number): number {
  const seconds = Math.ceil(Number(headers['x-ratelimit-reset']) - now / 1000) + 1;
  return Number.isFinite(seconds) ? Math.min(Math.max(1, seconds), maximumLimitSeconds) : unnamedLimitSeconds;
}

/** A secondary limit without headers is a 403 like any other but for the page that it points to. */
function isAboutLimits(error: OctokitError): boolean {
  const data = error.response?.data;
  const page = typeof data === 'object' && data !== null ? Reflect.get(data, 'documentation_url') : undefined;
  return typeof page === 'string' && page.includes('rate-limit');
}

/** GraphQL answers 200 with errors. */
function graphqlFailure(
  error: OctokitError,
  kind: RequestKind,
  now: number,
  cause: unknown,
): GitHubError | RetryLater {
  const [first] = error.errors ?? [];
  const reason = first?.message ?? 'no reason';
  switch (first?.type) {
    case 'RATE_LIMITED':
      return new RetryLater(
        secondsToReset(error.headers ?? {}, now),
        'POST /graphql: a rate limit of GitHub',
        { cause },
      );
    case 'NOT_FOUND':
      return new GitHubError('GITHUB_NOT_FOUND', `POST /graphql: ${reason}`, { status: 200, cause });
    case 'FORBIDDEN':
    case 'INSUFFICIENT_SCOPES':
      return new GitHubError('GITHUB_FORBIDDEN', `POST /graphql: ${reason}`, { status: 200, cause });
    // "Something went wrong while executing your query" has no type.
    case undefined:
      return new GitHubError(lostCode(kind), `POST /graphql: ${reason}`, { status: 200, cause });
    default:
      return new GitHubError('GITHUB_REFUSED', `POST /graphql: ${reason}`, { status: 200, cause });
  }
}

function placeOf(error: OctokitError): string {
  const { method, url } = error.request ?? {};
  if (url === undefined) return 'A request';
  return `${method ?? 'GET'} ${URL.canParse(url) ? new URL(url).pathname : url}`;
}

/** GitHub's one-word summary; the details may repeat what was sent. */
function reasonOf(error: OctokitError): string {
  const data = error.response?.data;
  const message = typeof data === 'object' && data !== null ? Reflect.get(data, 'message') : undefined;
  return typeof message === 'string' ? message.slice(0, 200) : 'no reason';
}
