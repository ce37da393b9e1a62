import type { TextRange } from '../text/range.ts';

/** `base` is the merge base's tree, `head` the pull request's. GitHub calls them LEFT and RIGHT. */
export type Side = 'base' | 'head';

/** A place in one file of one side: UTF-16 offsets, lines from 1, both ends of the lines included. */
export interface Span extends TextRange {
  readonly path: string;
  readonly side: Side;
  readonly startLine: number;
  readonly endLine: number;
}

/** A place that has lines only (what a reader is pointed to). */
export interface LineSpan {
  readonly path: string;
  readonly side: Side;
  readonly startLine: number;
  readonly endLine: number;
}
