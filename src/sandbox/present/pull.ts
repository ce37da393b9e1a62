import type { PullRecord, RepositoryRecord } from '../state/records.ts';
import { timestamp, type World } from '../state/world.ts';
import { presentAccount } from './account.ts';
import { pullPageUrl, repositoryRestUrl } from './links.ts';
import { nodeId } from './node-id.ts';
import { presentRepository } from './repository.ts';

/** What a diff says of a pull request as a whole. */
export interface PullSize {
  readonly commits: number;
  readonly additions: number;
  readonly deletions: number;
  readonly files: number;
}

/** A pull request as lists have it (`pull-request-simple`). */
export function presentPullSimple(world: World, repository: RepositoryRecord, pull: PullRecord) {
  const rest = repositoryRestUrl(world, repository);
  const url = `${rest}/pulls/${pull.number}`;
  const issue = `${rest}/issues/${pull.number}`;
  const page = pullPageUrl(world, repository, pull);
  const repo = presentRepository(world, repository);
  const headOwner = presentAccount(world, pull.headOwner);
  const links = {
    self: { href: url },
    html: { href: page },
    issue: { href: issue },
    comments: { href: `${issue}/comments` },
    review_comments: { href: `${url}/comments` },
    review_comment: { href: `${rest}/pulls/comments{/number}` },
    commits: { href: `${url}/commits` },
    statuses: { href: `${rest}/statuses/${pull.head.sha}` },
  };
  return {
    url,
    id: pull.id,
    node_id: nodeId('pull', pull.id),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issue,
    commits_url: links.commits.href,
    review_comments_url: links.review_comments.href,
    review_comment_url: links.review_comment.href,
    comments_url: links.comments.href,
    statuses_url: links.statuses.href,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: presentAccount(world, pull.author),
    body: pull.body,
    labels: [],
    milestone: null,
    active_lock_reason: null,
    created_at: timestamp(pull.createdAt),
    updated_at: timestamp(pull.updatedAt),
    closed_at: pull.closedAt === null ? null : timestamp(pull.closedAt),
    merged_at: null,
    merge_commit_sha: null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    head: {
      label: `${pull.headOwner.login}:${pull.head.ref}`,
      ref: pull.head.ref,
      sha: pull.head.sha,
      user: headOwner,
      repo: pull.fork ? { ...repo, ...forkOf(repo, headOwner) } : repo,
    },
    base: {
      label: `${repository.owner.login}:${pull.base.ref}`,
      ref: pull.base.ref,
      sha: pull.base.sha,
      user: repo.owner,
      repo,
    },
    _links: links,
    author_association: pull.association,
    auto_merge: null,
    draft: pull.draft,
  };
}

/** A pull request in the form that REST (`pull-request`) and webhooks (`PullRequest`) share. */
export function presentPull(world: World, repository: RepositoryRecord, pull: PullRecord, size: PullSize) {
  return {
    ...presentPullSimple(world, repository, pull),
    merged: false,
    mergeable: null,
    rebaseable: null,
    mergeable_state: pull.draft ? 'draft' : 'unknown',
    merged_by: null,
    comments: pull.comments.length,
    review_comments: pull.reviewComments.length,
    maintainer_can_modify: pull.fork,
    commits: size.commits,
    additions: size.additions,
    deletions: size.deletions,
    changed_files: size.files,
  };
}

function forkOf(repository: ReturnType<typeof presentRepository>, owner: ReturnType<typeof presentAccount>) {
  const from = `/${repository.owner.login}/${repository.name}`;
  const to = `/${owner.login}/${repository.name}`;
  const moved = (url: string) => url.replace(from, to);
  return {
    // A fork has its own id; it need not be known to the installation.
    id: repository.id + 1_000_000,
    node_id: nodeId('repository', repository.id + 1_000_000),
    full_name: to.slice(1),
    owner,
    fork: true,
    url: moved(repository.url),
    html_url: moved(repository.html_url),
    clone_url: moved(repository.clone_url),
    svn_url: moved(repository.svn_url),
  };
}
