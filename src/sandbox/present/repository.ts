import type { RepositoryRecord } from '../state/records.ts';
import { timestamp, type World } from '../state/world.ts';
import { presentAccount } from './account.ts';
import { repositoryPageUrl, repositoryRestUrl } from './links.ts';
import { nodeId } from './node-id.ts';

/** A repository in the form that REST (`repository`) and webhooks (`Repository`) share. */
export function presentRepository(world: World, repository: RepositoryRecord) {
  const url = repositoryRestUrl(world, repository);
  const page = repositoryPageUrl(world, repository);
  const at = timestamp(repository.createdAt);
  const open = repository.pulls.filter((pull) => pull.state === 'open').length;
  return {
    ...addresses(url),
    id: repository.id,
    node_id: nodeId('repository', repository.id),
    name: repository.name,
    full_name: `${repository.owner.login}/${repository.name}`,
    private: repository.private,
    visibility: repository.private ? ('private' as const) : ('public' as const),
    owner: presentAccount(world, repository.owner),
    html_url: page,
    description: null,
    fork: false,
    url,
    created_at: at,
    updated_at: at,
    pushed_at: at,
    git_url: `git:${page.replace(/^https?:/, '')}.git`,
    ssh_url: `git@${new URL(page).hostname}:${repository.owner.login}/${repository.name}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    size: 0,
    stargazers_count: 0,
    watchers_count: 0,
    watchers: 0,
    forks_count: 0,
    forks: 0,
    open_issues_count: open,
    open_issues: open,
    has_issues: true,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_downloads: false,
    has_discussions: false,
    archived: false,
    disabled: false,
    is_template: false,
    web_commit_signoff_required: false,
    allow_forking: true,
    topics: [],
    default_branch: repository.git.defaultBranch,
    custom_properties: {},
  };
}

function addresses(url: string) {
  return {
    archive_url: `${url}/{archive_format}{/ref}`,
    assignees_url: `${url}/assignees{/user}`,
    blobs_url: `${url}/git/blobs{/sha}`,
    branches_url: `${url}/branches{/branch}`,
    collaborators_url: `${url}/collaborators{/collaborator}`,
    comments_url: `${url}/comments{/number}`,
    commits_url: `${url}/commits{/sha}`,
    compare_url: `${url}/compare/{base}...{head}`,
    contents_url: `${url}/contents/{+path}`,
    contributors_url: `${url}/contributors`,
    deployments_url: `${url}/deployments`,
    downloads_url: `${url}/downloads`,
    events_url: `${url}/events`,
    forks_url: `${url}/forks`,
    git_commits_url: `${url}/git/commits{/sha}`,
    git_refs_url: `${url}/git/refs{/sha}`,
    git_tags_url: `${url}/git/tags{/sha}`,
    hooks_url: `${url}/hooks`,
    issue_comment_url: `${url}/issues/comments{/number}`,
    issue_events_url: `${url}/issues/events{/number}`,
    issues_url: `${url}/issues{/number}`,
    keys_url: `${url}/keys{/key_id}`,
    labels_url: `${url}/labels{/name}`,
    languages_url: `${url}/languages`,
    merges_url: `${url}/merges`,
    milestones_url: `${url}/milestones{/number}`,
    notifications_url: `${url}/notifications{?since,all,participating}`,
    pulls_url: `${url}/pulls{/number}`,
    releases_url: `${url}/releases{/id}`,
    stargazers_url: `${url}/stargazers`,
    statuses_url: `${url}/statuses/{sha}`,
    subscribers_url: `${url}/subscribers`,
    subscription_url: `${url}/subscription`,
    tags_url: `${url}/tags`,
    teams_url: `${url}/teams`,
    trees_url: `${url}/git/trees{/sha}`,
  };
}
