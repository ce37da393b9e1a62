import type { InstallationLite, Organization, Repository, User } from '@octokit/webhooks-types';
import { presentAccount } from '../present/account.ts';
import { restUrl } from '../present/links.ts';
import { nodeId } from '../present/node-id.ts';
import { presentRepository } from '../present/repository.ts';
import type { Account, RepositoryRecord } from '../state/records.ts';
import { installationOf } from '../state/state.ts';
import type { World } from '../state/world.ts';

export interface Envelope {
  readonly repository: Repository;
  readonly sender: User;
  readonly installation?: InstallationLite;
  readonly organization?: Organization;
}

/** What every webhook of a repository carries. */
export function envelope(world: World, repository: RepositoryRecord, sender: Account): Envelope {
  const installation = installationOf(world.state, repository);
  return {
    repository: presentRepository(world, repository),
    sender: presentAccount(world, sender),
    ...(installation === null
      ? {}
      : { installation: { id: installation.id, node_id: nodeId('installation', installation.id) } }),
    ...(repository.owner.type === 'Organization'
      ? { organization: presentOrganization(world, repository.owner) }
      : {}),
  };
}

function presentOrganization(world: World, account: Account): Organization {
  const url = restUrl(world, `/orgs/${encodeURIComponent(account.login)}`);
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId('user', account.id),
    url,
    html_url: `${world.url()}/${account.login}`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: '',
    description: null,
  };
}
