import type { PullRequestRef, PullRequestState } from '../github/pull-request.ts';
import { codeSpan } from '../report/markdown/code-span.ts';
import { countWithin } from '../store/count-within.ts';
import { wasAsked } from '../store/was-asked.ts';
import type { ReviewWorld } from './review-world.ts';

const dayMs = 24 * 3_600_000;

/**
 * Why the model is not asked about this head, in words for the report; null where it is, which then counts.
 * That somebody asked is only in the store: where it is lost, the report says once more how to ask.
 */
export async function modelRefusal(
  { database, clock, policy }: Pick<ReviewWorld, 'database' | 'clock' | 'policy'>,
  ref: PullRequestRef,
  { head, author, authorIsApp }: Pick<PullRequestState, 'head' | 'author' | 'authorIsApp'>,
  mayWrite: () => Promise<boolean>,
): Promise<string | null> {
  const { modelFor, modelReviewsPerRepositoryPerDay: limit } = policy;
  const needsAsk = modelFor !== 'everyone' && !(await wasAsked(database, ref, head.sha));
  if (needsAsk && modelFor === 'asked') return `The model was not asked. ${howToAsk}`;
  if (needsAsk && !(await mayWrite())) {
    const why = authorIsApp ? 'is an App' : 'has no write access';
    return `The model was not asked: ${codeSpan(author)} ${why}. ${howToAsk}`;
  }
  const beginsAt = Math.floor(clock.now() / dayMs) * dayMs;
  const full = await countWithin(database, ref, [{ what: 'model-reviews', subject: '', beginsAt, limit }]);
  if (full === null) return null;
  const reviews = limit === 1 ? '1 model review' : `${limit} model reviews`;
  return `The model was not asked: the limit of ${reviews} a day for this repository is reached. After midnight (UTC) \`/backend review\` asks it.`;
}

const howToAsk = '`/backend review` by somebody with write access asks it.';
