import { holds, reaches } from '../../access/permissions.ts';
import type { AppPermissions, RepositoryRecord } from '../../state/records.ts';
import { roleOf } from '../../state/state.ts';
import { FieldRefusal, type QueryContext } from '../schema.ts';

/** Whether the one who asks may know of a repository. */
export function mayKnow({ actor }: QueryContext, repository: RepositoryRecord): boolean {
  if (actor.kind === 'installation') return !repository.private || reaches(actor, repository);
  return actor.kind === 'user' && roleOf(repository, actor.account) !== 'none';
}

/** Throws `FORBIDDEN` unless one of the permissions is held. What is public may be read by all. */
export function demand(
  { actor }: QueryContext,
  repository: RepositoryRecord,
  ...grants: readonly AppPermissions[]
): void {
  const reads = grants.some((grant) => Object.values(grant).every((level) => level === 'read'));
  if (actor.kind === 'installation') {
    if (reaches(actor, repository) ? grants.some((grant) => holds(actor.permissions, grant)) : reads) return;
  } else if (actor.kind === 'user') {
    const role = roleOf(repository, actor.account);
    if (reads || role === 'admin' || role === 'maintain' || role === 'write') return;
  }
  throw new FieldRefusal('FORBIDDEN', 'Resource not accessible by integration');
}
