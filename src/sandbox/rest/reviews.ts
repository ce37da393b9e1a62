import { z } from 'zod';
import { accountOfActor } from '../access/actor.ts';
import { json, notAccessible, notFound, unprocessable } from '../http/answer.ts';
import { checkBody } from '../http/check-body.ts';
import { pageOf } from '../http/page-of.ts';
import { numberOf, type RepositoryCall, type RepositoryRoute } from '../http/route.ts';
import { presentReviewComment } from '../present/review-comment.ts';
import type { Schemas } from '../present/schemas.ts';
import { presentReview } from '../present/writing.ts';
import { isPartOf, pullDiff } from '../state/pull-diff.ts';
import type { Account, PullRecord, ReviewRecord, ReviewState } from '../state/records.ts';
import { addReview, edit, type NewLineComment } from '../state/write.ts';
import { checkComment, checkText } from './check-comment.ts';
import { pullOf } from './pulls.ts';

/** Reviews with more comments are refused as made too quickly (seen from about 30 on). */
const reviewCommentLimit = 30;

const side = z.enum(['LEFT', 'RIGHT']);
const creation = z.strictObject({
  commit_id: z.string().optional(),
  body: z.string().optional(),
  event: z.enum(['APPROVE', 'REQUEST_CHANGES', 'COMMENT']).optional(),
  comments: z
    .array(
      z.strictObject({
        path: z.string(),
        body: z.string(),
        line: z.int().optional(),
        side: side.optional(),
        start_line: z.int().optional(),
        start_side: side.optional(),
      }),
    )
    .optional(),
});

const states = {
  APPROVE: 'APPROVED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
  COMMENT: 'COMMENTED',
} as const satisfies Record<string, ReviewState>;

const path = '/repos/{owner}/{repo}/pulls/{pull_number}/reviews';

export const reviewRoutes: readonly RepositoryRoute[] = [
  {
    method: 'POST',
    path,
    inRepository: true,
    need: [{ pull_requests: 'write' }],
    createsContent: true,
    handle: create,
  },
  {
    method: 'GET',
    path,
    inRepository: true,
    need: [{ pull_requests: 'read' }],
    handle: (call) => {
      const pull = pullOf(call);
      const seen = shownTo(accountOfActor(call.world, call.actor), pull).filter(
        (review) => review.createdAt <= call.visibleUntil,
      );
      const page = pageOf(seen, call.url);
      return json(
        200,
        page.entries.map((review) => present(call, pull, review)),
        page.headers,
      );
    },
  },
  {
    method: 'GET',
    path: `${path}/{review_id}`,
    inRepository: true,
    need: [{ pull_requests: 'read' }],
    handle: (call) => json(200, present(call, pullOf(call), reviewOf(call))),
  },
  {
    method: 'PUT',
    path: `${path}/{review_id}`,
    inRepository: true,
    need: [{ pull_requests: 'write' }],
    handle: (call) => {
      const review = reviewOf(call);
      const { body } = checkBody(z.strictObject({ body: z.string() }), call.body);
      if (review.author.id !== accountOfActor(call.world, call.actor).id)
        throw notAccessible('pull_requests=write');
      const fault = checkText(body);
      if (fault) throw unprocessable(fault.sentence);
      edit(call.world, review, body);
      return json(200, present(call, pullOf(call), review));
    },
  },
  {
    method: 'GET',
    path: `${path}/{review_id}/comments`,
    inRepository: true,
    need: [{ pull_requests: 'read' }],
    handle: async (call) => {
      const pull = pullOf(call);
      const review = reviewOf(call);
      const comments = pull.reviewComments.filter(
        (comment) => comment.review === review.id && comment.createdAt <= call.visibleUntil,
      );
      const page = pageOf(comments, call.url);
      const presented: Schemas['review-comment'][] = await Promise.all(
        page.entries.map(async (comment) => {
          const { line, ...rest } = await presentReviewComment(call.world, call.repository, pull, comment);
          return line === null ? rest : { ...rest, line };
        }),
      );
      return json(200, presented, page.headers);
    },
  },
];

async function create(call: RepositoryCall) {
  const { world, repository } = call;
  const pull = pullOf(call);
  const author = accountOfActor(world, call.actor);
  const request = checkBody(creation, call.body);
  const body = request.body ?? '';
  const comments: NewLineComment[] = (request.comments ?? []).map((comment) => ({
    path: comment.path,
    body: comment.body,
    line: comment.line ?? null,
    side: comment.side ?? 'RIGHT',
    startLine: comment.start_line ?? null,
    startSide: comment.start_side ?? null,
  }));
  checkReview(pull, author, request.event, body, comments.length);
  const head = request.commit_id ?? pull.head.sha;
  if (!(await isPartOf(repository, pull, head)))
    throw unprocessable('The commitOID is not part of the pull request');
  const diff = await pullDiff(repository, pull, head);
  const faults = comments.flatMap((comment) => {
    // A review takes comments on lines only; those on files have an endpoint of their own.
    if (comment.line === null) return ['Line could not be resolved'];
    return checkComment(diff, comment)?.sentence ?? [];
  });
  if (faults.length > 0) throw unprocessable(...new Set(faults));
  const state = request.event === undefined ? 'PENDING' : states[request.event];
  return json(200, present(call, pull, addReview(world, pull, diff, { author, body, state, comments })));
}

function checkReview(
  pull: PullRecord,
  author: Account,
  event: keyof typeof states | undefined,
  body: string,
  comments: number,
): void {
  if (
    event === undefined &&
    pull.reviews.some((one) => one.state === 'PENDING' && one.author.id === author.id)
  ) {
    throw unprocessable('User can only have one pending review per pull request');
  }
  if ((event === 'APPROVE' || event === 'REQUEST_CHANGES') && pull.author.id === author.id) {
    const what = event === 'APPROVE' ? 'approve' : 'request changes on';
    throw unprocessable(`Can not ${what} your own pull request`);
  }
  const needsBody = event === 'REQUEST_CHANGES' || (event === 'COMMENT' && comments === 0);
  const fault = needsBody || body !== '' ? checkText(body) : null;
  if (fault) throw unprocessable(fault.sentence);
  if (comments > reviewCommentLimit) throw unprocessable('was submitted too quickly');
}

/** Pending reviews are shown to their authors only. */
function shownTo(account: Account, pull: PullRecord): ReviewRecord[] {
  return pull.reviews.filter((review) => review.state !== 'PENDING' || review.author.id === account.id);
}

function reviewOf(call: RepositoryCall): ReviewRecord {
  const id = numberOf(call, 'review_id');
  const review = shownTo(accountOfActor(call.world, call.actor), pullOf(call)).find((one) => one.id === id);
  if (!review) throw notFound();
  return review;
}

function present(
  call: RepositoryCall,
  pull: PullRecord,
  review: ReviewRecord,
): Schemas['pull-request-review'] {
  return presentReview(call.world, call.repository, pull, review);
}
