import { anchorFor } from '../change/commentable.ts';
import { parsePatch } from '../change/parse-patch.ts';
import type { PlannedComment } from '../review/conversation.ts';

/** A comment in the form of the request. One line has no `start_line`. */
export function reviewComment(comment: PlannedComment) {
  const side = comment.side === 'head' ? ('RIGHT' as const) : ('LEFT' as const);
  return {
    path: comment.path,
    body: comment.body,
    line: comment.line,
    side,
    ...(comment.startLine === null || comment.startLine >= comment.line
      ? {}
      : { start_line: comment.startLine, start_side: side }),
  };
}

/** A file of the pull request as GitHub's list has it. */
export interface ListedFile {
  readonly filename: string;
  readonly patch?: string;
}

/**
 * Comments moved to where GitHub takes them by its own hunks. Those that have no such place, or whose file GitHub
 * shows no lines of, are apart.
 */
export function reanchor(
  comments: readonly PlannedComment[],
  files: readonly ListedFile[],
): { readonly placed: PlannedComment[]; readonly unplaced: PlannedComment[] } {
  const hunks = new Map(
    files.map((file) => [file.filename, file.patch === undefined ? null : parsePatch(file.patch)]),
  );
  const placed: PlannedComment[] = [];
  const unplaced: PlannedComment[] = [];
  for (const comment of comments) {
    const file = {
      status: 'modified',
      kind: 'text',
      path: comment.path,
      basePath: comment.path,
      baseObject: null,
      headObject: null,
      hunks: hunks.get(comment.path) ?? null,
    } as const;
    const anchor = anchorFor(file, comment.side, comment.startLine ?? comment.line, comment.line);
    // A suggestion replaces exactly its lines: on fewer of them it would be another one.
    const whole =
      anchor !== null &&
      anchor.startLine === (comment.startLine ?? comment.line) &&
      anchor.endLine === comment.line;
    if (anchor === null || (!whole && /^(`{3,}|~{3,})suggestion/m.test(comment.body))) unplaced.push(comment);
    else
      placed.push({
        ...comment,
        startLine: anchor.startLine === anchor.endLine ? null : anchor.startLine,
        line: anchor.endLine,
      });
  }
  return { placed, unplaced };
}
