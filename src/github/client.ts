import { Octokit } from '@octokit/rest';
import type { Logger } from 'pino';
import { GitHubError, RetryLater } from '../errors.ts';
import { CutAnswer, type RequestKind, requestFailure } from './request-failure.ts';

interface RequestOptions {
  readonly signal: AbortSignal;
}

/** Requests to GitHub as one actor. Octokit's own retries and waiting are not there: a limit ends the job for now. */
export interface GitHubClient {
  /**
   * Runs one request. Throws RetryLater for limits, GitHubError for the rest, the signal's reason when aborted.
   * A read that gets a 5xx or no answer is sent once more at once.
   * @param run gives `request` to the Octokit call, so that the signal reaches it
   */
  call<Result>(
    kind: RequestKind,
    signal: AbortSignal,
    run: (octokit: Octokit, request: RequestOptions) => Promise<Result>,
  ): Promise<Result>;
}

export interface ClientOptions {
  /** Base of REST. */
  readonly rest: string;
  /** The token to send; asked before each request, since tokens end. */
  token(signal: AbortSignal): Promise<string>;
  /** Called when a token was not accepted: true where the next may be better. */
  readonly onUnauthorized: (token: string) => boolean;
  readonly log: Pick<Logger, 'debug'>;
  readonly clock: { now(): number };
  /** Shared by all clients that a limit of GitHub holds for; none for a client that is alone. */
  readonly limit?: SharedLimit;
}

/** Until when GitHub wants to hear nothing (milliseconds since 1970); 0 where it set no limit. */
export interface SharedLimit {
  until: number;
}

/** No request of ours takes so long; a connection that hangs must not hold a job. */
const requestTimeoutMs = 30_000;

export function createClient(options: ClientOptions): GitHubClient {
  const { clock, limit = { until: 0 } } = options;
  const obeyLimit = (): void => {
    const seconds = Math.ceil((limit.until - clock.now()) / 1000);
    if (seconds > 0) throw new RetryLater(seconds, 'a rate limit of GitHub holds still');
  };
  const attempt = async <Result>(
    kind: RequestKind,
    signal: AbortSignal,
    run: (octokit: Octokit, request: RequestOptions) => Promise<Result>,
  ): Promise<{ readonly result: Result } | { readonly error: unknown; readonly token: string | null }> => {
    let token: string | null = null;
    try {
      obeyLimit();
      token = await options.token(signal);
      const octokit = openOctokit(options, token);
      const request = { signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]) };
      return { result: await run(octokit, request) };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof GitHubError || error instanceof RetryLater) return { error, token };
      const failure = requestFailure(error, kind, clock.now());
      if (failure instanceof RetryLater)
        limit.until = Math.max(limit.until, clock.now() + failure.seconds * 1000);
      return { error: failure, token };
    }
  };
  return {
    async call(kind, signal, run) {
      signal.throwIfAborted();
      const first = await attempt(kind, signal, run);
      if ('result' in first) return first.result;
      const { error, token } = first;
      const renewed =
        error instanceof GitHubError &&
        error.code === 'GITHUB_UNAUTHORIZED' &&
        token !== null &&
        options.onUnauthorized(token);
      const again = kind === 'read' && error instanceof GitHubError && error.code === 'GITHUB_UNAVAILABLE';
      if (!renewed && !again) throw error;
      const second = await attempt(kind, signal, run);
      if ('result' in second) return second.result;
      throw second.error;
    },
  };
}

function openOctokit({ rest, log }: ClientOptions, token: string): Octokit {
  const note = (message: string): void => log.debug({ github: true }, message);
  const octokit = new Octokit({
    auth: token,
    baseUrl: rest,
    userAgent: 'backend-engineer',
    // Its `debug` prints the request with its body: code.
    log: { debug: () => {}, info: note, warn: note, error: note },
  });
  octokit.hook.after('request', (response) => {
    if (response.status !== 204 && typeof response.data === 'string')
      throw new CutAnswer('the answer was cut off, or is no JSON');
  });
  return octokit;
}
