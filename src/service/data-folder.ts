import { chmodSync, mkdirSync } from 'node:fs';
import type { Logger } from 'pino';

/** Private code and the queue lie in it: nobody but the service's own user may look. */
const ownerOnly = 0o700;

/** Makes the folder, and closes one that was there to others. */
export function openDataFolder(path: string, log: Pick<Logger, 'warn'>): void {
  mkdirSync(path, { recursive: true, mode: ownerOnly });
  try {
    chmodSync(path, ownerOnly);
  } catch (error) {
    // Some volumes keep no modes, or belong to somebody else: then it is the operator who sees to it.
    const reason = error instanceof Error ? error.message : String(error);
    log.warn({ path, reason }, 'The data directory cannot be closed to other users of this machine');
  }
}
