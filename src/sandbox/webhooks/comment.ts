import type {
  Issue,
  IssueCommentCreatedEvent,
  PullRequestReviewCommentCreatedEvent,
} from '@octokit/webhooks-types';
import { presentAccount } from '../present/account.ts';
import { pullPageUrl, repositoryRestUrl } from '../present/links.ts';
import { nodeId } from '../present/node-id.ts';
import { presentPullSimple } from '../present/pull.ts';
import { presentReviewComment } from '../present/review-comment.ts';
import { presentIssueComment, reactionCounts } from '../present/writing.ts';
import type {
  IssueCommentRecord,
  PullRecord,
  RepositoryRecord,
  ReviewCommentRecord,
} from '../state/records.ts';
import { timestamp, type World } from '../state/world.ts';
import { envelope } from './envelope.ts';

export function issueCommentEvent(
  world: World,
  repository: RepositoryRecord,
  pull: PullRecord,
  comment: IssueCommentRecord,
): IssueCommentCreatedEvent {
  return {
    action: 'created',
    issue: presentIssue(world, repository, pull),
    comment: presentIssueComment(world, repository, pull, comment),
    ...envelope(world, repository, comment.author),
  };
}

export async function reviewCommentEvent(
  world: World,
  repository: RepositoryRecord,
  pull: PullRecord,
  comment: ReviewCommentRecord,
): Promise<PullRequestReviewCommentCreatedEvent> {
  return {
    action: 'created',
    comment: await presentReviewComment(world, repository, pull, comment),
    pull_request: presentPullSimple(world, repository, pull),
    ...envelope(world, repository, comment.author),
  };
}

/** A pull request seen as an issue, as its conversation's webhooks do. */
function presentIssue(
  world: World,
  repository: RepositoryRecord,
  pull: PullRecord,
): IssueCommentCreatedEvent['issue'] {
  const rest = repositoryRestUrl(world, repository);
  const url = `${rest}/issues/${pull.number}`;
  const page = pullPageUrl(world, repository, pull);
  const issue: Issue = {
    url,
    repository_url: rest,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    html_url: page,
    id: pull.id,
    node_id: nodeId('pull', pull.id),
    number: pull.number,
    title: pull.title,
    user: presentAccount(world, pull.author),
    assignees: [],
    milestone: null,
    comments: pull.comments.length,
    created_at: timestamp(pull.createdAt),
    updated_at: timestamp(pull.updatedAt),
    closed_at: pull.closedAt === null ? null : timestamp(pull.closedAt),
    author_association: pull.association,
    active_lock_reason: null,
    draft: pull.draft,
    pull_request: {
      url: `${rest}/pulls/${pull.number}`,
      html_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      merged_at: null,
    },
    body: pull.body,
    reactions: reactionCounts(url, []),
    performed_via_github_app: null,
    state_reason: null,
  };
  return { ...issue, assignee: null, state: pull.state, locked: false, labels: [] };
}
