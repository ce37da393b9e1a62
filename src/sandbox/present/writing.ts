import type {
  Authored,
  IssueCommentRecord,
  PullRecord,
  ReactionRecord,
  RepositoryRecord,
  ReviewRecord,
} from '../state/records.ts';
import { associationOf } from '../state/state.ts';
import { timestamp, type World } from '../state/world.ts';
import { presentAccount } from './account.ts';
import { presentApp } from './app.ts';
import { pullPageUrl, repositoryRestUrl } from './links.ts';
import { nodeId } from './node-id.ts';

export function presentReaction(world: World, reaction: ReactionRecord) {
  return {
    id: reaction.id,
    node_id: nodeId('reaction', reaction.id),
    user: presentAccount(world, reaction.author),
    content: reaction.content,
    created_at: timestamp(reaction.createdAt),
  };
}

/** The counts of reactions below something that was written. */
export function reactionCounts(url: string, reactions: Authored['reactions']) {
  const count = (content: ReactionRecord['content']) =>
    reactions.filter((one) => one.content === content).length;
  return {
    url: `${url}/reactions`,
    total_count: reactions.length,
    '+1': count('+1'),
    '-1': count('-1'),
    laugh: count('laugh'),
    confused: count('confused'),
    heart: count('heart'),
    hooray: count('hooray'),
    eyes: count('eyes'),
    rocket: count('rocket'),
  };
}

/** A comment in the conversation, in the form that REST and webhooks share. */
export function presentIssueComment(
  world: World,
  repository: RepositoryRecord,
  pull: PullRecord,
  comment: IssueCommentRecord,
) {
  const rest = repositoryRestUrl(world, repository);
  const url = `${rest}/issues/comments/${comment.id}`;
  return {
    id: comment.id,
    node_id: nodeId('issueComment', comment.id),
    url,
    html_url: `${pullPageUrl(world, repository, pull)}#issuecomment-${comment.id}`,
    issue_url: `${rest}/issues/${pull.number}`,
    body: comment.body,
    user: presentAccount(world, comment.author),
    created_at: timestamp(comment.createdAt),
    updated_at: timestamp(comment.updatedAt),
    author_association: associationOf(repository, comment.author),
    performed_via_github_app: comment.author.id === world.state.app.bot.id ? presentApp(world) : null,
    reactions: reactionCounts(url, comment.reactions),
  };
}

/** A review as REST has it. */
export function presentReview(
  world: World,
  repository: RepositoryRecord,
  pull: PullRecord,
  review: ReviewRecord,
) {
  const page = `${pullPageUrl(world, repository, pull)}#pullrequestreview-${review.id}`;
  const pullUrl = `${repositoryRestUrl(world, repository)}/pulls/${pull.number}`;
  return {
    id: review.id,
    node_id: nodeId('review', review.id),
    user: presentAccount(world, review.author),
    body: review.body,
    state: review.state,
    html_url: page,
    pull_request_url: pullUrl,
    author_association: associationOf(repository, review.author),
    _links: { html: { href: page }, pull_request: { href: pullUrl } },
    commit_id: review.commit,
    ...(review.submittedAt === null ? {} : { submitted_at: timestamp(review.submittedAt) }),
  };
}
