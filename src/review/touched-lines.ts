import type { ChangedFile } from '../change/change.ts';
import type { Side } from '../change/span.ts';

/**
 * Whether the change touches any of these lines: adds one of them (head), deletes one (base). A pure move or rename
 * touches nothing. Where there are no hunks (too large for a patch) everything counts as touched.
 */
export function touchesLines(file: ChangedFile, side: Side, startLine: number, endLine: number): boolean {
  if (file.hunks === null) return true;
  const wanted = side === 'head' ? 'added' : 'deleted';
  return file.hunks.some((hunk) =>
    hunk.lines.some((line) => {
      const number = side === 'head' ? line.head : line.base;
      return line.type === wanted && number !== null && number >= startLine && number <= endLine;
    }),
  );
}
