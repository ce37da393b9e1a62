import { z } from 'zod';
import { accountOfActor } from '../access/actor.ts';
import type { Need } from '../access/permissions.ts';
import { json, noContent, notFound } from '../http/answer.ts';
import { checkBody } from '../http/check-body.ts';
import { pageAnswer } from '../http/page-of.ts';
import { numberOf, type RepositoryCall, type RepositoryRoute } from '../http/route.ts';
import type { Schemas } from '../present/schemas.ts';
import { presentReaction } from '../present/writing.ts';
import { type Authored, type PullRecord, reactionContents } from '../state/records.ts';
import { addReaction, findWritten } from '../state/write.ts';

const issueComments = (pull: PullRecord): Authored[] => pull.comments;
const reviewComments = (pull: PullRecord): Authored[] => pull.reviewComments;

export const reactionRoutes: readonly RepositoryRoute[] = [
  ...routesFor('/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions', issueComments, {
    read: [{ issues: 'read' }, { pull_requests: 'read' }],
    write: [{ issues: 'write' }, { pull_requests: 'write' }],
  }),
  ...routesFor('/repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions', reviewComments, {
    read: [{ pull_requests: 'read' }],
    write: [{ pull_requests: 'write' }],
  }),
];

function routesFor(
  path: string,
  listOf: (pull: PullRecord) => Authored[],
  need: { readonly read: Need; readonly write: Need },
): readonly RepositoryRoute[] {
  const find = (call: RepositoryCall): Authored => {
    const found = findWritten(call.repository, listOf, numberOf(call, 'comment_id'));
    if (!found) throw notFound();
    return found.written;
  };
  return [
    {
      method: 'POST',
      path,
      inRepository: true,
      need: need.write,
      handle: (call) => {
        const to = find(call);
        const { content } = checkBody(z.strictObject({ content: z.enum(reactionContents) }), call.body);
        const author = accountOfActor(call.world, call.actor);
        const { reaction, created } = addReaction(call.world, to, author, content);
        return json(created ? 201 : 200, presentReaction(call.world, reaction));
      },
    },
    {
      method: 'GET',
      path,
      inRepository: true,
      need: need.read,
      handle: (call) =>
        pageAnswer(
          find(call).reactions.filter((one) => one.createdAt <= call.visibleUntil),
          call.url,
          (reaction): Schemas['reaction'] => presentReaction(call.world, reaction),
        ),
    },
    {
      method: 'DELETE',
      path: `${path}/{reaction_id}`,
      inRepository: true,
      need: need.write,
      handle: (call) => {
        const { reactions } = find(call);
        const index = reactions.findIndex((one) => one.id === numberOf(call, 'reaction_id'));
        if (index === -1) throw notFound();
        reactions.splice(index, 1);
        return noContent();
      },
    },
  ];
}
