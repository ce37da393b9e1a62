import type { DiffFile } from '../git/diff.ts';
import { type DiffSide, hunkAt } from '../git/hunks.ts';
import type { PullDiff } from '../state/pull-diff.ts';
import { bodyLimit, type NewLineComment } from '../state/write.ts';

/** Why GitHub refuses a comment on the diff. `field` is that of a single comment's error. */
export interface CommentFault {
  readonly field: 'path' | 'line' | 'start_line' | 'body';
  /** The sentence in the answer to a review. */
  readonly sentence: string;
  /** The message in the answer to a single comment. */
  readonly message: string;
}

/** Checks a comment against the diff it is for; null where GitHub takes it. */
export function checkComment(diff: PullDiff, comment: NewLineComment): CommentFault | null {
  return checkText(comment.body) ?? checkPlace(diff, comment);
}

export function checkText(body: string): CommentFault | null {
  if (body.trim() === '')
    return { field: 'body', sentence: "Body can't be blank", message: "body can't be blank" };
  if (body.length <= bodyLimit) return null;
  const message = `is too long (maximum is ${bodyLimit} characters)`;
  return { field: 'body', sentence: `Body ${message}`, message: `Body ${message}` };
}

function checkPlace(diff: PullDiff, comment: NewLineComment): CommentFault | null {
  const file = diff.files.find((one) => one.path === comment.path);
  if (!file) return fault('path', 'Path could not be resolved', 'could not be resolved');
  if (comment.line === null) return null;
  // Files without a patch have no lines to comment on.
  if (hunkAt(file.hunks, comment.side, comment.line) === null) {
    return fault('line', 'Line could not be resolved', 'must be part of the diff');
  }
  return comment.startLine === null ? null : checkStart(file, comment, comment.line, comment.startLine);
}

function checkStart(
  file: DiffFile,
  comment: NewLineComment,
  line: number,
  start: number,
): CommentFault | null {
  const startSide: DiffSide = comment.startSide ?? comment.side;
  if (startSide === comment.side && start >= line) {
    return fault(
      'start_line',
      'Pull request review thread start line must precede the end line.',
      'must precede the end line.',
    );
  }
  if (hunkAt(file.hunks, startSide, start) !== hunkAt(file.hunks, comment.side, line)) {
    const message = 'must be part of the same hunk as the line.';
    return fault('start_line', `Pull request review thread start line ${message}`, message);
  }
  return null;
}

function fault(field: 'path' | 'line' | 'start_line', sentence: string, message: string): CommentFault {
  return { field, sentence, message: `pull_request_review_thread.${field} ${message}` };
}
