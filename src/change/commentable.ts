import type { Anchor, Change, ChangedFile, Hunk } from './change.ts';
import { parsePatch } from './parse-patch.ts';
import type { Side } from './span.ts';

/** A run of neighbouring lines in one hunk, both ends included. */
interface Run {
  readonly startLine: number;
  readonly endLine: number;
}

/** True where GitHub takes a comment on this line: added and context on the head side, deleted on the base side. */
export function commentable(file: ChangedFile, side: Side, line: number): boolean {
  return anchorFor(file, side, line, line) !== null;
}

/**
 * Where a comment about these lines can stand: exactly there, else on the longest part of them that lies in one
 * hunk (the first of equals), else null. The path is the head's, also on the base side: GitHub names a file by it.
 */
export function anchorFor(file: ChangedFile, side: Side, startLine: number, endLine: number): Anchor | null {
  let best: Run | null = null;
  for (const hunk of file.hunks ?? []) {
    if (!touches(hunk, side, startLine, endLine)) continue;
    for (const run of runs(hunk, side)) {
      const part = {
        startLine: Math.max(run.startLine, startLine),
        endLine: Math.min(run.endLine, endLine),
      };
      if (part.startLine <= part.endLine && (best === null || length(part) > length(best))) best = part;
    }
  }
  return best === null ? null : { path: file.path, side, startLine: best.startLine, endLine: best.endLine };
}

/** A file in GitHub's compare. `patch` is null where GitHub gives none (binary, too large, nothing but a rename). */
export interface ComparedPatch {
  readonly path: string;
  readonly patch: string | null;
}

/**
 * The change with GitHub's own hunks, which are the truth about the lines that take a comment. A file that GitHub
 * lists without a patch takes none. What is missing from a list that was cut keeps git's hunks; missing from a
 * whole list it takes none either (GitHub may see a rename where git sees two files).
 * @param complete true where GitHub's list is known to be whole
 */
export function withGitHubHunks(
  change: Change,
  compared: readonly ComparedPatch[],
  complete = false,
): Change {
  const patches = new Map(compared.map(({ path, patch }) => [path, patch]));
  const hunks = (file: ChangedFile): ChangedFile['hunks'] => {
    const patch = patches.get(file.path);
    if (patch === undefined) return complete ? null : file.hunks;
    return patch === null || file.kind !== 'text' ? null : parsePatch(patch);
  };
  return { ...change, files: change.files.map((file) => ({ ...file, hunks: hunks(file) })) };
}

function length(run: Run): number {
  return run.endLine - run.startLine + 1;
}

function touches(hunk: Hunk, side: Side, startLine: number, endLine: number): boolean {
  const first = side === 'head' ? hunk.headStart : hunk.baseStart;
  const lines = side === 'head' ? hunk.headLines : hunk.baseLines;
  return startLine < first + lines && first <= endLine;
}

function runs(hunk: Hunk, side: Side): Run[] {
  const found: Run[] = [];
  for (const line of hunk.lines) {
    const number = side === 'head' ? line.head : line.type === 'deleted' ? line.base : null;
    if (number === null) continue;
    const last = found.at(-1);
    if (last?.endLine === number - 1)
      found[found.length - 1] = { startLine: last.startLine, endLine: number };
    else found.push({ startLine: number, endLine: number });
  }
  return found;
}
