import { GitHubError } from '../errors.ts';
import type { PlannedComment } from '../review/conversation.ts';
import type { GitHubClient } from './client.ts';
import type { NewReview, PostedReview, PullRequestRef } from './pull-request.ts';
import { repository } from './read.ts';
import { type ListedFile, reanchor, reviewComment } from './review-comments.ts';

/**
 * Posts a review. GitHub refuses the whole of it for one bad comment and does not say which. Then its own list of
 * files tells where the comments can stand, and it is posted with those that can; if it is refused once more, without
 * any. What was left out is in `unplaced`: no comment is lost by another one's fault, and nothing is tried for ever.
 */
export async function createReview(
  client: GitHubClient,
  ref: PullRequestRef,
  review: NewReview,
  signal: AbortSignal,
): Promise<{ readonly posted: PostedReview | null; readonly unplaced: readonly PlannedComment[] }> {
  const { comments } = review;
  const first = await postUnlessRefused(client, ref, review, signal);
  if ('id' in first) return { posted: first, unplaced: [] };
  if (comments.length === 0) throw first.refusal;
  const { placed } = reanchor(comments, await listFiles(client, ref, comments, signal));
  // All in place by GitHub's own word: something else is wrong with one of them, and nobody knows which.
  const better = placed.length === comments.length && placed.every(isAmong(comments)) ? [] : placed;
  if (better.length > 0) {
    const second = await postUnlessRefused(client, ref, { ...review, comments: better }, signal);
    if ('id' in second) return { posted: second, unplaced: without(comments, better) };
  }
  if (!review.standsAlone) return { posted: null, unplaced: comments };
  const last = await postUnlessRefused(client, ref, { ...review, comments: [] }, signal);
  if ('id' in last) return { posted: last, unplaced: comments };
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
  { head, body, comments }: NewReview,
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

/** https://docs.github.com/rest/pulls/pulls#list-pull-requests-files */
const files = { perPage: 100, pages: 30 };

/** The pull request's files as far as the comments' are among them. */
async function listFiles(
  client: GitHubClient,
  ref: PullRequestRef,
  comments: readonly PlannedComment[],
  signal: AbortSignal,
): Promise<ListedFile[]> {
  const missing = new Set(comments.map(({ path }) => path));
  const listed: ListedFile[] = [];
  for (let page = 1; page <= files.pages && missing.size > 0; page += 1) {
    const { data } = await client.call('read', signal, (octokit, request) =>
      octokit.rest.pulls.listFiles({
        ...repository(ref),
        pull_number: ref.number,
        per_page: files.perPage,
        page,
        request,
      }),
    );
    listed.push(...data);
    for (const { filename } of data) missing.delete(filename);
    if (data.length < files.perPage) break;
  }
  return listed;
}
