import { z } from 'zod';
import { accountOfActor } from '../access/actor.ts';
import { json, noContent, notFound, validationFailed } from '../http/answer.ts';
import { checkBody } from '../http/check-body.ts';
import { pageOf } from '../http/page-of.ts';
import { numberOf, type RepositoryCall, type RepositoryRoute } from '../http/route.ts';
import type { Schemas } from '../present/schemas.ts';
import { presentIssueComment } from '../present/writing.ts';
import type { IssueCommentRecord, PullRecord } from '../state/records.ts';
import { addIssueComment, edit, findWritten, remove } from '../state/write.ts';
import { checkText } from './check-comment.ts';
import { pullOf } from './pulls.ts';

const inPull = '/repos/{owner}/{repo}/issues/{issue_number}/comments';
const one = '/repos/{owner}/{repo}/issues/comments/{comment_id}';
/** Of a pull request's conversation either permission is enough. */
const write = [{ issues: 'write' }, { pull_requests: 'write' }] as const;
const read = [{ issues: 'read' }, { pull_requests: 'read' }] as const;

export const issueCommentRoutes: readonly RepositoryRoute[] = [
  {
    method: 'POST',
    path: inPull,
    inRepository: true,
    need: write,
    createsContent: true,
    handle: (call) => {
      const pull = pullOf(call, 'issue_number');
      const comment = addIssueComment(call.world, pull, accountOfActor(call.world, call.actor), bodyOf(call));
      return json(201, present(call, pull, comment));
    },
  },
  {
    method: 'GET',
    path: inPull,
    inRepository: true,
    need: read,
    handle: (call) => {
      const pull = pullOf(call, 'issue_number');
      const page = pageOf(
        pull.comments.filter((comment) => comment.createdAt <= call.visibleUntil),
        call.url,
      );
      return json(
        200,
        page.entries.map((comment) => present(call, pull, comment)),
        page.headers,
      );
    },
  },
  {
    method: 'GET',
    path: one,
    inRepository: true,
    need: read,
    handle: (call) => {
      const { pull, written } = find(call);
      return json(200, present(call, pull, written));
    },
  },
  {
    method: 'PATCH',
    path: one,
    inRepository: true,
    need: write,
    handle: (call) => {
      const { pull, written } = find(call);
      edit(call.world, written, bodyOf(call));
      return json(200, present(call, pull, written));
    },
  },
  {
    method: 'DELETE',
    path: one,
    inRepository: true,
    need: write,
    handle: (call) => {
      const { pull, written } = find(call);
      remove(pull.comments, written);
      return noContent();
    },
  },
];

function bodyOf(call: RepositoryCall): string {
  const { body } = checkBody(z.strictObject({ body: z.string() }), call.body);
  const fault = checkText(body);
  if (fault) {
    throw validationFailed({
      resource: 'IssueComment',
      code: 'unprocessable',
      field: 'data',
      message: fault.sentence,
    });
  }
  return body;
}

function find(call: RepositoryCall): { readonly pull: PullRecord; readonly written: IssueCommentRecord } {
  const found = findWritten(call.repository, (pull) => pull.comments, numberOf(call, 'comment_id'));
  if (!found) throw notFound();
  return found;
}

function present(
  call: RepositoryCall,
  pull: PullRecord,
  comment: IssueCommentRecord,
): Schemas['issue-comment'] {
  return presentIssueComment(call.world, call.repository, pull, comment);
}
