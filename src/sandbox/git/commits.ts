import { ignoreExit } from './bare-copy.ts';
import { gitText } from './git.ts';

export interface CommitRecord {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: { readonly name: string; readonly email: string; readonly date: string };
  readonly committer: { readonly name: string; readonly email: string; readonly date: string };
  readonly message: string;
}

const format = '%H%x1f%T%x1f%P%x1f%an%x1f%ae%x1f%aI%x1f%cn%x1f%ce%x1f%cI%x1f%B';

/** The best common ancestor of two commits, null where they have none. */
export async function mergeBase(directory: string, one: string, other: string): Promise<string | null> {
  const found = await gitText(directory, ['merge-base', one, other]).catch(ignoreExit(1, ''));
  return found === '' ? null : found;
}

/** Commits of `to` that `from` does not have, oldest first, as GitHub lists them. */
export async function commitsBetween(directory: string, from: string, to: string): Promise<CommitRecord[]> {
  const text = await gitText(directory, [
    'log',
    '-z',
    '--reverse',
    '--topo-order',
    `--format=${format}`,
    `${from}..${to}`,
  ]);
  return text
    .split('\0')
    .filter((record) => record !== '')
    .map(parseCommit);
}

/** One commit. Throws `GitFailed` where it does not exist. */
export async function readCommit(directory: string, sha: string): Promise<CommitRecord> {
  return parseCommit(await gitText(directory, ['log', '-1', '-z', `--format=${format}`, sha]));
}

function parseCommit(text: string): CommitRecord {
  const [
    sha = '',
    tree = '',
    parents = '',
    an = '',
    ae = '',
    ad = '',
    cn = '',
    ce = '',
    cd = '',
    ...message
  ] = text.split('\x1f');
  return {
    sha,
    tree,
    parents: parents === '' ? [] : parents.split(' '),
    author: { name: an, email: ae, date: utc(ad) },
    committer: { name: cn, email: ce, date: utc(cd) },
    message: message.join('\x1f').replace(/\0?\n?$/, ''),
  };
}

function utc(date: string): string {
  return new Date(date).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
