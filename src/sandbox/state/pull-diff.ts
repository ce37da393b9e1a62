import { type CommitRecord, commitsBetween, mergeBase, readCommit } from '../git/commits.ts';
import { type DiffFile, diffFiles } from '../git/diff.ts';
import { followLine, replacements } from '../git/follow-line.ts';
import { hunkAt } from '../git/hunks.ts';
import type { PullSize } from '../present/pull.ts';
import type { PullRecord, RepositoryRecord, ReviewCommentRecord } from './records.ts';

/** Differences kept for each repository; a page and a review ask for the same ones again and again. */
const keptEntries = 100;

/** The files that differ between two commits. */
export function diffOf(repository: RepositoryRecord, from: string, to: string): Promise<readonly DiffFile[]> {
  return remembered(repository.diffs, `${from} ${to}`, () => diffFiles(repository.git.directory, from, to));
}

export function mergeBaseOf(
  repository: RepositoryRecord,
  one: string,
  other: string,
): Promise<string | null> {
  return remembered(repository.mergeBases, `${one} ${other}`, () =>
    mergeBase(repository.git.directory, one, other),
  );
}

/** Commits of `to` that `from` does not have, oldest first. */
export function commitsOf(
  repository: RepositoryRecord,
  from: string,
  to: string,
): Promise<readonly CommitRecord[]> {
  return remembered(repository.commits, `${from} ${to}`, () =>
    commitsBetween(repository.git.directory, from, to),
  );
}

/** One commit. Throws `GitFailed` where it does not exist. */
export async function commitOf(repository: RepositoryRecord, sha: string): Promise<CommitRecord> {
  const [commit] = await remembered(repository.commits, sha, async () => [
    await readCommit(repository.git.directory, sha),
  ]);
  if (commit === undefined) throw new RangeError(`no commit ${sha}`);
  return commit;
}

function remembered<T>(entries: Map<string, Promise<T>>, key: string, compute: () => Promise<T>): Promise<T> {
  const found = entries.get(key);
  if (found) return found;
  const made = compute();
  entries.set(key, made);
  made.catch(() => entries.delete(key));
  for (const oldest of entries.keys()) {
    if (entries.size <= keptEntries) break;
    entries.delete(oldest);
  }
  return made;
}

export interface PullDiff {
  readonly mergeBase: string;
  readonly head: string;
  readonly files: readonly DiffFile[];
}

/** The pull request's own differences: from the merge base to its head, or to another commit of it. */
export async function pullDiff(
  repository: RepositoryRecord,
  pull: PullRecord,
  head: string = pull.head.sha,
): Promise<PullDiff> {
  const base = (await mergeBaseOf(repository, pull.base.sha, head)) ?? pull.base.sha;
  return { mergeBase: base, head, files: await diffOf(repository, base, head) };
}

/** Whether a commit is one of the pull request's own. */
export async function isPartOf(
  repository: RepositoryRecord,
  pull: PullRecord,
  commit: string,
): Promise<boolean> {
  const { mergeBase: base } = await pullDiff(repository, pull);
  const commits = await commitsOf(repository, base, pull.head.sha);
  return commits.some(({ sha }) => sha === commit);
}

export async function pullSize(repository: RepositoryRecord, pull: PullRecord): Promise<PullSize> {
  const { mergeBase: base, files } = await pullDiff(repository, pull);
  const commits = await commitsOf(repository, base, pull.head.sha);
  return {
    commits: commits.length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    files: files.length,
  };
}

export interface CommentPlace {
  readonly line: number;
  readonly startLine: number | null;
}

/**
 * Where a line comment stands in the pull request's present diff, null where it is outdated: its lines were changed
 * since, or are no longer part of the diff.
 */
export async function placeOf(
  repository: RepositoryRecord,
  pull: PullRecord,
  comment: ReviewCommentRecord,
): Promise<CommentPlace | null> {
  if (comment.line === null) return null;
  const now = await pullDiff(repository, pull);
  const [from, to] =
    comment.side === 'RIGHT' ? [comment.commit, now.head] : [comment.mergeBase, now.mergeBase];
  const file = now.files.find((one) => one.path === comment.path);
  if (!file) return null;
  const path = comment.side === 'LEFT' ? (file.previousPath ?? file.path) : file.path;
  const changes = from === to ? [] : await replacements(repository.git.directory, from, to, path);
  if (changes === null) return null;
  const first = comment.startLine ?? comment.line;
  const followed = Array.from({ length: comment.line - first + 1 }, (_, index) =>
    followLine(changes, first + index),
  );
  const line = followed.at(-1);
  const start = followed[0];
  if (followed.includes(null) || line == null || start == null) return null;
  if (hunkAt(file.hunks, comment.side, line) === null) return null;
  return { line, startLine: comment.startLine === null ? null : start };
}
