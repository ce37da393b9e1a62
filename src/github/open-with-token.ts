import type { GitHubHost } from '../config/environment.ts';
import type { Markers } from '../review/marker.ts';
import { addressesOf, gitUrl } from './addresses.ts';
import type { GitRemote } from './app-client.ts';
import { createClient } from './client.ts';
import type { GitHubReading, GitHubWriting, PullRequestRef } from './pull-request.ts';
import { createReading } from './read.ts';
import { createWriting } from './write.ts';

/** GitHub for one repository with a token of a person or of an Actions job, for the command line. */
export function openWithToken(options: {
  readonly host: GitHubHost;
  readonly token: string;
  readonly ref: PullRequestRef;
  readonly markers: Markers;
}): { readonly reading: GitHubReading; readonly writing: GitHubWriting; readonly remote: GitRemote } {
  const addresses = addressesOf(options.host);
  const client = createClient({
    rest: addresses.rest,
    token: async () => options.token,
    onUnauthorized: () => false,
    log: { debug: () => {} },
    clock: { now: () => Date.now() },
  });
  return {
    reading: createReading({
      client,
      configClient: null,
      readMarker: options.markers.read,
      configCache: null,
      configTtlSeconds: 0,
    }),
    writing: createWriting(client),
    remote: {
      url: gitUrl(addresses, options.ref.owner, options.ref.name),
      authorization: async () => `Basic ${Buffer.from(`x-access-token:${options.token}`).toString('base64')}`,
    },
  };
}
