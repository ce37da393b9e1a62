import { type DiffSide, diffHunkTo, hunkAt } from '../git/hunks.ts';
import { nodeId } from '../present/node-id.ts';
import { type PullDiff, pullDiff } from './pull-diff.ts';
import type {
  Account,
  Authored,
  IssueCommentRecord,
  PullRecord,
  ReactionRecord,
  RepositoryRecord,
  ReviewCommentRecord,
  ReviewRecord,
  ReviewState,
} from './records.ts';
import type { World } from './world.ts';

/** Bodies of reviews and comments (GitHub: 422 above). */
export const bodyLimit = 65_536;

function authored(world: World, author: Account, body: string): Authored {
  const now = world.clock();
  return {
    id: world.state.nextId(),
    author,
    body,
    createdAt: now,
    updatedAt: now,
    minimized: null,
    reactions: [],
  };
}

export function addIssueComment(
  world: World,
  pull: PullRecord,
  author: Account,
  body: string,
): IssueCommentRecord {
  const comment = authored(world, author, body);
  pull.comments.push(comment);
  pull.updatedAt = comment.createdAt;
  return comment;
}

export interface NewLineComment {
  readonly path: string;
  readonly body: string;
  /** Null for a comment on the whole file. */
  readonly line: number | null;
  readonly side: DiffSide;
  readonly startLine: number | null;
  readonly startSide: DiffSide | null;
}

export interface NewReview {
  readonly author: Account;
  readonly body: string;
  readonly state: ReviewState;
  readonly comments: readonly NewLineComment[];
}

/** Adds a review whose comments were checked against `diff`. */
export function addReview(world: World, pull: PullRecord, diff: PullDiff, review: NewReview): ReviewRecord {
  const record: ReviewRecord = {
    ...authored(world, review.author, review.body),
    state: review.state,
    commit: diff.head,
    submittedAt: review.state === 'PENDING' ? null : world.clock(),
  };
  pull.reviews.push(record);
  pull.updatedAt = record.createdAt;
  for (const comment of review.comments) addLineComment(world, pull, diff, record, comment);
  return record;
}

function addLineComment(
  world: World,
  pull: PullRecord,
  diff: PullDiff,
  review: ReviewRecord,
  comment: NewLineComment,
): ReviewCommentRecord {
  const hunks = diff.files.find((file) => file.path === comment.path)?.hunks ?? [];
  const hunk = comment.line === null ? null : hunkAt(hunks, comment.side, comment.line);
  const thread = nodeId('thread', world.state.nextId());
  const record: ReviewCommentRecord = {
    ...authored(world, review.author, comment.body),
    review: review.id,
    thread,
    path: comment.path,
    subject: comment.line === null ? 'file' : 'line',
    commit: diff.head,
    mergeBase: diff.mergeBase,
    side: comment.side,
    line: comment.line,
    startSide: comment.startLine === null ? null : (comment.startSide ?? comment.side),
    startLine: comment.startLine,
    replyTo: null,
    diffHunk: hunk === null || comment.line === null ? '' : diffHunkTo(hunk, comment.side, comment.line),
  };
  pull.threads.push({ id: thread, resolvedBy: null });
  pull.reviewComments.push(record);
  return record;
}

/** A single comment on the diff, in a review of its own as on GitHub. */
export function addSingleComment(
  world: World,
  pull: PullRecord,
  diff: PullDiff,
  author: Account,
  comment: NewLineComment,
): ReviewCommentRecord {
  const review = addReview(world, pull, diff, { author, body: '', state: 'COMMENTED', comments: [] });
  return addLineComment(world, pull, diff, review, comment);
}

/** An answer in a comment's thread. */
export async function addReply(
  world: World,
  repository: RepositoryRecord,
  pull: PullRecord,
  to: ReviewCommentRecord,
  author: Account,
  body: string,
): Promise<ReviewCommentRecord> {
  const diff = await pullDiff(repository, pull);
  const review = addReview(world, pull, diff, { author, body: '', state: 'COMMENTED', comments: [] });
  const record: ReviewCommentRecord = {
    ...to,
    ...authored(world, author, body),
    review: review.id,
    replyTo: to.replyTo ?? to.id,
  };
  pull.reviewComments.push(record);
  return record;
}

/** Adds a reaction; one person's second equal one is the first (`created` false). */
export function addReaction(
  world: World,
  to: Authored,
  author: Account,
  content: ReactionRecord['content'],
): { readonly reaction: ReactionRecord; readonly created: boolean } {
  const known = to.reactions.find((one) => one.author.id === author.id && one.content === content);
  if (known) return { reaction: known, created: false };
  const reaction = { id: world.state.nextId(), author, content, createdAt: world.clock() };
  to.reactions.push(reaction);
  return { reaction, created: true };
}

export function edit(world: World, written: Authored, body: string): void {
  written.body = body;
  written.updatedAt = world.clock();
}

/** Something written in one of a repository's pull requests, with that pull request; null where there is none. */
export function findWritten<T extends Authored>(
  repository: RepositoryRecord,
  listOf: (pull: PullRecord) => T[],
  id: number,
): { readonly pull: PullRecord; readonly written: T } | null {
  for (const pull of repository.pulls) {
    const written = listOf(pull).find((one) => one.id === id);
    if (written) return { pull, written };
  }
  return null;
}

/** Removes something written. */
export function remove<T extends Authored>(list: T[], written: T): void {
  const index = list.indexOf(written);
  if (index !== -1) list.splice(index, 1);
}
