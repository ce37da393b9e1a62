import { GitError } from '../errors.ts';
import { bigFileBytes, binaryObjects } from './binary-objects.ts';
import type { Change, ChangedFile, FileKind, FileStatus } from './change.ts';
import type { Git, GitCommand } from './git.ts';
import { objectIds } from './object-id.ts';
import { PatchReader, type PatchSection } from './parse-patch.ts';
import { parseRawEntry, type RawEntry, type TreeSide } from './raw-diff.ts';

export interface ChangeOptions {
  readonly git: Git;
  /** Git directory or the top folder of a work tree. */
  readonly repository: string;
  /** Commit id of the merge base (of `findMergeBase`, or from GitHub's compare). */
  readonly base: string;
  /** Commit id of the head. */
  readonly head: string;
  readonly signal?: AbortSignal;
}

/** All patches together; the files after it get no hunks. GitHub's own total is far below. */
const maximumDiffBytes = 64 * 1024 * 1024;

/** Compared in a rename search at most, as GitHub: git's default. */
const renameLimit = 1000;

/**
 * What changed from the merge base to the head: two git processes (four where the kind of a file is not certain), whatever the number of files.
 * In a partial clone the blobs of `changedObjects` must be there: renames are found by content. Throws GitError.
 */
export async function readChange(options: ChangeOptions): Promise<Change> {
  const entries: RawEntry[] = [];
  const sections: PatchSection[] = [];
  const patch = new PatchReader((section) => sections.push(section));
  let inPatch = false;
  const complete = await streamLines(
    options.git,
    diffCommand(options, ['-M', '-C', '-p', '-U3', '--no-ext-diff', '--no-textconv', '--submodule=short']),
    (line) => {
      if (inPatch || !line.startsWith(':')) {
        inPatch = true;
        patch.push(line);
      } else entries.push(parseRawEntry(line));
    },
  );
  // A section that the limit cut off is not handed out.
  if (complete) patch.end();
  const compared = pair(entries, sections, complete);
  const binary = await binaryObjects({ ...options, candidates: uncertain(compared) });
  const files = compared.map((file) => changedFile(file, binary));
  return { base: options.base, head: options.head, files: files.toSorted(byPath) };
}

/** The blobs on both sides of every changed file (no submodules), for one fetch before `readChange`. Reads trees only. */
export async function changedObjects(options: ChangeOptions): Promise<string[]> {
  const objects = new Set<string>();
  await streamLines(options.git, diffCommand(options, ['--no-renames']), (line) => {
    const { base, head } = parseRawEntry(line);
    for (const side of [base, head]) if (side !== null && side.mode !== '160000') objects.add(side.object);
  });
  return [...objects];
}

/** The merge base of two commits. Throws GitError, NO_MERGE_BASE where they have no common ancestor here. */
export async function findMergeBase(options: ChangeOptions): Promise<string> {
  const { git, repository, base, head, signal } = options;
  const { exitCode, output } = await git.run({
    args: ['merge-base', ...objectIds([base, head])],
    repository,
    accept: [0, 1],
    ...(signal === undefined ? {} : { signal }),
  });
  if (exitCode === 0) return output.toString('utf8').trim();
  throw new GitError(
    'NO_MERGE_BASE',
    `${base} and ${head} have no common ancestor in this clone; if it is shallow, fetch more history (git fetch --unshallow)`,
  );
}

function diffCommand(options: ChangeOptions, args: readonly string[]): GitCommand {
  return {
    args: [
      'diff-tree',
      '-r',
      '--raw',
      '--full-index',
      '--ignore-submodules=none',
      '--no-color',
      '--diff-algorithm=myers',
      `-l${renameLimit}`,
      ...args,
      ...objectIds([options.base, options.head]),
      '--',
    ],
    repository: options.repository,
    configuration: { 'core.bigFileThreshold': String(bigFileBytes) },
    outputLimitBytes: Number.POSITIVE_INFINITY,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
}

/** Hands out git's output line by line; false where the limit ended it. */
async function streamLines(git: Git, command: GitCommand, take: (line: string) => void): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let rest = '';
  let bytes = 0;
  await git.stream(command, (chunk) => {
    bytes += chunk.length;
    if (bytes > maximumDiffBytes) return 'enough';
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
    return 'more';
  });
  return bytes <= maximumDiffBytes;
}

interface Compared {
  readonly entry: RawEntry;
  /** null behind the limit of all patches together. */
  readonly patch: PatchSection | null;
}

/**
 * Git writes the patches in the order of the raw entries: one for each, and two where the kind of entry changed
 * (deletion of the old, creation of the new). The paths in a patch are not needed, its object ids must agree.
 */
function pair(
  entries: readonly RawEntry[],
  sections: readonly PatchSection[],
  complete: boolean,
): Compared[] {
  let at = 0;
  const pairs = entries.map((entry) => {
    if (entry.status === 'T') at += 1;
    const patch = sections[at] ?? null;
    at += 1;
    if (patch === null ? complete : !agrees(entry, patch)) throw unexpected(entry);
    return { entry, patch };
  });
  if (complete && at !== sections.length) throw unexpected(sections.at(-1));
  return pairs;
}

function agrees({ status, base, head }: RawEntry, { objects }: PatchSection): boolean {
  if (objects === null) return base?.object === head?.object;
  const baseObject = status === 'T' ? null : (base?.object ?? null);
  return matches(objects.base, baseObject) && matches(objects.head, head?.object ?? null);
}

function matches(written: string, object: string | null): boolean {
  return object === null ? /^0+$/.test(written) : written === object;
}

function unexpected(what: unknown): GitError {
  return new GitError(
    'GIT_UNEXPECTED_OUTPUT',
    `git diff-tree gave no patch that fits ${JSON.stringify(what)}`,
  );
}

/** The files whose kind git's patch does not tell for sure, each with what it says. */
function uncertain(compared: readonly Compared[]): Map<string, boolean> {
  return new Map(
    compared
      .filter(
        ({ entry, patch }) =>
          patch !== null && (patch.binary || patch.objects === null) && isFile(lastSide(entry)),
      )
      .map(({ entry, patch }) => [lastSide(entry).object, patch?.binary === true]),
  );
}

function isFile(side: TreeSide): boolean {
  return side.mode.startsWith('100');
}

/** The head's side, the base's of a removed file. One of them is always there. */
function lastSide({ base, head }: RawEntry): TreeSide {
  return (head ?? base) as TreeSide;
}

function changedFile({ entry, patch }: Compared, binary: ReadonlySet<string>): ChangedFile {
  const { base, head } = entry;
  const last = lastSide(entry);
  const kind = fileKind(last, binary.has(last.object));
  return {
    status: fileStatus(entry),
    kind,
    path: last.path,
    basePath: base?.path ?? null,
    baseObject: blob(base),
    headObject: blob(head),
    hunks: kind === 'text' ? (patch?.hunks ?? null) : null,
  };
}

function fileKind(side: TreeSide, binary: boolean): FileKind {
  if (side.mode === '120000') return 'symlink';
  if (side.mode === '160000') return 'submodule';
  return binary ? 'binary' : 'text';
}

function fileStatus({ status, base, head }: RawEntry): FileStatus {
  switch (status) {
    case 'A':
      return 'added';
    case 'D':
      return 'removed';
    case 'R':
      return 'renamed';
    case 'C':
      return 'copied';
    default:
      return base?.object === head?.object ? 'mode-changed' : 'modified';
  }
}

function blob(side: TreeSide | null): string | null {
  return side === null || side.mode === '160000' ? null : side.object;
}

/** Git's order is that of the bytes, which differs from JavaScript's beyond U+D7FF. */
function byPath(a: ChangedFile, b: ChangedFile): number {
  return Buffer.compare(Buffer.from(a.path), Buffer.from(b.path));
}
