import type { PullRequestRef } from '../github/pull-request.ts';
import { countWithin } from '../store/count-within.ts';
import type { ReviewWorld } from './review-world.ts';

const hourMs = 3_600_000;

/** In a repository and an hour. Whoever writes more commands than that does not do it for the answer. */
const replies = 5;
const reactions = 50;

/** What somebody gets who may not command: words, then only 😕, then nothing. 500 comments make no 500 answers. */
export async function answerToRefused(
  { database, clock }: Pick<ReviewWorld, 'database' | 'clock'>,
  ref: PullRequestRef,
): Promise<'reply' | 'reaction' | 'nothing'> {
  const beginsAt = Math.floor(clock.now() / hourMs) * hourMs;
  const full = (what: string, limit: number) =>
    countWithin(database, ref, [{ what, subject: '', beginsAt, limit }]);
  if ((await full('refusals', replies)) === null) return 'reply';
  return (await full('refusals-without-words', reactions)) === null ? 'reaction' : 'nothing';
}
