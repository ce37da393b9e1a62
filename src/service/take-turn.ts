import { isLasting, RetryLater } from '../errors.ts';
import type { PullRequestRef, PullRequestState } from '../github/pull-request.ts';
import { startCheck } from '../github/start-check.ts';
import { beginCheck } from '../store/begin-check.ts';
import { claimTurn } from '../store/claim-turn.ts';
import { type Counter, countWithin } from '../store/count-within.ts';
import { recordWaiting } from '../store/record-waiting.ts';
import { wasAsked } from '../store/was-asked.ts';
import { overtakenCheck } from './overtaken-check.ts';
import type { ReviewWorld } from './review-world.ts';

interface Limit extends Counter {
  readonly words: string;
  /** What a reader can do, besides waiting. */
  readonly advice: string;
}

const hourMs = 3_600_000;

/**
 * Heads of a repository and an hour that get the word that they wait. It costs three requests, of which an installation
 * has 5,000: pushes beyond that are looked at when the hour is over.
 */
const maximumTold = 500;

/**
 * Counts the review, or says on the check run that it waits and throws RetryLater until the hour is over.
 * The limit of an author is for those without write access, whom nobody with write access has asked for: which of
 * them it is, is asked only where it is reached.
 */
export async function takeTurn(
  world: Pick<ReviewWorld, 'database' | 'clock' | 'policy' | 'github'>,
  ref: PullRequestRef,
  pullRequest: Pick<PullRequestState, 'head' | 'author' | 'conversation' | 'createdAt'>,
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
  if (turn.left !== null) await giveUp(turn.left);
  if (turn.kind === 'begin') return;
  const seconds = Math.max(1, Math.ceil((beginsAt + hourMs - clock.now()) / 1000));
  const interruptible = turn.told || (await mayTell());
  if (!turn.told && interruptible) await tell(turn.full);
  throw new RetryLater(seconds, turn.full.words, { interruptible });

  async function mayTell(): Promise<boolean> {
    const told = { what: 'waits', subject: '', beginsAt, limit: maximumTold };
    return (await countWithin(database, ref, [told])) === null;
  }

  async function isTrusted(): Promise<boolean> {
    return (await wasAsked(database, ref, head)) || (await mayWrite());
  }

  /** A head that waited and was pushed over: nobody waits for its check any more. */
  async function giveUp(left: string): Promise<void> {
    const check = await beginCheck(database, ref, left);
    if (check.kind !== 'known') return;
    const conclusion = overtakenCheck(
      `A push came while this commit waited. The review of \`${head.slice(0, 7)}\` follows.`,
    );
    try {
      await world.github(ref).concludeCheckRun(ref, check, conclusion, null, signal);
    } catch (error) {
      // It is gone, or not ours to write any more.
      if (!isLasting(error)) throw error;
    }
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
