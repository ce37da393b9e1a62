import type { GitHubHost } from '../config/environment.ts';

/** Where a GitHub answers: the public one has hosts of its own, an Enterprise server has paths. */
export interface Addresses {
  /** Base of REST; Octokit derives GraphQL's address from it (`/api/v3` becomes `/api/graphql`). */
  readonly rest: string;
  /** Where people and git go, without a final slash. */
  readonly web: string;
}

export function addressesOf({ protocol, host }: GitHubHost): Addresses {
  if (host === 'github.com') return { rest: 'https://api.github.com', web: 'https://github.com' };
  const web = `${protocol}://${host}`;
  return { rest: `${web}/api/v3`, web };
}

/** Address of a repository for git, without credentials. */
export function gitUrl(addresses: Addresses, owner: string, name: string): string {
  return `${addresses.web}/${encodeURIComponent(owner)}/${encodeURIComponent(name)}.git`;
}
