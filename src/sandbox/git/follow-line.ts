import { git } from './git.ts';

/** A stretch of lines that a diff without context replaces. */
export interface Replacement {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newLines: number;
}

/** What changed in one file between two commits, as replaced stretches; null where the file is gone at `to`. */
export async function replacements(
  directory: string,
  from: string,
  to: string,
  path: string,
): Promise<readonly Replacement[] | null> {
  const text = (
    await git(directory, [
      '--literal-pathspecs',
      'diff',
      '--no-ext-diff',
      '--no-textconv',
      '-U0',
      from,
      to,
      '--',
      path,
    ])
  ).toString('utf8');
  if (/^deleted file mode /m.test(text.split(/^@@ /m)[0] ?? '')) return null;
  return [...text.matchAll(/^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@/gm)].map(
    ([, start, before, after]) => ({
      oldStart: Number(start),
      oldLines: Number(before ?? 1),
      newLines: Number(after ?? 1),
    }),
  );
}

/** Where a line went, null where it was replaced or removed. */
export function followLine(changes: readonly Replacement[], line: number): number | null {
  let shift = 0;
  for (const { oldStart, oldLines, newLines } of changes) {
    // Of a pure insertion (no old lines) git names the line before it.
    const first = oldLines === 0 ? oldStart + 1 : oldStart;
    if (line < first) break;
    if (line < first + oldLines) return null;
    shift += newLines - oldLines;
  }
  return line + shift;
}
