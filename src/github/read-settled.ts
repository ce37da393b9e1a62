import { RetryLater } from '../errors.ts';
import type { Conversation, PublicationPlan } from '../review/conversation.ts';
import { completeStep } from '../store/complete-step.ts';
import type { Database } from '../store/database.ts';
import { forgetStep } from '../store/forget-step.ts';
import { pendingPlan } from '../store/pending-plan.ts';
import { recentReviews } from '../store/recent-reviews.ts';
import { recordReview } from '../store/record-review.ts';
import { storeBirth } from '../store/store-birth.ts';
import { expectedSeconds, listLagSeconds } from './lag.ts';
import { recordOf, reviewOf } from './planned-review.ts';
import type { GitHubReading, PullRequestRef, PullRequestState } from './pull-request.ts';

/** Seconds until a list that lags is read again. */
const lagPauseSeconds = 2;

/**
 * The pull request, once all that we sent to it is known: a review whose answer was lost (a 502, a crash) is looked
 * for, and lists that do not show yet what GitHub took put the job back. So does a store that was made just now, of a
 * pull request that is older: what was posted from the one before it may not be listed yet. A plan made from it posts
 * nothing twice.
 */
export async function readSettled(
  database: Database,
  github: GitHubReading,
  ref: PullRequestRef,
  signal: AbortSignal,
): Promise<PullRequestState> {
  await settleReview(database, github, ref, signal);
  const state = await github.pullRequest(ref, signal);
  const store = await storeBirth(database);
  if (state.createdAt < store.at && store.ageSeconds < listLagSeconds)
    throw new RetryLater(
      Math.ceil(listLagSeconds - store.ageSeconds),
      'the database is new, and what was posted from an earlier one may not be in the lists yet',
    );
  const recent = await recentReviews(database, ref, expectedSeconds);
  const unlisted = recent.find((review) => !isListed(state.conversation, review));
  if (unlisted !== undefined)
    throw new RetryLater(
      lagPauseSeconds,
      `review ${unlisted.review} is posted, and not in GitHub's list yet`,
    );
  return state;
}

async function settleReview(
  database: Database,
  github: GitHubReading,
  ref: PullRequestRef,
  signal: AbortSignal,
): Promise<void> {
  const pending = await pendingPlan(database, ref);
  const step = pending?.steps.get('review');
  if (pending === null || step === undefined || step.done !== null) return;
  // Written by `publish` in this very form.
  const plan = pending.plan as PublicationPlan;
  const found = await github.findReview(ref, reviewOf(plan), signal);
  if (found !== null) {
    await recordReview(database, ref, recordOf(plan, found));
    await completeStep(database, ref, pending.attempt, 'review', found);
  } else if (step.begunSeconds < listLagSeconds) {
    throw new RetryLater(
      Math.ceil(listLagSeconds - step.begunSeconds),
      'it is not known yet whether a review was posted',
    );
  } else {
    await forgetStep(database, ref, pending.attempt, 'review');
  }
}

function isListed(
  conversation: Conversation,
  review: { readonly review: number; readonly report: boolean; readonly identities: readonly string[] },
): boolean {
  const identities = new Set(conversation.comments.map(({ identity }) => identity));
  return (
    (!review.report || conversation.report?.id === review.review) &&
    review.identities.every((identity) => identities.has(identity))
  );
}
