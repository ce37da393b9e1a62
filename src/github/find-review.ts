import type { PlannedComment } from '../review/conversation.ts';
import { isMarked } from '../review/marker.ts';
import type { GitHubClient } from './client.ts';
import type { NewReview, PostedReview, PullRequestRef } from './pull-request.ts';
import { type LastReviewsAnswer, lastReviewsQuery } from './pull-request-query.ts';
import { maximumPages, plainEnds, tooLong } from './read-pull-request.ts';

type ListedReviews = NonNullable<NonNullable<LastReviewsAnswer['repository']>['pullRequest']>['reviews'];
type ListedReview = NonNullable<ListedReviews['nodes'][number]>;

/**
 * A review of ours whose answer was lost, from the newest page of reviews backwards: others may have written many
 * since. Null where there is none. Which of its comments are missing is told, too: it may have been the second try.
 */
export async function findReview(
  client: GitHubClient,
  ref: PullRequestRef,
  review: NewReview,
  signal: AbortSignal,
): Promise<{ readonly posted: PostedReview; readonly unplaced: readonly PlannedComment[] } | null> {
  const marked = isMarked(review.body);
  let before: string | null = null;
  for (let page = 0; page < maximumPages; page += 1) {
    const listed: ListedReviews | null = await readReviews(client, ref, before, signal);
    const found = listed?.nodes.findLast((node) => node !== null && isSame(node, review, marked)) ?? null;
    if (found !== null)
      return {
        posted: { id: Number(found.fullDatabaseId), url: found.url },
        unplaced: review.comments.filter((comment) => !has(found, comment)),
      };
    if (listed === null || !listed.pageInfo.hasPreviousPage) return null;
    before = listed.pageInfo.startCursor;
  }
  throw tooLong(ref);
}

async function readReviews(
  client: GitHubClient,
  ref: PullRequestRef,
  before: string | null,
  signal: AbortSignal,
): Promise<ListedReviews | null> {
  const answer = await client.call('read', signal, (octokit, request) =>
    octokit.graphql<LastReviewsAnswer>(lastReviewsQuery, {
      owner: ref.owner,
      name: ref.name,
      number: ref.number,
      before,
      request,
    }),
  );
  return answer.repository?.pullRequest?.reviews ?? null;
}

function isSame(node: ListedReview, review: NewReview, marked: boolean): boolean {
  return (
    node.viewerDidAuthor &&
    node.commit?.oid === review.head &&
    sameText(node.body, review.body) &&
    // A body without a marker may be another review's, too; its comments are signed.
    (marked || review.comments.some((comment) => has(node, comment)))
  );
}

function has(node: ListedReview, comment: PlannedComment): boolean {
  return node.comments.nodes.some((listed) => listed !== null && sameText(listed.body, comment.body));
}

/** GitHub trims what is posted. */
function sameText(one: string, other: string): boolean {
  return plainEnds(one).trim() === plainEnds(other).trim();
}
