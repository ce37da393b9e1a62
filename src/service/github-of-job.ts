import { type AppClient, contentPermissions, jobPermissions } from '../github/app-client.ts';
import type { GitHubReading, GitHubWriting, PullRequestRef } from '../github/pull-request.ts';
import { createReading } from '../github/read.ts';
import { createWriting } from '../github/write.ts';
import type { Markers } from '../review/marker.ts';
import { cachedConfig } from '../store/cached-config.ts';
import type { Database } from '../store/database.ts';
import { saveConfig } from '../store/save-config.ts';

/** How long an organisation's settings are believed without asking. */
const configTtlSeconds = 300;

/** GitHub for one pull request's repository: reading and writing, with a token for it alone. */
export function createGitHub(options: {
  readonly client: AppClient;
  readonly ref: PullRequestRef;
  readonly markers: Markers;
  readonly database: Database;
}): GitHubReading & GitHubWriting {
  const { client, ref, markers, database } = options;
  const forRepository = client.installation(ref.installation, ref.name, jobPermissions);
  return {
    ...createReading({
      client: forRepository,
      configClient: client.installation(ref.installation, '.github', contentPermissions),
      readMarker: markers.read,
      configCache: {
        get: (installation, owner) => cachedConfig(database, installation, owner),
        put: (installation, owner, config) => saveConfig(database, installation, owner, config),
      },
      configTtlSeconds,
    }),
    ...createWriting(forRepository),
  };
}
