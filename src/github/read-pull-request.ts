import { GitHubError } from '../errors.ts';
import type { Conversation, PostedComment, PostedReport } from '../review/conversation.ts';
import type { Marker, Markers } from '../review/marker.ts';
import type { GitHubClient } from './client.ts';
import type { PullRequestRef, PullRequestState } from './pull-request.ts';
import { type PullRequestAnswer, pullRequestQuery } from './pull-request-query.ts';

/** Reads the marker of a text of ours; null for anything that is not signed for this pull request. */
export type ReadMarker = Markers['read'];

type Listed = NonNullable<NonNullable<PullRequestAnswer['repository']>['pullRequest']>;
type Review = NonNullable<NonNullable<Listed['reviews']>['nodes'][number]>;
type Thread = NonNullable<NonNullable<Listed['reviewThreads']>['nodes'][number]>;

/** Pages of a conversation that are read. One with 10,000 reviews is refused: what was not read would be said twice. */
export const maximumPages = 100;

/** The pull request with what we said in it: one request, more only where the lists have more pages. */
export async function readPullRequest(
  client: GitHubClient,
  readMarker: ReadMarker,
  ref: PullRequestRef,
  signal: AbortSignal,
): Promise<PullRequestState> {
  const reviews: Review[] = [];
  const threads: Thread[] = [];
  let cursors: { reviews: string | null; threads: string | null } = { reviews: null, threads: null };
  let wanted = { reviews: true, threads: true };
  let first: Listed | null = null;
  for (let page = 0; page < maximumPages && (wanted.reviews || wanted.threads); page += 1) {
    const listed = await readPage(client, ref, cursors, wanted, signal);
    first ??= listed;
    reviews.push(...present(listed.reviews?.nodes));
    threads.push(...present(listed.reviewThreads?.nodes));
    wanted = {
      reviews: listed.reviews?.pageInfo.hasNextPage ?? false,
      threads: listed.reviewThreads?.pageInfo.hasNextPage ?? false,
    };
    cursors = {
      reviews: listed.reviews?.pageInfo.endCursor ?? null,
      threads: listed.reviewThreads?.pageInfo.endCursor ?? null,
    };
  }
  if (first === null) throw missing(ref);
  if (wanted.reviews || wanted.threads) throw tooLong(ref);
  const id = first.fullDatabaseId;
  return {
    id,
    state: first.state === 'OPEN' ? 'open' : 'closed',
    draft: first.isDraft,
    title: first.title,
    ...authorOf(first),
    authorAssociation: first.authorAssociation,
    head: { sha: first.headRefOid, ref: first.headRefName, fork: first.isCrossRepository },
    base: { sha: first.baseRefOid, ref: first.baseRefName },
    url: first.url,
    createdAt: Date.parse(first.createdAt),
    conversation: conversationOf(reviews, threads, (body) => readMarker(body, id)),
  };
}

/** GraphQL calls a bot as its App, without `[bot]`. An account that was deleted is `null`, and shown as "ghost". */
function authorOf({ author }: Listed): Pick<PullRequestState, 'author' | 'authorIsApp'> {
  const login = author?.login ?? 'ghost';
  const authorIsApp = author?.__typename === 'Bot';
  return { author: authorIsApp ? `${login}[bot]` : login, authorIsApp };
}

async function readPage(
  client: GitHubClient,
  ref: PullRequestRef,
  cursors: { readonly reviews: string | null; readonly threads: string | null },
  wanted: { readonly reviews: boolean; readonly threads: boolean },
  signal: AbortSignal,
): Promise<Listed> {
  const answer = await client.call('read', signal, (octokit, request) =>
    octokit.graphql<PullRequestAnswer>(pullRequestQuery, {
      owner: ref.owner,
      name: ref.name,
      number: ref.number,
      ...cursors,
      withReviews: wanted.reviews,
      withThreads: wanted.threads,
      request,
    }),
  );
  const pullRequest = answer.repository?.pullRequest;
  if (pullRequest == null) throw missing(ref);
  return pullRequest;
}

/** Only texts of our own App with a valid marker count: anybody may copy one. */
function conversationOf(
  reviews: readonly Review[],
  threads: readonly Thread[],
  markerOf: (body: string) => Marker | null,
): Conversation {
  let report: PostedReport | null = null;
  for (const review of reviews) {
    const marker = review.viewerDidAuthor ? markerOf(review.body) : null;
    if (marker?.kind !== 'report') continue;
    // Were there two, the first is the one that people have linked to.
    report ??= {
      id: Number(review.fullDatabaseId),
      nodeId: review.id,
      url: review.url,
      head: marker.head,
      body: plainEnds(review.body),
    };
  }
  return { report, comments: threads.flatMap((thread) => postedComment(thread, markerOf)) };
}

function postedComment(thread: Thread, markerOf: (body: string) => Marker | null): PostedComment[] {
  const [comment] = present(thread.comments.nodes);
  const marker = comment?.viewerDidAuthor === true ? markerOf(comment.body) : null;
  if (comment === undefined || marker?.kind !== 'comment') return [];
  return [
    {
      id: Number(comment.fullDatabaseId),
      nodeId: comment.id,
      threadId: thread.id,
      identity: marker.identity,
      substance: marker.substance,
      head: marker.head,
      state: marker.state,
      resolved: thread.isResolved,
      body: plainEnds(comment.body),
      path: comment.path,
    },
  ];
}

/** GitHub may give bodies back with `\r\n`; what we wrote has `\n`. */
export function plainEnds(body: string): string {
  return body.replaceAll('\r\n', '\n');
}

function present<Node>(nodes: readonly (Node | null)[] | undefined): Node[] {
  return (nodes ?? []).filter((node) => node !== null);
}

export function tooLong(ref: PullRequestRef): GitHubError {
  const place = `${ref.owner}/${ref.name}#${ref.number}`;
  return new GitHubError('GITHUB_UNEXPECTED', `${place} has more reviews and threads than are read`);
}

function missing(ref: PullRequestRef): GitHubError {
  return new GitHubError('GITHUB_NOT_FOUND', `${ref.owner}/${ref.name}#${ref.number} is not there`);
}
