import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git, gitText } from './git.ts';

export interface TreeEntry {
  readonly mode: string;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly sha: string;
  readonly size: number;
  readonly path: string;
}

/** The entry at a path of a commit (`''` is its root folder), null where there is none. */
export async function entryAt(directory: string, commit: string, path: string): Promise<TreeEntry | null> {
  if (path === '') {
    const sha = await gitText(directory, ['rev-parse', `${commit}^{tree}`]);
    return { mode: '040000', type: 'tree', sha, size: 0, path: '' };
  }
  const entries = await list(directory, commit, ['--', path]);
  return entries.find((entry) => entry.path === path) ?? null;
}

/** The entries of a folder. */
export async function entriesIn(directory: string, tree: string): Promise<TreeEntry[]> {
  return list(directory, tree, []);
}

async function list(directory: string, tree: string, more: readonly string[]): Promise<TreeEntry[]> {
  const text = await gitText(directory, [
    '--literal-pathspecs',
    'ls-tree',
    '-z',
    '--long',
    '--full-tree',
    tree,
    ...more,
  ]);
  return text
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const [, mode = '', type = '', sha = '', size = '', path = ''] =
        /^(\S+) (\S+) (\S+) +(\S+)\t([\s\S]*)$/.exec(line) ?? [];
      return { mode, type: type as TreeEntry['type'], sha, size: Number(size.replace('-', '0')), path };
    });
}

/** A blob's bytes. */
export async function blob(directory: string, sha: string): Promise<Buffer> {
  return git(directory, ['cat-file', 'blob', sha]);
}

export interface FileCommit {
  readonly parent: string;
  readonly path: string;
  readonly content: Buffer;
  readonly message: string;
  readonly author: { readonly name: string; readonly email: string };
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Commits one changed file on top of `parent` and gives the new commit's id. No reference is moved. */
export async function commitFile(directory: string, commit: FileCommit): Promise<string> {
  const entry = await entryAt(directory, commit.parent, commit.path);
  const mode = entry?.type === 'blob' ? entry.mode : '100644';
  const sha = (await gitText(directory, ['hash-object', '-w', '--stdin'], { input: commit.content })).trim();
  const folder = await mkdtemp(join(tmpdir(), 'stand-in-index-'));
  try {
    const environment = { GIT_INDEX_FILE: join(folder, 'index') };
    await git(directory, ['read-tree', commit.parent], { environment });
    await git(directory, ['update-index', '--add', '-z', '--index-info'], {
      environment,
      input: `${mode} ${sha}\t${commit.path}\0`,
    });
    const tree = await gitText(directory, ['write-tree'], { environment });
    const date = `${Math.floor(commit.at / 1000)} +0000`;
    return await gitText(directory, ['commit-tree', tree, '-p', commit.parent, '-F', '-'], {
      input: `${commit.message}\n`,
      environment: {
        GIT_AUTHOR_NAME: commit.author.name,
        GIT_AUTHOR_EMAIL: commit.author.email,
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_NAME: commit.author.name,
        GIT_COMMITTER_EMAIL: commit.author.email,
        GIT_COMMITTER_DATE: date,
      },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
