import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GitFailed, git, gitText } from './git.ts';

/** A bare repository of ours that borrows the objects of another one, which stays as it is. */
export interface BareCopy {
  /** The bare repository. */
  readonly directory: string;
  /** The repository whose objects it borrows. */
  readonly source: string;
  readonly defaultBranch: string;
}

/**
 * Makes a bare copy with the branches and tags of `source` (bare or not, also a worktree or a shallow clone).
 * Objects are borrowed (`objects/info/alternates`), so that what is committed in `source` later can be read at once.
 */
export async function makeBareCopy(source: string, directory: string): Promise<BareCopy> {
  const ask = (...args: string[]) => gitText(source, args, { userConfiguration: true });
  const [objects, shallow, format] = await Promise.all([
    ask('rev-parse', '--path-format=absolute', '--git-path', 'objects'),
    ask('rev-parse', '--path-format=absolute', '--git-path', 'shallow'),
    ask('rev-parse', '--show-object-format'),
  ]);
  await mkdir(directory, { recursive: true });
  await git(directory, ['init', '--quiet', '--bare', `--object-format=${format}`, '--template=', '.']);
  await mkdir(join(directory, 'objects', 'info'), { recursive: true });
  await writeFile(join(directory, 'objects', 'info', 'alternates'), `${objects}\n`);
  await copyFile(shallow, join(directory, 'shallow')).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  const references = await ask(
    'for-each-ref',
    '--format=create %(refname) %(objectname)',
    'refs/heads',
    'refs/tags',
  );
  await git(directory, ['update-ref', '--stdin'], { input: `${references}\n` });
  const defaultBranch = await defaultBranchOf(source, references);
  await git(directory, ['symbolic-ref', 'HEAD', `refs/heads/${defaultBranch}`]);
  return { directory, source, defaultBranch };
}

/** The branch that is checked out; with a detached head `main`, `master` or the first branch. */
async function defaultBranchOf(source: string, references: string): Promise<string> {
  const head = await gitText(source, ['symbolic-ref', '--quiet', '--short', 'HEAD'], {
    userConfiguration: true,
  }).catch(ignoreExit(1, ''));
  const branches = [...references.matchAll(/^create refs\/heads\/(\S+) /gm)].map((match) => match[1] ?? '');
  const wished = [head, 'main', 'master'].find((name) => branches.includes(name));
  return wished ?? branches[0] ?? (head === '' ? 'main' : head);
}

/** Handler that takes git's exit code `code` for an answer. */
export function ignoreExit<T>(code: number, value: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof GitFailed && error.exitCode === code) return value;
    throw error;
  };
}

/**
 * The commit that a name stands for, null where there is none: a branch, tag or commit of the copy, then anything
 * that the source repository understands (`HEAD~2`, `origin/main`).
 */
export async function resolveCommit(copy: BareCopy, name: string): Promise<string | null> {
  if (name === '' || name.startsWith('-')) return null;
  const ask = (directory: string, revision: string, userConfiguration: boolean) =>
    gitText(directory, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`], {
      userConfiguration,
    }).catch((error: unknown) => {
      if (error instanceof GitFailed && error.exitCode !== null) return null;
      throw error;
    });
  // Nearly every name is a whole commit id: one question less.
  const whole = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(name);
  return (
    (whole ? null : await ask(copy.directory, `refs/heads/${name}`, false)) ??
    (await ask(copy.directory, name, false)) ??
    (await ask(copy.source, name, true))
  );
}

/** Whether a branch of this name exists in the copy. */
export async function hasBranch(copy: BareCopy, name: string): Promise<boolean> {
  const found = await gitText(copy.directory, ['for-each-ref', '--format=%(refname)', `refs/heads/${name}`]);
  return found.split('\n').includes(`refs/heads/${name}`);
}

/** Sets references of the copy, full names to commits. */
export async function setReferences(
  copy: BareCopy,
  references: Readonly<Record<string, string>>,
): Promise<void> {
  const lines = Object.entries(references).map(([name, commit]) => `update ${name} ${commit}\n`);
  await git(copy.directory, ['update-ref', '--stdin'], { input: lines.join('') });
}
