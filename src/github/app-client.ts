import { isDeepStrictEqual } from 'node:util';
import type { Logger } from 'pino';
import type { GitHubHost } from '../config/environment.ts';
import { GitHubError } from '../errors.ts';
import { addressesOf, gitUrl } from './addresses.ts';
import { appJwt } from './app-jwt.ts';
import { createClient, type GitHubClient, type SharedLimit } from './client.ts';
import { createTokenCache, type Permissions, type TokenScope } from './token-cache.ts';

/** What git needs: an address without credentials and the value of the `Authorization` header. */
export interface GitRemote {
  readonly url: string;
  authorization(): Promise<string>;
  /** Drops a token that was not accepted: true where the next is a new one. */
  readonly onUnauthorized?: () => boolean;
}

/** The App at one GitHub. Tokens are minted for one repository with the permissions that are needed. */
export interface AppClient {
  /** As the App itself: installations, deliveries. */
  app(): GitHubClient;
  /** @param repository null for every repository of the installation */
  installation(installation: number, repository: string | null, permissions: Permissions): GitHubClient;
  /** Reading a repository by git. */
  git(
    repository: { readonly installation: number; readonly owner: string; readonly name: string },
    signal: AbortSignal,
  ): GitRemote;
  /** Drops the tokens of an installation that is gone. */
  forget(installation: number): void;
}

export interface AppClientOptions {
  readonly host: GitHubHost;
  readonly app: { readonly id: number; readonly privateKey: string };
  readonly clock: { now(): number };
  readonly log: Pick<Logger, 'debug'>;
}

/** What a review or a command may do, and nothing else. */
export const jobPermissions: Permissions = {
  checks: 'write',
  contents: 'read',
  issues: 'write',
  metadata: 'read',
  pull_requests: 'write',
};

/** What git and the settings file need. */
export const contentPermissions: Permissions = { contents: 'read', metadata: 'read' };

/** What looking for missing reports needs. */
export const survey: Permissions = { checks: 'read', metadata: 'read', pull_requests: 'read' };

export function createAppClient(options: AppClientOptions): AppClient {
  const { host, app, clock, log } = options;
  const addresses = addressesOf(host);
  /** A limit is an installation's: what one job met, the others need not try. */
  const limits = new Map<number, SharedLimit>();
  const limitOf = (installation: number): SharedLimit => {
    const known = limits.get(installation) ?? { until: 0 };
    limits.set(installation, known);
    return known;
  };
  const asApp = createClient({
    rest: addresses.rest,
    token: async () => appJwt(app.id, app.privateKey, clock.now()),
    onUnauthorized: () => false,
    log,
    clock,
  });
  const tokens = createTokenCache((scope, signal) => mint(asApp, scope, signal), clock);

  return {
    app: () => asApp,
    installation(installation, repository, permissions) {
      const scope = { installation, repository, permissions };
      return createClient({
        rest: addresses.rest,
        token: (signal) => tokens.token(scope, signal),
        onUnauthorized(token) {
          tokens.drop(scope, token);
          return true;
        },
        log,
        clock,
        limit: limitOf(installation),
      });
    },
    git({ installation, owner, name }, signal) {
      const scope = { installation, repository: name, permissions: contentPermissions };
      let last: string | null = null;
      return {
        url: gitUrl(addresses, owner, name),
        async authorization() {
          last = await tokens.token(scope, signal);
          return `Basic ${Buffer.from(`x-access-token:${last}`).toString('base64')}`;
        },
        onUnauthorized() {
          if (last !== null) tokens.drop(scope, last);
          return true;
        },
      };
    },
    forget(installation) {
      tokens.forget(installation);
      limits.delete(installation);
    },
  };
}

/**
 * A token for these permissions, or for those of them that the installation has: an owner may not have agreed to one
 * yet, and what needs it is refused then, not everything.
 */
async function mint(
  app: GitHubClient,
  scope: TokenScope,
  signal: AbortSignal,
): Promise<{ token: string; expiresAt: number }> {
  try {
    return await mintFor(app, scope, signal);
  } catch (error) {
    if (!(error instanceof GitHubError && error.status === 422 && mayDoLess(scope))) throw error;
    const { data } = await app.call('read', signal, (octokit, request) =>
      octokit.rest.apps.getInstallation({ installation_id: scope.installation, request }),
    );
    const permissions = granted(scope.permissions, new Map(Object.entries(data.permissions)));
    if (isDeepStrictEqual(permissions, scope.permissions)) throw error;
    return mintFor(app, { ...scope, permissions }, signal);
  }
}

/** A token for reading contents is refused only where there is no such repository, which is the usual for `.github`. */
function mayDoLess({ permissions }: TokenScope): boolean {
  return Object.keys(permissions).some((name) => !(name in contentPermissions));
}

/** Those of the permissions that are among the installation's; reading where only that is. */
function granted(wanted: Permissions, present: ReadonlyMap<string, string>): Permissions {
  const some = Object.entries(wanted).flatMap(([name, level]) => {
    const had = present.get(name);
    if (had === undefined) return [];
    return [[name, had === 'read' ? 'read' : level]];
  });
  return Object.fromEntries(some);
}

async function mintFor(
  app: GitHubClient,
  { installation, repository, permissions }: TokenScope,
  signal: AbortSignal,
): Promise<{ token: string; expiresAt: number }> {
  // A second token does no harm, so an answer that was lost may be asked for again.
  const { data } = await app.call('read', signal, (octokit, request) =>
    octokit.rest.apps.createInstallationAccessToken({
      installation_id: installation,
      ...(repository === null ? {} : { repositories: [repository] }),
      permissions: { ...permissions },
      request,
    }),
  );
  return { token: data.token, expiresAt: Date.parse(data.expires_at) };
}
