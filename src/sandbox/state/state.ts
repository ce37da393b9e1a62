import type {
  Account,
  AppRecord,
  Association,
  DeliveryRecord,
  InstallationRecord,
  PullRecord,
  RepositoryRecord,
  RepositoryRole,
  TokenRecord,
} from './records.ts';

/** All that the stand-in remembers. Nothing of it is on disk but the git copies. */
export interface State {
  /** Another one after a registration. */
  app: AppRecord;
  /** By login in lower case. */
  readonly accounts: Map<string, Account>;
  readonly installations: InstallationRecord[];
  readonly repositories: RepositoryRecord[];
  readonly tokens: Map<string, TokenRecord>;
  /** Tokens of people, by token. */
  readonly userTokens: Map<string, Account>;
  readonly deliveries: DeliveryRecord[];
  /** A number that no other record has. */
  nextId(): number;
}

/** The account of a login; unknown ones are made, as people whom nobody has heard of. */
export function accountOf(
  state: Pick<State, 'accounts' | 'nextId'>,
  login: string,
  type: Account['type'] = 'User',
): Account {
  const key = login.toLowerCase();
  const known = state.accounts.get(key);
  if (known) return known;
  const account: Account = { id: state.nextId(), login, type };
  state.accounts.set(key, account);
  return account;
}

/** GitHub compares owners and names without regard to case. */
export function findRepository(state: State, owner: string, name: string): RepositoryRecord | null {
  const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
  return state.repositories.find((found) => same(found.owner.login, owner) && same(found.name, name)) ?? null;
}

export function findPull(repository: RepositoryRecord, number: number): PullRecord | null {
  return repository.pulls.find((pull) => pull.number === number) ?? null;
}

export function installationOf(state: State, repository: RepositoryRecord): InstallationRecord | null {
  return state.installations.find((installation) => covers(installation, repository)) ?? null;
}

export function covers(installation: InstallationRecord, repository: RepositoryRecord): boolean {
  return (
    installation.account.id === repository.owner.id &&
    (installation.repositories === null || installation.repositories.has(repository.id))
  );
}

export function roleOf(repository: RepositoryRecord, account: Account): RepositoryRole {
  if (account.id === repository.owner.id) return 'admin';
  return repository.roles.get(account.login.toLowerCase()) ?? (repository.private ? 'none' : 'read');
}

export function associationOf(repository: RepositoryRecord, account: Account): Association {
  if (account.id === repository.owner.id) return 'OWNER';
  if (repository.roles.has(account.login.toLowerCase())) {
    return repository.owner.type === 'Organization' ? 'MEMBER' : 'COLLABORATOR';
  }
  return repository.pulls.some((pull) => pull.author.id === account.id) ? 'CONTRIBUTOR' : 'NONE';
}
