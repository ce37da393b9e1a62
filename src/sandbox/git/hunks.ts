export type DiffSide = 'LEFT' | 'RIGHT';

export interface DiffLine {
  readonly type: 'context' | 'added' | 'deleted';
  readonly old: number | null;
  readonly new: number | null;
  readonly text: string;
  /** True where the file ends after this line without a newline. */
  readonly unterminated: boolean;
}

export interface DiffHunk {
  readonly header: string;
  readonly oldStart: number;
  readonly newStart: number;
  readonly lines: readonly DiffLine[];
}

const headerForm = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

/** Reads a patch as GitHub gives it (hunks only, from `@@`). */
export function parsePatch(patch: string): DiffHunk[] {
  const hunks: { header: string; oldStart: number; newStart: number; lines: DiffLine[] }[] = [];
  let before = 0;
  let after = 0;
  for (const line of patch.split('\n')) {
    const header = headerForm.exec(line);
    const hunk = hunks.at(-1);
    if (header) {
      before = Number(header[1]);
      after = Number(header[2]);
      hunks.push({ header: line, oldStart: before, newStart: after, lines: [] });
    } else if (hunk && line.startsWith('\\')) {
      const last = hunk.lines.pop();
      if (last) hunk.lines.push({ ...last, unterminated: true });
    } else if (hunk) {
      const text = line.slice(1);
      if (line.startsWith('+')) hunk.lines.push(made('added', null, after++, text));
      else if (line.startsWith('-')) hunk.lines.push(made('deleted', before++, null, text));
      else if (line.startsWith(' ')) hunk.lines.push(made('context', before++, after++, text));
    }
  }
  return hunks;
}

function made(type: DiffLine['type'], before: number | null, after: number | null, text: string): DiffLine {
  return { type, old: before, new: after, text, unterminated: false };
}

/** The line of a diff that a comment's `line` and `side` point to: RIGHT added or context, LEFT deleted lines. */
export function isAt(line: DiffLine, side: DiffSide, number: number): boolean {
  return side === 'RIGHT' ? line.new === number : line.type === 'deleted' && line.old === number;
}

/** The hunk that holds a line on a side, null where the line is not part of the diff. */
export function hunkAt(hunks: readonly DiffHunk[], side: DiffSide, number: number): DiffHunk | null {
  return hunks.find((hunk) => hunk.lines.some((line) => isAt(line, side, number))) ?? null;
}

/** A comment's `diff_hunk`: the hunk's header and its lines down to the commented one. */
export function diffHunkTo(hunk: DiffHunk, side: DiffSide, number: number): string {
  const end = hunk.lines.findIndex((line) => isAt(line, side, number));
  const signs = { context: ' ', added: '+', deleted: '-' } as const;
  return [hunk.header, ...hunk.lines.slice(0, end + 1).map((line) => signs[line.type] + line.text)].join(
    '\n',
  );
}
