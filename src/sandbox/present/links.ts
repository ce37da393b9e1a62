import type { PullRecord, RepositoryRecord } from '../state/records.ts';
import type { World } from '../state/world.ts';

/** Addresses as GitHub Enterprise builds them: REST below `/api/v3`, pages at the root. */
export function restUrl(world: World, path: string): string {
  return `${world.url()}/api/v3${path}`;
}

function repositoryPath(repository: RepositoryRecord): string {
  return `/repos/${repository.owner.login}/${repository.name}`;
}

export function repositoryRestUrl(world: World, repository: RepositoryRecord): string {
  return restUrl(world, repositoryPath(repository));
}

export function repositoryPageUrl(world: World, repository: RepositoryRecord): string {
  return `${world.url()}/${repository.owner.login}/${repository.name}`;
}

export function pullPageUrl(world: World, repository: RepositoryRecord, pull: PullRecord): string {
  return `${repositoryPageUrl(world, repository)}/pull/${pull.number}`;
}

/** A path for an address: every part encoded, the slashes kept. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
