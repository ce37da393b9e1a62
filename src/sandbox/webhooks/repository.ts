import type { RepositoryDeletedEvent, RepositoryRenamedEvent } from '@octokit/webhooks-types';
import type { Account, RepositoryRecord } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { envelope } from './envelope.ts';

/** To be made while the repository is still there: afterwards no installation is known for it. */
export function repositoryDeletedEvent(
  world: World,
  repository: RepositoryRecord,
  sender: Account,
): RepositoryDeletedEvent {
  return { action: 'deleted', ...envelope(world, repository, sender) };
}

export function repositoryRenamedEvent(
  world: World,
  repository: RepositoryRecord,
  from: string,
  sender: Account,
): RepositoryRenamedEvent {
  return {
    action: 'renamed',
    changes: { repository: { name: { from } } },
    ...envelope(world, repository, sender),
  };
}
