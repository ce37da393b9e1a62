import { GitHubError } from '../errors.ts';
import type { PlannedComment } from '../review/conversation.ts';
import type { GitHubClient } from './client.ts';
import type { PostedReview, PullRequestRef } from './pull-request.ts';
import { repository } from './read.ts';
import { reanchor, reviewComment } from './review-comments.ts';

/**
 * Posts a review. GitHub refuses the whole of it for one bad comment and does not say which. Then its own list of
 * files tells where the comments can stand, and it is posted with those that can; if it is refused once more, without
 * any. What was left out is in `unplaced`: no comment is lost by another one's fault, and nothing is tried for ever.
 */
export async function createReview(
  client: GitHubClient,
  ref: PullRequestRef,
  head: string,
  body: string,
  comments: readonly PlannedComment[],
  signal: AbortSignal,
): Promise<PostedReview & { readonly unplaced: readonly PlannedComment[] }> {
  const first = await postUnlessRefused(client, ref, head, body, comments, signal);
  if ('id' in first) return { ...first, unplaced: [] };
  if (comments.length === 0) throw first.refusal;
  const { placed } = reanchor(comments, await listFiles(client, ref, signal));
  // All in place by GitHub's own word: something else is wrong with one of them, and nobody knows which.
  const better = placed.length === comments.length && placed.every(isAmong(comments)) ? [] : placed;
  if (better.length > 0) {
    const second = await postUnlessRefused(client, ref, head, body, better, signal);
    if ('id' in second) return { ...second, unplaced: without(comments, better) };
  }
  const last = await postUnlessRefused(client, ref, head, body, [], signal);
  if ('id' in last) return { ...last, unplaced: comments };
  throw last.refusal;
}

function isAmong(comments: readonly PlannedComment[]) {
  return (one: PlannedComment): boolean =>
    comments.some(
      (other) => other.body === one.body && other.startLine === one.startLine && other.line === one.line,
    );
}

function without(comments: readonly PlannedComment[], placed: readonly PlannedComment[]): PlannedComment[] {
  const identities = new Set(placed.map(({ identity }) => identity));
  return comments.filter(({ identity }) => !identities.has(identity));
}

async function postUnlessRefused(
  client: GitHubClient,
  ref: PullRequestRef,
  head: string,
  body: string,
  comments: readonly PlannedComment[],
  signal: AbortSignal,
): Promise<PostedReview | { readonly refusal: GitHubError }> {
  try {
    const { data } = await client.call('creation', signal, (octokit, request) =>
      octokit.rest.pulls.createReview({
        ...repository(ref),
        pull_number: ref.number,
        commit_id: head,
        event: 'COMMENT',
        body,
        comments: comments.map(reviewComment),
        request,
      }),
    );
    return { id: data.id, url: data.html_url };
  } catch (error) {
    if (error instanceof GitHubError && error.status === 422) return { refusal: error };
    throw error;
  }
}

async function listFiles(client: GitHubClient, ref: PullRequestRef, signal: AbortSignal) {
  const { data } = await client.call('read', signal, (octokit, request) =>
    octokit.rest.pulls.listFiles({ ...repository(ref), pull_number: ref.number, per_page: 100, request }),
  );
  return data;
}
