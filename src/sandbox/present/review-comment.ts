import { isAt, parsePatch } from '../git/hunks.ts';
import { placeOf } from '../state/pull-diff.ts';
import type { PullRecord, RepositoryRecord, ReviewCommentRecord } from '../state/records.ts';
import { associationOf } from '../state/state.ts';
import { timestamp, type World } from '../state/world.ts';
import { presentAccount } from './account.ts';
import { pullPageUrl, repositoryRestUrl } from './links.ts';
import { nodeId } from './node-id.ts';
import { reactionCounts } from './writing.ts';

/** A comment on the diff, in the form that REST and webhooks share. Outdated ones have no `line`. */
export async function presentReviewComment(
  world: World,
  repository: RepositoryRecord,
  pull: PullRecord,
  comment: ReviewCommentRecord,
) {
  const rest = repositoryRestUrl(world, repository);
  const url = `${rest}/pulls/comments/${comment.id}`;
  const page = `${pullPageUrl(world, repository, pull)}#discussion_r${comment.id}`;
  const pullUrl = `${rest}/pulls/${pull.number}`;
  const place = await placeOf(repository, pull, comment);
  const position = positionOf(comment);
  return {
    url,
    pull_request_review_id: comment.review,
    id: comment.id,
    node_id: nodeId('reviewComment', comment.id),
    diff_hunk: comment.diffHunk,
    path: comment.path,
    position: place === null && comment.subject === 'line' ? null : position,
    original_position: position,
    commit_id: place === null ? comment.commit : pull.head.sha,
    original_commit_id: comment.commit,
    user: presentAccount(world, comment.author),
    body: comment.body,
    created_at: timestamp(comment.createdAt),
    updated_at: timestamp(comment.updatedAt),
    html_url: page,
    pull_request_url: pullUrl,
    author_association: associationOf(repository, comment.author),
    _links: { self: { href: url }, html: { href: page }, pull_request: { href: pullUrl } },
    reactions: reactionCounts(url, comment.reactions),
    start_line: place?.startLine ?? null,
    original_start_line: comment.startLine,
    start_side: comment.startSide,
    line: place?.line ?? null,
    original_line: comment.line ?? 1,
    side: comment.side,
    subject_type: comment.subject,
    ...(comment.replyTo === null ? {} : { in_reply_to_id: comment.replyTo }),
  };
}

/** Lines below the hunk's header that a comment stands at; 1 for comments on a file. */
function positionOf(comment: ReviewCommentRecord): number {
  const { line } = comment;
  const lines = parsePatch(comment.diffHunk).flatMap((hunk) => hunk.lines);
  return line === null ? 1 : lines.findIndex((one) => isAt(one, comment.side, line)) + 1;
}
