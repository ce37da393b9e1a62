import type { GitHubReading, Permission, PullRequestRef, PullRequestState } from '../github/pull-request.ts';

const writing: ReadonlySet<Permission> = new Set(['admin', 'maintain', 'write']);

export function mayWrite(permission: Permission): boolean {
  return writing.has(permission);
}

/**
 * Whether the author of a pull request may write to the repository: asked of GitHub when it matters, and once.
 * Of the associations only the owner's says so: a member of an organisation or a collaborator may only read, and a
 * member who hides it is shown as anybody. An App is nobody who may pay for the model.
 */
export function authorAccess(
  github: Pick<GitHubReading, 'permission'>,
  ref: PullRequestRef,
  author: Pick<PullRequestState, 'author' | 'authorIsApp' | 'authorAssociation'>,
  signal: AbortSignal,
): () => Promise<boolean> {
  let asked: Promise<boolean> | null = null;
  return () => {
    asked ??= ask();
    return asked;
  };

  async function ask(): Promise<boolean> {
    if (author.authorIsApp) return false;
    if (author.authorAssociation === 'OWNER') return true;
    return mayWrite(await github.permission(ref, author.author, signal));
  }
}
