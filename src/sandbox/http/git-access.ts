import { type Actor, actorOf } from '../access/actor.ts';
import { holds, reaches } from '../access/permissions.ts';
import type { RepositoryRecord } from '../state/records.ts';
import { findRepository, roleOf } from '../state/state.ts';
import type { World } from '../state/world.ts';
import { type Answer, Refusal } from './answer.ts';

export interface GitRequest {
  readonly owner: string;
  readonly name: string;
  /** `info/refs`, `git-upload-pack`. */
  readonly service: string;
}

/** Reads the path of a git request, null where it is none. */
export function parseGitPath(path: string): GitRequest | null {
  const match = /^\/([^/]+)\/([^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(path);
  const [, owner, name, service] = match ?? [];
  return owner && name && service ? { owner, name, service } : null;
}

/** The repository that may be fetched from, and who asks; or why not, in the plain words git shows. */
export function gitAccess(
  world: World,
  request: GitRequest,
  query: URLSearchParams,
  authorization: string | undefined,
): { readonly actor: Actor; readonly repository: RepositoryRecord } | { readonly refused: Answer } {
  const actor = actorOrNull(world, authorization);
  if (actor === null || actor.kind === 'app') {
    return refuse(401, 'Invalid username or token.', { 'www-authenticate': 'Basic realm="GitHub"' });
  }
  const repository = findRepository(world.state, request.owner, request.name);
  if (!repository || !maySee(actor, repository)) return refuse(404, 'Repository not found.');
  if (request.service === 'git-receive-pack' || query.get('service') === 'git-receive-pack') {
    return refuse(403, 'Write access to repository not granted.');
  }
  if (
    actor.kind === 'installation' &&
    reaches(actor, repository) &&
    !holds(actor.permissions, { contents: 'read' })
  ) {
    return refuse(403, 'Permission to read the contents was not granted to this token.');
  }
  return { actor, repository };
}

function actorOrNull(world: World, authorization: string | undefined): Actor | null {
  try {
    return actorOf(world, authorization);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function maySee(actor: Exclude<Actor, { kind: 'app' }>, repository: RepositoryRecord): boolean {
  if (!repository.private) return true;
  return actor.kind === 'installation'
    ? actor.installation.suspendedAt === null && reaches(actor, repository)
    : roleOf(repository, actor.account) !== 'none';
}

function refuse(
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): { readonly refused: Answer } {
  return {
    refused: {
      status,
      headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
      body: `${text}\n`,
    },
  };
}
