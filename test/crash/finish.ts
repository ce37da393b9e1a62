import { setTimeout as wait } from 'node:timers/promises';
import type { CrashGitHub, PullName } from './crash-github.ts';
import type { Fleet } from './fleet.ts';
import { type Breach, breachesOf } from './law.ts';

/** The longest time: a server's jobs come back when their heartbeat is missed, lists lag, attempts have pauses. */
const finishLimitMs = 240_000;
const pollMs = 25;

/**
 * Waits until every pull request has what it must have, or something that it must not have; gives what is wrong then.
 * Throws where a process ends by itself.
 */
export async function finish(
  github: CrashGitHub,
  fleet: Fleet,
  pulls: readonly PullName[],
): Promise<Breach[]> {
  const end = performance.now() + finishLimitMs;
  for (;;) {
    const breaches = pulls.flatMap((pull) => breachesOf(github, pull));
    const hopeless = breaches.some(({ kind }) => kind === 'doubled') || performance.now() > end;
    if (breaches.length === 0 || hopeless) return breaches;
    const dead = fleet.indexes.find((index) => !fleet.process(index).running());
    if (dead !== undefined) throw new Error(`process ${dead} ended by itself: ${fleet.errors()}`);
    await wait(pollMs);
  }
}
