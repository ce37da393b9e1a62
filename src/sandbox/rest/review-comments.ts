import { z } from 'zod';
import { accountOfActor } from '../access/actor.ts';
import { json, noContent, notFound, validationFailed } from '../http/answer.ts';
import { checkBody } from '../http/check-body.ts';
import { pageOf } from '../http/page-of.ts';
import { numberOf, type RepositoryCall, type RepositoryRoute } from '../http/route.ts';
import { presentReviewComment } from '../present/review-comment.ts';
import type { Schemas } from '../present/schemas.ts';
import { isPartOf, pullDiff } from '../state/pull-diff.ts';
import type { PullRecord, ReviewCommentRecord } from '../state/records.ts';
import {
  addReply,
  addSingleComment,
  edit,
  findWritten,
  type NewLineComment,
  remove,
} from '../state/write.ts';
import { type CommentFault, checkComment, checkText } from './check-comment.ts';
import { pullOf } from './pulls.ts';

const side = z.enum(['LEFT', 'RIGHT']);
const creation = z.strictObject({
  body: z.string(),
  commit_id: z.string(),
  path: z.string(),
  line: z.int().optional(),
  side: side.optional(),
  start_line: z.int().optional(),
  start_side: side.optional(),
  subject_type: z.enum(['line', 'file']).optional(),
});
const text = z.strictObject({ body: z.string() });

const inPull = '/repos/{owner}/{repo}/pulls/{pull_number}/comments';
const one = '/repos/{owner}/{repo}/pulls/comments/{comment_id}';
const write = [{ pull_requests: 'write' }] as const;
const read = [{ pull_requests: 'read' }] as const;

export const reviewCommentRoutes: readonly RepositoryRoute[] = [
  { method: 'POST', path: inPull, inRepository: true, need: write, createsContent: true, handle: create },
  {
    method: 'POST',
    path: `${inPull}/{comment_id}/replies`,
    inRepository: true,
    need: write,
    createsContent: true,
    handle: async (call) => {
      const pull = pullOf(call);
      const to = pull.reviewComments.find((comment) => comment.id === numberOf(call, 'comment_id'));
      if (!to) throw notFound();
      const { body } = checkBody(text, call.body);
      refuse(checkText(body));
      const author = accountOfActor(call.world, call.actor);
      return json(
        201,
        await present(call, pull, await addReply(call.world, call.repository, pull, to, author, body)),
      );
    },
  },
  {
    method: 'GET',
    path: inPull,
    inRepository: true,
    need: read,
    handle: async (call) => {
      const pull = pullOf(call);
      const page = pageOf(
        pull.reviewComments.filter((comment) => comment.createdAt <= call.visibleUntil),
        call.url,
      );
      return json(
        200,
        await Promise.all(page.entries.map((comment) => present(call, pull, comment))),
        page.headers,
      );
    },
  },
  {
    method: 'GET',
    path: one,
    inRepository: true,
    need: read,
    handle: async (call) => {
      const { pull, written } = find(call);
      return json(200, await present(call, pull, written));
    },
  },
  {
    method: 'PATCH',
    path: one,
    inRepository: true,
    need: write,
    handle: async (call) => {
      const { pull, written } = find(call);
      const { body } = checkBody(text, call.body);
      refuse(checkText(body));
      edit(call.world, written, body);
      return json(200, await present(call, pull, written));
    },
  },
  {
    method: 'DELETE',
    path: one,
    inRepository: true,
    need: write,
    handle: (call) => {
      const { pull, written } = find(call);
      remove(pull.reviewComments, written);
      return noContent();
    },
  },
];

async function create(call: RepositoryCall) {
  const { world, repository } = call;
  const pull = pullOf(call);
  const request = checkBody(creation, call.body);
  const onFile = request.subject_type === 'file';
  if (!onFile && request.line === undefined) {
    throw validationFailed({ resource: 'PullRequestReviewComment', code: 'missing_field', field: 'line' });
  }
  if (!(await isPartOf(repository, pull, request.commit_id))) {
    const message = 'commit_id is not part of the pull request';
    throw validationFailed({
      resource: 'PullRequestReviewComment',
      code: 'custom',
      field: 'commit_id',
      message,
    });
  }
  const comment: NewLineComment = {
    path: request.path,
    body: request.body,
    line: onFile ? null : (request.line ?? null),
    side: request.side ?? 'RIGHT',
    startLine: onFile ? null : (request.start_line ?? null),
    startSide: request.start_side ?? null,
  };
  const diff = await pullDiff(repository, pull, request.commit_id);
  refuse(checkComment(diff, comment));
  const author = accountOfActor(world, call.actor);
  return json(201, await present(call, pull, addSingleComment(world, pull, diff, author, comment)));
}

function refuse(fault: CommentFault | null): void {
  if (!fault) return;
  const field = fault.field === 'body' ? 'body' : `pull_request_review_thread.${fault.field}`;
  throw validationFailed({
    resource: 'PullRequestReviewComment',
    code: 'custom',
    field,
    message: fault.message,
  });
}

function find(call: RepositoryCall): { readonly pull: PullRecord; readonly written: ReviewCommentRecord } {
  const found = findWritten(call.repository, (pull) => pull.reviewComments, numberOf(call, 'comment_id'));
  if (!found) throw notFound();
  return found;
}

async function present(call: RepositoryCall, pull: PullRecord, comment: ReviewCommentRecord) {
  const presented = await presentReviewComment(call.world, call.repository, pull, comment);
  // GitHub's own description knows no null here, but an outdated comment's line is null; position may be missing.
  const { line, position, ...rest } = presented;
  const typed: Schemas['pull-request-review-comment'] = rest;
  return { ...typed, line, position };
}
