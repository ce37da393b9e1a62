import { GitError } from '../errors.ts';

/** The same full ids. Throws GitError for anything else: a name could be an option, or another object tomorrow. */
export function objectIds(ids: readonly string[]): readonly string[] {
  for (const id of ids)
    if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(id))
      throw new GitError('UNKNOWN_REVISION', `${JSON.stringify(id)} is not a full object id`);
  return ids;
}
