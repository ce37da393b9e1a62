import type { Credentials } from '../config/credentials-file.ts';
import type { GitHubHost } from '../config/environment.ts';
import { GitHubError, RetryLater } from '../errors.ts';
import { addressesOf } from '../github/addresses.ts';
import type { RegisteredApp } from '../github/convert-manifest.ts';

export interface RegistrationOptions {
  readonly github: GitHubHost;
  /** Exchanges GitHub's code; works once for each. */
  readonly convert: (code: string) => Promise<RegisteredApp>;
  /** Keeps what the code gave. Throws the file system's error. */
  readonly store: (credentials: Credentials) => void;
}

/** How a registration ended: what is stored, or a sentence about why it is not. */
export type Registered = { readonly credentials: Credentials } | { readonly problem: string };

/**
 * Completes registrations. A code can be exchanged once only, so what it gave is kept until it is stored: the same
 * request again goes on where the last one failed, and requests at the same time share one exchange.
 */
export function createRegistration({ github, convert, store }: RegistrationOptions): {
  complete(code: string): Promise<Registered>;
} {
  let exchange: { readonly code: string; readonly app: Promise<RegisteredApp> } | null = null;
  let stored: { readonly code: string; readonly credentials: Credentials } | null = null;

  return {
    async complete(code) {
      exchange = exchange?.code === code ? exchange : { code, app: convert(code) };
      const present = exchange;
      try {
        const app = await present.app;
        if (stored?.code === code) return { credentials: stored.credentials };
        const credentials = credentialsOf(app, github);
        const problem = keep(credentials);
        if (problem !== null) return { problem };
        stored = { code, credentials };
        return { credentials };
      } catch (error) {
        if (exchange === present) exchange = null;
        if (!(error instanceof GitHubError || error instanceof RetryLater)) throw error;
        return { problem: sentences(error) };
      }
    },
  };

  function keep(credentials: Credentials): string | null {
    try {
      store(credentials);
      return null;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      if (typeof code !== 'string') throw error;
      return code === 'EEXIST'
        ? 'Another process has stored credentials meanwhile. Restart the service, and delete this App on GitHub.'
        : `The App’s credentials could not be written to DATA_DIR (${code}). They are kept while the service runs: mend that, then load this page again.`;
    }
  }
}

function credentialsOf(app: RegisteredApp, github: GitHubHost): Credentials {
  return {
    appId: app.id,
    slug: app.slug,
    privateKey: app.pem,
    webhookSecret: app.webhook_secret,
    htmlUrl: pageOf(app, github),
    github,
  };
}

/** An Enterprise server has its Apps below `/github-apps`, so its own word counts, where it leads to it. */
function pageOf(app: RegisteredApp, github: GitHubHost): string {
  const { web } = addressesOf(github);
  return new URL(app.html_url).origin === new URL(web).origin
    ? app.html_url
    : `${web}/apps/${encodeURIComponent(app.slug)}`;
}

function sentences(error: GitHubError | RetryLater): string {
  if (error instanceof RetryLater)
    return `A rate limit of GitHub. Load this page again in ${error.seconds} seconds.`;
  switch (error.code) {
    case 'GITHUB_NOT_FOUND':
    case 'GITHUB_REFUSED':
      return `${error.message}: it does not know the code of this registration, or not any more. A code is good for one use within an hour. If the App exists on GitHub, delete it there first.`;
    case 'GITHUB_ANSWER_LOST':
      return `${error.message}. Load this page again; if GitHub then does not know the code, delete the App there and try again.`;
    default:
      return `${error.message}.`;
  }
}
