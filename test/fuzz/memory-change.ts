import { createHash } from 'node:crypto';
import type { Change, ChangedFile, Hunk, HunkLine } from '../../src/change/change.ts';
import type { SourceTree } from '../../src/change/source-tree.ts';

/** A file of a pull request with its text on both sides; null where a side has none. */
export interface WrittenFile {
  readonly path: string;
  readonly base: string | null;
  readonly head: string | null;
}

export const baseCommit = 'a'.repeat(40);
export const headCommit = 'b'.repeat(40);

function objectOf(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

function linesOf(text: string | null): string[] {
  const lines = (text ?? '').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** All of the old text goes, all of the new comes: every line is touched. */
function wholeHunk(file: WrittenFile): Hunk {
  const deleted = linesOf(file.base).map(
    (text, at): HunkLine => ({ type: 'deleted', base: at + 1, head: null, text }),
  );
  const added = linesOf(file.head).map(
    (text, at): HunkLine => ({ type: 'added', base: null, head: at + 1, text }),
  );
  return {
    baseStart: deleted.length === 0 ? 0 : 1,
    baseLines: deleted.length,
    headStart: added.length === 0 ? 0 : 1,
    headLines: added.length,
    lines: [...deleted, ...added],
  };
}

function changedFile(file: WrittenFile): ChangedFile {
  return {
    status: file.base === null ? 'added' : file.head === null ? 'removed' : 'modified',
    kind: 'text',
    path: file.path,
    basePath: file.base === null ? null : file.path,
    baseObject: file.base === null ? null : objectOf(file.base),
    headObject: file.head === null ? null : objectOf(file.head),
    hunks: [wholeHunk(file)],
  };
}

export function changeOf(files: readonly WrittenFile[]): Change {
  return {
    base: baseCommit,
    head: headCommit,
    files: files.filter(({ base, head }) => base !== head).map(changedFile),
  };
}

/** A commit's tree in memory. */
function treeOf(commit: string, files: ReadonlyMap<string, string>): SourceTree {
  return {
    commit,
    async list() {
      return [...files].map(([path, text]) => ({ path, mode: '100644', object: objectOf(text) }));
    },
    async folderId() {
      return null;
    },
    async read(paths) {
      return new Map(
        paths.map((path) => {
          const text = files.get(path) ?? null;
          return [
            path,
            {
              path,
              object: text === null ? '' : objectOf(text),
              text,
              unreadable: text === null ? ('missing' as const) : null,
              size: Buffer.byteLength(text ?? ''),
              lossy: text?.includes('\ufffd') === true,
            },
          ] as const;
        }),
      );
    },
  };
}

/** Both sides' trees of a change. */
export function treesOf(files: readonly WrittenFile[]): {
  readonly base: SourceTree;
  readonly head: SourceTree;
} {
  const side = (of: 'base' | 'head'): Map<string, string> =>
    new Map(files.flatMap((file) => (file[of] === null ? [] : [[file.path, file[of]] as const])));
  return { base: treeOf(baseCommit, side('base')), head: treeOf(headCommit, side('head')) };
}
