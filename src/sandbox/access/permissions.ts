import { badCredentials, notAccessible, notFound, Refusal } from '../http/answer.ts';
import type {
  AppPermissions,
  Level,
  PermissionName,
  RepositoryRecord,
  RepositoryRole,
} from '../state/records.ts';
import { covers, roleOf } from '../state/state.ts';
import type { Actor } from './actor.ts';

/**
 * What a request needs: the App itself, an installation's token, any token, or one of several permissions
 * (`{ pull_requests: 'write' }`).
 */
export type Need = 'app' | 'installation' | 'anyone' | readonly AppPermissions[];

/** Every installation has it. */
const metadata: AppPermissions = { metadata: 'read' };

/** Throws a `Refusal` where the kind of token is the wrong one (401, 403). */
export function checkKind(actor: Actor | null, need: Need): asserts actor is Actor {
  if (actor === null) throw badCredentials('Requires authentication');
  if (need === 'app' && actor.kind !== 'app') throw badCredentials('A JSON web token could not be decoded');
  if (need === 'installation' && actor.kind !== 'installation') {
    throw new Refusal(
      403,
      'You must authenticate with an installation access token in order to list repositories for an installation.',
    );
  }
  if (need !== 'app' && need !== 'anyone' && actor.kind === 'app') throw badCredentials();
  if (actor.kind === 'installation' && actor.installation.suspendedAt !== null) {
    throw new Refusal(403, 'This installation has been suspended');
  }
}

/** Throws 404 where the actor may not know of the repository, 403 where it may not do what the need says. */
export function checkRepository(actor: Actor, repository: RepositoryRecord, need: Need): void {
  if (actor.kind === 'app') return;
  const grants = typeof need === 'string' ? [metadata] : need;
  if (actor.kind === 'user') {
    checkUser(roleOf(repository, actor.account), grants);
  } else if (reaches(actor, repository)) {
    if (!grants.some((grant) => holds(actor.permissions, grant))) throw notAccessible(accepted(grants));
  } else if (repository.private) {
    throw notFound();
  } else if (!grants.some((grant) => Object.values(grant).every((level) => level === 'read'))) {
    throw notAccessible(accepted(grants));
  }
}

/** Whether a token is for this repository. */
export function reaches(
  actor: Extract<Actor, { kind: 'installation' }>,
  repository: RepositoryRecord,
): boolean {
  return covers(actor.installation, repository) && (actor.repositories?.has(repository.id) ?? true);
}

export function holds(permissions: AppPermissions, grant: AppPermissions): boolean {
  const entries = Object.entries(grant) as [PermissionName, Level][];
  return entries.every(([name, level]) => {
    const held = permissions[name] ?? (name === 'metadata' ? 'read' : undefined);
    return held === level || held === 'write';
  });
}

function checkUser(role: RepositoryRole, grants: readonly AppPermissions[]): void {
  if (role === 'none') throw notFound();
  if (grants.every((grant) => grant.checks === 'write')) {
    throw new Refusal(403, 'You must authenticate via a GitHub App.');
  }
  const writes = role === 'admin' || role === 'maintain' || role === 'write';
  if (!writes && grants.every((grant) => grant.contents === 'write')) {
    throw new Refusal(403, 'Must have push access to repository.');
  }
}

function accepted(grants: readonly AppPermissions[]): string {
  return grants
    .map((grant) =>
      Object.entries(grant)
        .map(([name, level]) => `${name}=${level}`)
        .join(','),
    )
    .join('; ');
}
