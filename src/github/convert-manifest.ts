import { Octokit } from '@octokit/rest';
import { z } from 'zod';
import type { GitHubHost } from '../config/environment.ts';
import { GitHubError, RetryLater } from '../errors.ts';
import { addressesOf } from './addresses.ts';
import { requestFailure } from './request-failure.ts';

/** GitHub also answers a client's secret and id: nobody signs in with this App, so they are not taken. */
const registeredAppSchema = z.object({
  id: z.int().positive(),
  slug: z.string().min(1),
  /** PEM. */
  pem: z.string().min(1),
  webhook_secret: z.string().min(1),
  html_url: z.url({ protocol: /^https?$/ }),
});

/** The App as GitHub has just registered it. */
export type RegisteredApp = Readonly<z.infer<typeof registeredAppSchema>>;

/** GitHub makes a key before it answers. */
const timeLimitMs = 30_000;

/**
 * Exchanges the code of a registration for the App's key and secret: once, within an hour, without a token.
 * https://docs.github.com/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
 * Throws RetryLater for limits, GitHubError for the rest; neither names the code, which is a secret.
 */
export async function convertManifest(
  host: GitHubHost,
  code: string,
  { clock, signal }: { readonly clock: { now(): number }; readonly signal: AbortSignal },
): Promise<RegisteredApp> {
  const silent = (): void => {};
  const octokit = new Octokit({
    baseUrl: addressesOf(host).rest,
    userAgent: 'backend-engineer',
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
  const answer = await octokit.rest.apps
    .createFromManifest({
      code,
      request: { signal: AbortSignal.any([signal, AbortSignal.timeout(timeLimitMs)]) },
    })
    .catch((error: unknown) => {
      signal.throwIfAborted();
      throw withoutCode(requestFailure(error, 'creation', clock.now()));
    });
  const app = registeredAppSchema.safeParse(answer.data);
  if (app.success) return app.data;
  const field = app.error.issues[0]?.path.join('.') || 'all of it';
  throw new GitHubError('GITHUB_UNEXPECTED', `GitHub's answer about the App is not understood (${field})`, {
    status: answer.status,
  });
}

/** The failure's own message and cause hold the request's path, which ends in the code. */
function withoutCode(failure: GitHubError | RetryLater): GitHubError | RetryLater {
  if (failure instanceof RetryLater) return new RetryLater(failure.seconds, 'a rate limit of GitHub');
  const { code, status } = failure;
  const said = status === null ? 'GitHub did not answer' : `GitHub answered ${status}`;
  return new GitHubError(code, said, { status });
}
