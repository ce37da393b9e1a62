import type { Logger } from 'pino';
import type { MirrorCache } from '../change/mirror.ts';
import type { Database } from '../store/database.ts';
import { forgottenAfter } from '../store/forgotten.ts';

export interface MirrorKeeper {
  stop(): void;
}

export interface MirrorKeeperOptions {
  readonly database: Database;
  readonly mirrors: MirrorCache;
  readonly clock: { now(): number };
  readonly log: Pick<Logger, 'warn'>;
}

/** Mirrors that nobody used for so long go. */
const keptMs = 30 * 24 * 3600 * 1000;

/** How often word of other processes is looked for, and how many looks later old mirrors are. */
const lookMs = 60_000;
const looksBetweenPrunes = 10;

/**
 * Keeps this process's mirrors small, and deletes what another process was told to forget: the event is one job, while
 * each worker has a disk of its own. The first look is over when this resolves.
 */
export async function startMirrorKeeper(options: MirrorKeeperOptions): Promise<MirrorKeeper> {
  const { database, mirrors, clock, log } = options;
  let last = 0;
  let looks = 0;
  let looking = false;

  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    try {
      for (const { entry, gone } of await forgottenAfter(database, last)) {
        if ('installation' in gone) await mirrors.removeInstallation(gone.installation);
        else await mirrors.removeRepository(gone.repository);
        last = entry;
      }
      if (looks % looksBetweenPrunes === 0) await mirrors.prune(clock.now() - keptMs);
      looks += 1;
    } catch (error) {
      log.warn(
        { reason: error instanceof Error ? error.message : String(error) },
        'The fetched repositories could not be looked through; it is tried again',
      );
    } finally {
      looking = false;
    }
  }

  await look();
  const timer = setInterval(look, lookMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
