import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { Logger } from 'pino';
import { prepareDataDir, writeCredentials } from '../config/credentials-file.ts';
import type { SetUpSettings } from '../config/set-up-settings.ts';
import { convertManifest } from '../github/convert-manifest.ts';
import { readManifest } from '../set-up/manifest.ts';
import { createSetUpServer } from '../set-up/set-up-server.ts';
import { createAdminServer } from './admin-server.ts';
import { listen, shut } from './listen.ts';
import { createMetrics } from './metrics.ts';

export interface SetUpWorld {
  readonly log: Logger;
  readonly clock: { now(): number };
  readonly random: (bytes: number) => Buffer;
  /** Ends set-up. */
  readonly signal: AbortSignal;
}

/** How often it is looked whether the address is an hour old. */
const renewMs = 60_000;

/** So long a browser may take to hang up. */
const graceMs = 1_000;

/**
 * Serves the set-up page until an App is registered and its credentials are in the data directory, or the signal
 * aborts: then it gives false. Both ports are free again afterwards. Throws ConfigurationError.
 */
export async function setUpApp(settings: SetUpSettings, world: SetUpWorld): Promise<boolean> {
  const { log, clock, random, signal } = world;
  const { github, publicUrl, dataDir } = settings;
  const app = readManifest(readFileSync(new URL('../../app.yml', import.meta.url), 'utf8'));
  prepareDataDir(dataDir);
  const setUp = createSetUpServer({
    github,
    publicUrl,
    app,
    convert: (code) => convertManifest(github, code, { clock, signal }),
    store: (credentials) => writeCredentials(dataDir, credentials),
    clock,
    random,
    log,
  });
  const admin = createAdminServer(createMetrics(), async () => 'waiting for set-up');
  await listen(admin, settings.admin.port, settings.admin.host);
  const timer = setInterval(setUp.renew, renewMs);
  try {
    const local = await listen(setUp.server, settings.port, null);
    setUp.open((path, expiresAt) => {
      const until = new Date(expiresAt).toISOString();
      log.info(
        `There is no GitHub App yet. Register it at ${publicUrl ?? local}${path} (once, until ${until})`,
      );
    });
    const credentials = await Promise.race([setUp.registered, aborted(signal)]);
    if (credentials === null) return false;
    const { appId, slug } = credentials;
    log.info({ appId, slug, dataDir }, 'The App is registered, its credentials are stored');
    return true;
  } finally {
    clearInterval(timer);
    await Promise.all([release(setUp.server), release(admin)]);
  }
}

function aborted(signal: AbortSignal): Promise<null> {
  const { promise, resolve } = Promise.withResolvers<null>();
  if (signal.aborted) resolve(null);
  else signal.addEventListener('abort', () => resolve(null), { once: true });
  return promise;
}

/** Frees a port also from connections that send nothing: browsers open some in advance. */
async function release(server: Server): Promise<void> {
  if (!server.listening) return;
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await shut(server);
  clearTimeout(timer);
}
