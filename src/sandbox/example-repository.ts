import { cp, mkdir } from 'node:fs/promises';
import { git, gitText } from './git/git.ts';

export interface ExampleRepositoryOptions {
  /** Folder with the files of `main`. */
  readonly base: string;
  /** Folder with the files of the branch: the whole tree, files missing here are deleted. */
  readonly head: string;
  /** An empty or missing folder for the repository. */
  readonly into: string;
  readonly branch?: string;
  readonly baseMessage?: string;
  readonly headMessage?: string;
}

export interface ExampleRepository {
  readonly directory: string;
  readonly base: { readonly ref: 'main'; readonly sha: string };
  readonly head: { readonly ref: string; readonly sha: string };
}

const author = { name: 'Sam Shopkeeper', email: 'sam@example.com' };

/** Makes a repository with one commit on `main` and one on a branch; the same folders give the same commit ids. */
export async function createExampleRepository(options: ExampleRepositoryOptions): Promise<ExampleRepository> {
  const branch = options.branch ?? 'change';
  const directory = options.into;
  await mkdir(directory, { recursive: true });
  await git(directory, ['init', '--quiet', '--template=', '--initial-branch=main', '.']);
  const base = await commitFolder(
    directory,
    options.base,
    options.baseMessage ?? 'Start the shop',
    '2026-01-05T09:00:00Z',
  );
  await git(directory, ['checkout', '--quiet', '-b', branch]);
  await git(directory, ['rm', '--quiet', '-r', '--ignore-unmatch', '.']);
  const head = await commitFolder(
    directory,
    options.head,
    options.headMessage ?? 'Change the shop',
    '2026-01-06T09:00:00Z',
  );
  await git(directory, ['checkout', '--quiet', 'main']);
  return { directory, base: { ref: 'main', sha: base }, head: { ref: branch, sha: head } };
}

async function commitFolder(
  directory: string,
  folder: string,
  message: string,
  date: string,
): Promise<string> {
  await cp(folder, directory, { recursive: true });
  // Settings that would change the stored bytes or the commit are fixed here; the machine's are not read.
  await git(directory, [
    '-c',
    'core.autocrlf=false',
    '-c',
    'core.fileMode=false',
    'add',
    '--all',
    '--force',
    '.',
  ]);
  await git(directory, ['-c', 'commit.gpgSign=false', 'commit', '--quiet', '--allow-empty', '-m', message], {
    environment: {
      GIT_AUTHOR_NAME: author.name,
      GIT_AUTHOR_EMAIL: author.email,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: author.name,
      GIT_COMMITTER_EMAIL: author.email,
      GIT_COMMITTER_DATE: date,
    },
  });
  return gitText(directory, ['rev-parse', 'HEAD']);
}
