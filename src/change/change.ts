import type { Side } from './span.ts';

export type FileStatus = 'added' | 'modified' | 'removed' | 'renamed' | 'copied' | 'mode-changed';

/** What an entry is on the side where it still exists. Only `text` can be read and commented by line. */
export type FileKind = 'text' | 'binary' | 'symlink' | 'submodule';

export interface HunkLine {
  readonly type: 'context' | 'added' | 'deleted';
  /** Line number on the base side, null for added lines. */
  readonly base: number | null;
  /** Line number on the head side, null for deleted lines. */
  readonly head: number | null;
  readonly text: string;
}

export interface Hunk {
  readonly baseStart: number;
  readonly baseLines: number;
  readonly headStart: number;
  readonly headLines: number;
  readonly lines: readonly HunkLine[];
}

export interface ChangedFile {
  readonly status: FileStatus;
  readonly kind: FileKind;
  /** The path at the head; for removed files the path at the base. */
  readonly path: string;
  /** The path at the base; null for added files. Differs from `path` for renames and copies. */
  readonly basePath: string | null;
  /** Git object ids of the blobs, null where the side has none. */
  readonly baseObject: string | null;
  readonly headObject: string | null;
  /** Hunks with context, or null where there is no patch by line (binary, submodule, too large). */
  readonly hunks: readonly Hunk[] | null;
}

/** What a pull request changes, as data: from the merge base to the head. Paths are sorted bytewise. */
export interface Change {
  /** Commit id of the merge base. */
  readonly base: string;
  /** Commit id of the head. */
  readonly head: string;
  readonly files: readonly ChangedFile[];
}

/** A line range that GitHub takes a comment on, in one hunk of one file. */
export interface Anchor {
  readonly path: string;
  readonly side: Side;
  readonly startLine: number;
  readonly endLine: number;
}
