import type { DiffFile } from '../git/diff.ts';
import { isAt, parsePatch } from '../git/hunks.ts';
import type { RequestEntry } from '../http/request-log.ts';
import { placeOf, pullDiff } from '../state/pull-diff.ts';
import type {
  Account,
  Authored,
  CheckRunRecord,
  PullRecord,
  RepositoryRecord,
  ReviewCommentRecord,
  ReviewState,
} from '../state/records.ts';
import type { World } from '../state/world.ts';
import { suggestionIn } from '../suggestion.ts';

/** What the page of a pull request shows, as data. */
export interface PullView {
  readonly owner: string;
  readonly name: string;
  readonly path: string;
  readonly pull: PullRecord;
  readonly checks: readonly CheckRunRecord[];
  readonly timeline: readonly TimelineEntry[];
  readonly files: readonly FileView[];
  readonly requests: readonly RequestEntry[];
}

export interface TimelineEntry {
  readonly anchor: string;
  readonly author: Account;
  /** `reviewed`, `approved these changes`, `commented` … */
  readonly act: string;
  readonly written: Authored;
  readonly at: number;
  /** Comments on the diff that came with a review. */
  readonly comments: number;
}

export interface FileView {
  readonly file: DiffFile;
  readonly threads: readonly ThreadView[];
}

export interface ThreadView {
  readonly id: string;
  readonly comments: readonly CommentView[];
  readonly resolved: boolean;
  /** Where it stands in the present diff; null for outdated ones and those on the file. */
  readonly place: {
    readonly side: 'LEFT' | 'RIGHT';
    readonly line: number;
    readonly startLine: number | null;
  } | null;
  readonly outdated: boolean;
}

export interface CommentView {
  readonly record: ReviewCommentRecord;
  /** The lines that a suggestion replaces. */
  readonly original: readonly string[];
  readonly applicable: boolean;
}

export async function viewOf(
  world: World,
  repository: RepositoryRecord,
  pull: PullRecord,
): Promise<PullView> {
  const { files } = await pullDiff(repository, pull);
  const threads = await Promise.all(
    pull.threads.map((thread) => threadView(repository, pull, files, thread.id)),
  );
  const of = (path: string) =>
    threads.flatMap((thread) => (thread?.comments[0]?.record.path === path ? [thread] : []));
  const orphans = [...new Set(threads.flatMap((thread) => thread?.comments[0]?.record.path ?? []))].filter(
    (path) => !files.some((file) => file.path === path),
  );
  return {
    owner: repository.owner.login,
    name: repository.name,
    path: `/${repository.owner.login}/${repository.name}/pull/${pull.number}`,
    pull,
    checks: newestByName(repository.checkRuns.filter((run) => run.headSha === pull.head.sha)),
    timeline: timelineOf(pull),
    files: [
      ...files.map((file) => ({ file, threads: of(file.path) })),
      // Threads on files that the pull request no longer changes.
      ...orphans.map((path) => ({ file: unchanged(path), threads: of(path) })),
    ],
    requests: world.requests,
  };
}

async function threadView(
  repository: RepositoryRecord,
  pull: PullRecord,
  files: readonly DiffFile[],
  id: string,
): Promise<ThreadView | null> {
  const records = pull.reviewComments.filter((comment) => comment.thread === id);
  const [first] = records;
  if (first === undefined) return null;
  const place = await placeOf(repository, pull, first);
  const hunks = files.find((file) => file.path === first.path)?.hunks ?? [];
  const resolved = pull.threads.find((thread) => thread.id === id)?.resolvedBy != null;
  const from = place?.startLine ?? place?.line ?? first.startLine ?? first.line ?? 0;
  const to = place?.line ?? first.line ?? -1;
  const lines = (place === null ? parsePatch(first.diffHunk) : hunks).flatMap((hunk) => hunk.lines);
  const original = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index).flatMap(
    (number) => lines.find((line) => isAt(line, first.side, number))?.text ?? [],
  );
  return {
    id,
    resolved,
    place: place && { side: first.side, ...place },
    outdated: first.subject === 'line' && place === null,
    comments: records.map((record) => ({
      record,
      original,
      applicable:
        !resolved &&
        pull.state === 'open' &&
        place !== null &&
        first.side === 'RIGHT' &&
        suggestionIn(record.body) !== null,
    })),
  };
}

const acts: Readonly<Record<ReviewState, string>> = {
  PENDING: 'has not yet submitted a review',
  COMMENTED: 'reviewed',
  APPROVED: 'approved these changes',
  CHANGES_REQUESTED: 'requested changes',
  DISMISSED: 'reviewed (dismissed)',
};

function timelineOf(pull: PullRecord): TimelineEntry[] {
  const reviews = pull.reviews
    .filter((review) => review.state !== 'PENDING')
    .map((written) => ({
      anchor: `pullrequestreview-${written.id}`,
      author: written.author,
      act: acts[written.state],
      written,
      at: written.submittedAt ?? written.createdAt,
      comments: pull.reviewComments.filter((comment) => comment.review === written.id).length,
    }))
    // A single comment's own review says nothing here; it stands at its line.
    .filter((entry) => entry.written.body !== '' || entry.written.state !== 'COMMENTED');
  const comments = pull.comments.map((written) => ({
    anchor: `issuecomment-${written.id}`,
    author: written.author,
    act: 'commented',
    written,
    at: written.createdAt,
    comments: 0,
  }));
  return [...reviews, ...comments].sort((a, b) => a.at - b.at || a.written.id - b.written.id);
}

function newestByName(runs: readonly CheckRunRecord[]): CheckRunRecord[] {
  return runs.filter((run, index) => runs.findLastIndex((one) => one.name === run.name) === index);
}

function unchanged(path: string): DiffFile {
  return {
    status: 'modified',
    path,
    previousPath: null,
    sha: '',
    additions: 0,
    deletions: 0,
    patch: null,
    hunks: [],
  };
}
