import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { GitError } from '../errors.ts';
import { missingObjects, type ObjectReader, openObjectReader } from './cat-file.ts';
import type { Change } from './change.ts';
import type { Git } from './git.ts';
import { openGitTree } from './git-tree.ts';
import { openPlainView, type PlainView } from './plain-view.ts';
import { type ChangeOptions, changedObjects, findMergeBase, readChange } from './read-change.ts';
import type { SourceTree } from './source-tree.ts';

export interface LocalChange {
  /** A git directory that holds all this; while it is open. */
  readonly repository: string;
  readonly change: Change;
  readonly base: SourceTree;
  readonly head: SourceTree;
  /** Ends the processes that read objects. */
  close(): Promise<void>;
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
  const found = await findRepository(git, options.repository, signal);
  let objects = openObjectReader({ git, repository: found });
  let view: PlainView | null = null;
  const close = async (): Promise<void> => {
    objects.close();
    await view?.remove();
  };
  try {
    const commits = await resolveCommits(objects, sides, options.repository);
    const base = await findMergeBase({ git, repository: found, ...commits, ...signal });
    view = await openPlainView(git, found);
    const repository = view?.repository ?? found;
    if (view !== null) {
      objects.close();
      objects = openObjectReader({ git, repository });
    }
    const change = await readLocal({ git, repository, base, head: commits.head, ...signal });
    const tree = (commit: string): SourceTree => openGitTree({ git, repository, commit, objects, ...signal });
    return { repository, change, base: tree(base), head: tree(commits.head), close };
  } catch (error) {
    await close();
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
  // The common case costs no process. A `.git` file (a further work tree, a submodule) is git's to read.
  for (const place of [join(folder, '.git'), folder])
    if (['HEAD', 'objects', 'refs'].every((name) => existsSync(join(place, name)))) return resolve(place);
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
  sides: { base: string; head: string },
  repository: string,
): Promise<{ base: string; head: string }> {
  const infos = await objects.info([`${sides.base}^{commit}`, `${sides.head}^{commit}`]);
  const commit = (revision: string): string => {
    const info = infos.get(`${revision}^{commit}`);
    if (info) return info.object;
    throw new GitError('UNKNOWN_REVISION', `unknown revision ${revision} in ${repository}`);
  };
  return { base: commit(sides.base), head: commit(sides.head) };
}

/** Where a partial clone lacks contents, git names one object; this says what to do. */
async function readLocal(ends: ChangeOptions): Promise<Change> {
  try {
    return await readChange(ends);
  } catch (cause) {
    if (!(cause instanceof GitError) || cause.code !== 'GIT_FAILED') throw cause;
    const objects = await changedObjects(ends).catch(() => []);
    const missing = await missingObjects({ ...ends, objects });
    if (missing.length === 0) throw cause;
    const problem = `this clone lacks the contents of changed files (${missing.length} objects)`;
    const remedy = `get them with: git diff --stat ${ends.base} ${ends.head}`;
    throw new GitError('MISSING_OBJECTS', `${problem}; ${remedy}`, { cause });
  }
}
