import { GitError } from '../errors.ts';
import { missingObjects, type ObjectReader, openObjectReader } from './cat-file.ts';
import type { Change } from './change.ts';
import type { Git } from './git.ts';
import { openGitTree } from './git-tree.ts';
import { changedObjects, findMergeBase, readChange } from './read-change.ts';
import type { SourceTree } from './source-tree.ts';

export interface LocalChange {
  /** The repository's git directory. */
  readonly repository: string;
  readonly change: Change;
  readonly base: SourceTree;
  readonly head: SourceTree;
  /** Ends the processes that read objects. */
  close(): void;
}

/**
 * A range of a repository on this machine, bare or with a work tree, as a pull request: from the merge base to HEAD's side.
 * @param range `BASE..HEAD` (or `BASE...HEAD`, which is the same here); a side left out is `HEAD`
 * @throws GitError: NOT_A_REPOSITORY, UNKNOWN_REVISION, NO_MERGE_BASE, MISSING_OBJECTS, each with one clear line
 */
export async function openLocal(options: {
  readonly git: Git;
  readonly repository: string;
  readonly range: string;
  readonly signal?: AbortSignal;
}): Promise<LocalChange> {
  const { git } = options;
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const sides = parseRange(options.range);
  const repository = await findRepository(git, options.repository, signal);
  const objects = openObjectReader({ git, repository });
  try {
    const commits = await resolveCommits(objects, options.repository, sides);
    const base = await findMergeBase({ git, repository, ...commits, ...signal });
    const ends = { git, repository, base, head: commits.head, ...signal };
    const change = await readChange(ends).catch(async (error: unknown) => {
      throw (await partialClone(ends, error)) ?? error;
    });
    return {
      repository,
      change,
      base: openGitTree({ git, repository, commit: base, objects, ...signal }),
      head: openGitTree({ git, repository, commit: commits.head, objects, ...signal }),
      close: () => objects.close(),
    };
  } catch (error) {
    objects.close();
    throw error;
  }
}

function parseRange(range: string): { base: string; head: string } {
  const [, base = '', head = ''] = /^(.*?)\.\.\.?(.*)$/s.exec(range) ?? [];
  if (base === '' && head === '')
    throw new GitError(
      'UNKNOWN_REVISION',
      `${JSON.stringify(range)} is not a range of commits; write BASE..HEAD`,
    );
  return { base: base || 'HEAD', head: head || 'HEAD' };
}

async function findRepository(git: Git, folder: string, signal: { signal?: AbortSignal }): Promise<string> {
  try {
    const found = await git.run({
      args: ['rev-parse', '--absolute-git-dir'],
      discoverFrom: folder,
      ...signal,
    });
    return found.output.toString('utf8').replace(/\n$/, '');
  } catch (cause) {
    if (!(cause instanceof GitError) || cause.code !== 'GIT_FAILED') throw cause;
    throw new GitError('NOT_A_REPOSITORY', `not a git repository: ${folder}`, { cause });
  }
}

async function resolveCommits(
  objects: ObjectReader,
  repository: string,
  sides: { base: string; head: string },
): Promise<{ base: string; head: string }> {
  const infos = await objects.info([`${sides.base}^{commit}`, `${sides.head}^{commit}`]);
  const commit = (revision: string): string => {
    const info = infos.get(`${revision}^{commit}`);
    if (info) return info.object;
    throw new GitError('UNKNOWN_REVISION', `unknown revision ${revision} in ${repository}`);
  };
  return { base: commit(sides.base), head: commit(sides.head) };
}

/** Where git failed because a partial clone lacks blobs: an error that says what to do. */
async function partialClone(
  ends: Parameters<typeof changedObjects>[0],
  cause: unknown,
): Promise<GitError | null> {
  if (!(cause instanceof GitError) || cause.code !== 'GIT_FAILED') return null;
  const objects = await changedObjects(ends).catch(() => []);
  const missing = await missingObjects({ ...ends, objects });
  if (missing.length === 0) return null;
  return new GitError(
    'MISSING_OBJECTS',
    `this is a partial clone without ${missing.length} of the changed files' contents; get them with: git diff ${ends.base} ${ends.head} --stat`,
    { cause },
  );
}
