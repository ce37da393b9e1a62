import type {
  InstallationCreatedEvent,
  InstallationDeletedEvent,
  InstallationRepositoriesAddedEvent,
  InstallationRepositoriesRemovedEvent,
} from '@octokit/webhooks-types';
import { presentAccount } from '../present/account.ts';
import { presentInstallation } from '../present/app.ts';
import { nodeId } from '../present/node-id.ts';
import type { Account, InstallationRecord, RepositoryRecord } from '../state/records.ts';
import { covers } from '../state/state.ts';
import type { World } from '../state/world.ts';

function common(world: World, installation: InstallationRecord, sender: Account) {
  return { installation: presentInstallation(world, installation), sender: presentAccount(world, sender) };
}

function brief(repository: RepositoryRecord) {
  return {
    id: repository.id,
    node_id: nodeId('repository', repository.id),
    name: repository.name,
    full_name: `${repository.owner.login}/${repository.name}`,
    private: repository.private,
  };
}

export function installationEvent(
  world: World,
  installation: InstallationRecord,
  action: 'created' | 'deleted',
  sender: Account,
): InstallationCreatedEvent | InstallationDeletedEvent {
  const repositories = world.state.repositories
    .filter((repository) => covers(installation, repository))
    .map(brief);
  return { action, ...common(world, installation, sender), repositories };
}

export function repositoriesAddedEvent(
  world: World,
  installation: InstallationRecord,
  repositories: readonly RepositoryRecord[],
  sender: Account,
): InstallationRepositoriesAddedEvent {
  return {
    action: 'added',
    ...common(world, installation, sender),
    repository_selection: installation.repositories === null ? 'all' : 'selected',
    repositories_added: repositories.map(brief),
    repositories_removed: [],
    requester: null,
  };
}

export function repositoriesRemovedEvent(
  world: World,
  installation: InstallationRecord,
  repositories: readonly RepositoryRecord[],
  sender: Account,
): InstallationRepositoriesRemovedEvent {
  return {
    action: 'removed',
    ...common(world, installation, sender),
    repository_selection: installation.repositories === null ? 'all' : 'selected',
    repositories_added: [],
    repositories_removed: repositories.map(brief),
    requester: null,
  };
}
