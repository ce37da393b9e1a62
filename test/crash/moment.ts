import { setTimeout as wait } from 'node:timers/promises';
import type { CrashGitHub } from './crash-github.ts';
import type { Random } from './random.ts';

/** When a process is killed. Requests are counted from the moment that it is armed. */
export type Moment =
  | { readonly kind: 'time'; readonly ms: number }
  /** As the nth request arrives, which GitHub never carries out; or does, with nobody there to hear of it. */
  | { readonly kind: 'lost' | 'carried out'; readonly nth: number }
  /** So long after the nth request was answered. */
  | { readonly kind: 'answered'; readonly nth: number; readonly ms: number };

/** How long a review takes when nobody is killed. */
export interface ReviewLength {
  readonly ms: number;
  readonly requests: number;
}

/** What is written down after an answer is written within this time. */
const afterAnswerMs = 25;

/** Spread over the whole of a review and a little beyond; most at its requests, where the gaps are. */
export function pickMoment(random: Random, length: ReviewLength): Moment {
  const kind = random.pick(['time', 'lost', 'carried out', 'carried out', 'answered', 'answered']);
  if (kind === 'time') return { kind, ms: random.between(0, Math.ceil(length.ms * 1.2)) };
  const nth = random.between(1, length.requests + 2);
  if (kind === 'answered') return { kind, nth, ms: random.between(0, afterAnswerMs) };
  return { kind, nth };
}

export function describeMoment(moment: Moment): string {
  if (moment.kind === 'time') return `after ${moment.ms} ms`;
  const request = `request ${moment.nth}`;
  if (moment.kind === 'answered') return `${moment.ms} ms after the answer to ${request}`;
  return `at ${request}, ${moment.kind}`;
}

/**
 * Kills at the moment, or after `limitMs` where it does not come.
 * @param kill sends the signal before it returns; its promise is that of the end
 * @returns the request that was under way, null where there was none
 */
export async function killAt(
  github: CrashGitHub,
  moment: Moment,
  kill: () => Promise<void>,
  limitMs: number,
): Promise<string | null> {
  if (moment.kind === 'time') {
    await wait(moment.ms);
    await kill();
    return null;
  }
  const { promise, resolve, reject } = Promise.withResolvers<string | null>();
  const timer = setTimeout(() => kill().then(() => resolve(null), reject), limitMs);
  const fate = moment.kind === 'lost' ? 'lost' : 'carried out';
  const release = github.hold({ nth: moment.nth }, fate, async () => {
    clearTimeout(timer);
    // It was entered into the log before it was held.
    const entry = github.standIn.requests.at(-1);
    const name = `${entry?.method} ${entry?.path}`;
    if (moment.kind === 'answered') {
      whenAnswered(() => entry?.status !== null, moment.ms)
        .then(kill)
        .then(() => resolve(name), reject);
      return;
    }
    const killed = kill();
    killed.then(() => resolve(name), reject);
    // GitHub goes on when nobody is there any more.
    await killed.catch(() => {});
  });
  try {
    return await promise;
  } finally {
    release();
  }
}

/** A dropped answer never comes. */
const answerLimitMs = 5_000;

async function whenAnswered(answered: () => boolean, afterMs: number): Promise<void> {
  const end = performance.now() + answerLimitMs;
  while (!answered() && performance.now() < end) await wait(1);
  await wait(afterMs);
}
