import { RetryLater } from '../errors.ts';
import type { PullRequestRef, PullRequestState } from '../github/pull-request.ts';
import { startCheck } from '../github/start-check.ts';
import { claimTurn } from '../store/claim-turn.ts';
import type { Counter } from '../store/count-within.ts';
import { recordWaiting } from '../store/record-waiting.ts';
import { wasAsked } from '../store/was-asked.ts';
import type { ReviewWorld } from './review-world.ts';

interface Limit extends Counter {
  readonly words: string;
  /** What a reader can do, besides waiting. */
  readonly advice: string;
}

const hourMs = 3_600_000;

/**
 * Counts the review, or says on the check run that it waits and throws RetryLater until the hour is over.
 * The limit of an author is for those without write access, whom nobody with write access has asked for: which of
 * them it is, is asked only where it is reached.
 */
export async function takeTurn(
  world: Pick<ReviewWorld, 'database' | 'clock' | 'policy' | 'github'>,
  ref: PullRequestRef,
  pullRequest: Pick<PullRequestState, 'head' | 'author' | 'conversation'>,
  mayWrite: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<void> {
  const { database, clock, policy } = world;
  const head = pullRequest.head.sha;
  const beginsAt = Math.floor(clock.now() / hourMs) * hourMs;
  const ofRepository: Limit = {
    what: 'reviews',
    subject: '',
    beginsAt,
    limit: policy.reviewsPerRepositoryPerHour,
    words: `limit of ${reviews(policy.reviewsPerRepositoryPerHour)} an hour for this repository`,
    advice: '',
  };
  const ofAuthor: Limit = {
    what: 'reviews-of-outsider',
    subject: pullRequest.author.toLowerCase(),
    beginsAt,
    limit: policy.reviewsPerOutsiderPerHour,
    words: `limit of ${reviews(policy.reviewsPerOutsiderPerHour)} an hour for an author without write access`,
    advice: ' `/backend review` by somebody with write access starts it now.',
  };
  let turn = await claimTurn(database, ref, head, [ofAuthor, ofRepository]);
  if (turn.kind === 'wait' && turn.full === ofAuthor && (await isTrusted()))
    turn = await claimTurn(database, ref, head, [ofRepository]);
  if (turn.kind === 'begin') return;
  if (!turn.told) await tell(turn.full);
  const seconds = Math.max(1, Math.ceil((beginsAt + hourMs - clock.now()) / 1000));
  throw new RetryLater(seconds, turn.full.words, { interruptible: true });

  async function isTrusted(): Promise<boolean> {
    return (await wasAsked(database, ref, head)) || (await mayWrite());
  }

  async function tell({ what, words, advice }: Limit): Promise<void> {
    const github = world.github(ref);
    const check = await startCheck(database, github, ref, pullRequest, signal);
    const summary = `The review starts by itself when the hour is over, or in the next one with room.${advice}`;
    if (check !== null)
      await github.holdCheckRun(ref, check, { title: `Waiting: ${words}`, summary }, signal);
    await recordWaiting(database, ref, head, what);
  }
}

function reviews(count: number): string {
  return count === 1 ? '1 review' : `${count} reviews`;
}
