import type { TextRange } from './range.ts';

/** The lines of a text, counted from 1 as Git and GitHub count them: only `\n` ends a line. */
export interface LineIndex {
  readonly count: number;
  /** The line that holds this offset; offsets past the end belong to the last line. */
  lineAt(offset: number): number;
  /** The line's text range without its `\n` (a `\r` before it stays). */
  rangeOf(line: number): TextRange;
  /** First and last line that a range touches. An empty range touches the line it stands on. */
  linesOf(range: TextRange): { startLine: number; endLine: number };
}

export function indexLines(text: string): LineIndex {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  // A final newline ends the last line, it does not begin another.
  if (starts.length > 1 && starts.at(-1) === text.length) starts.pop();
  const lineAt = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
  return {
    count: starts.length,
    lineAt,
    rangeOf(line) {
      const start = starts[line - 1];
      if (start === undefined) throw new RangeError(`line ${line} of ${starts.length}`);
      const newline = text.indexOf('\n', start);
      return { start, end: newline === -1 ? text.length : newline };
    },
    linesOf(range) {
      return { startLine: lineAt(range.start), endLine: lineAt(Math.max(range.start, range.end - 1)) };
    },
  };
}
