import type {
  InstallationCreatedEvent,
  InstallationDeletedEvent,
  InstallationRepositoriesAddedEvent,
  InstallationRepositoriesRemovedEvent,
  RepositoryDeletedEvent,
  RepositoryRenamedEvent,
} from '@octokit/webhooks-types';
import { NotPossible } from './people.ts';
import type { InstallationRecord, RepositoryRecord } from './state/records.ts';
import { findRepository } from './state/state.ts';
import type { World } from './state/world.ts';
import {
  installationEvent,
  repositoriesAddedEvent,
  repositoriesRemovedEvent,
} from './webhooks/installation.ts';
import { repositoryDeletedEvent, repositoryRenamedEvent } from './webhooks/repository.ts';

/**
 * What the owners of repositories do. Each act changes the state and gives the webhook's payload, which is not yet
 * delivered. All throw `NotPossible` for what does not exist.
 */
export interface Owners {
  /** The webhook of the installation that an owner has from the start. */
  installed(owner: string): InstallationCreatedEvent | InstallationDeletedEvent;
  /** Installs the App on all repositories of an owner, in place of an installation that is there. */
  install(owner: string): InstallationCreatedEvent | InstallationDeletedEvent;
  /** Ends the installation and all its tokens. */
  uninstall(owner: string): InstallationCreatedEvent | InstallationDeletedEvent;
  addToInstallation(owner: string, name: string): InstallationRepositoriesAddedEvent;
  removeFromInstallation(owner: string, name: string): InstallationRepositoriesRemovedEvent;
  renameRepository(owner: string, name: string, to: string): RepositoryRenamedEvent;
  deleteRepository(owner: string, name: string): RepositoryDeletedEvent;
}

export function makeOwners(world: World): Owners {
  const { state } = world;

  function installationOf(owner: string): InstallationRecord {
    const found = state.installations.find((one) => isSame(one.account.login, owner));
    if (!found) throw new NotPossible(`${owner} has no installation`);
    return found;
  }
  function repositoryOf(owner: string, name: string): RepositoryRecord {
    const found = findRepository(state, owner, name);
    if (!found) throw new NotPossible(`there is no repository ${owner}/${name}`);
    return found;
  }

  return {
    installed(owner) {
      const installation = installationOf(owner);
      return installationEvent(world, installation, 'created', installation.account);
    },
    install(owner) {
      const account = state.repositories.map((one) => one.owner).find((one) => isSame(one.login, owner));
      if (!account) throw new NotPossible(`${owner} has no repository`);
      const before = state.installations.findIndex((one) => one.account.id === account.id);
      if (before !== -1) state.installations.splice(before, 1);
      const installation: InstallationRecord = {
        id: state.nextId(),
        account,
        permissions: state.app.permissions,
        events: state.app.events,
        repositories: null,
        suspendedAt: null,
        createdAt: world.clock(),
      };
      state.installations.push(installation);
      return installationEvent(world, installation, 'created', account);
    },
    uninstall(owner) {
      const installation = installationOf(owner);
      const event = installationEvent(world, installation, 'deleted', installation.account);
      state.installations.splice(state.installations.indexOf(installation), 1);
      return event;
    },
    addToInstallation(owner, name) {
      const [installation, repository] = [installationOf(owner), repositoryOf(owner, name)];
      installation.repositories?.add(repository.id);
      return repositoriesAddedEvent(world, installation, [repository], installation.account);
    },
    removeFromInstallation(owner, name) {
      const [installation, repository] = [installationOf(owner), repositoryOf(owner, name)];
      installation.repositories?.delete(repository.id);
      return repositoriesRemovedEvent(world, installation, [repository], installation.account);
    },
    renameRepository(owner, name, to) {
      const repository = repositoryOf(owner, name);
      repository.name = to;
      return repositoryRenamedEvent(world, repository, name, repository.owner);
    },
    deleteRepository(owner, name) {
      const repository = repositoryOf(owner, name);
      const event = repositoryDeletedEvent(world, repository, repository.owner);
      state.repositories.splice(state.repositories.indexOf(repository), 1);
      return event;
    },
  };
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
