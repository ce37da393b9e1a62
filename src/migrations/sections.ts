import type { TextRange } from '../text/range.ts';
import type { MigrationSection } from './migration.ts';

/**
 * Parts of a file between lines that name a direction. `line` has the direction's word as its first group; text before
 * the first such line belongs to no section.
 */
export function sectionsByLine(
  text: string,
  line: RegExp,
  directionOf: (word: string) => 'up' | 'down',
): readonly MigrationSection[] {
  const marks = [...text.matchAll(new RegExp(line.source, flags(line)))];
  return marks.map((mark, index) => ({
    direction: directionOf(mark[1] ?? ''),
    range: { start: lineEnd(text, mark.index), end: marks[index + 1]?.index ?? text.length },
  }));
}

/** Stretches between an opening and a closing line (both left out); an unclosed one runs to the end. */
export function blocksByLine(text: string, open: RegExp, close: RegExp): readonly TextRange[] {
  const blocks: TextRange[] = [];
  const ends = [...text.matchAll(new RegExp(close.source, flags(close)))].map((match) => match.index);
  for (const match of text.matchAll(new RegExp(open.source, flags(open)))) {
    const start = lineEnd(text, match.index);
    blocks.push({ start, end: ends.find((end) => end >= start) ?? text.length });
  }
  return blocks;
}

/** The whole file as one section. */
export function wholeFile(text: string, direction: 'up' | 'down'): readonly MigrationSection[] {
  return [{ direction, range: { start: 0, end: text.length } }];
}

function lineEnd(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  return newline === -1 ? text.length : newline + 1;
}

function flags(expression: RegExp): string {
  return [...new Set(`${expression.flags}gm`)].join('');
}
