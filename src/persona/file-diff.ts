import type { ChangedFile, Hunk, HunkLine } from '../change/change.ts';
import { shownText } from './shown-text.ts';
import { quotedName } from './untrusted-block.ts';

/** Lines longer than this are generated code; what is cut off cannot be quoted, and that is fine. */
const maximumLine = 1_000;

/** A file's change as the model sees it: a head, then one text for each hunk. */
export interface FileDiff {
  readonly path: string;
  readonly head: string;
  readonly hunks: readonly string[];
}

/**
 * Writes a file's hunks with head line numbers: `   12 + text` for added, `   12   text` for kept and `      - text`
 * for deleted lines. Secrets and invisible characters are masked.
 * @param headText the file at the head, null for a removed file
 * @param context lines of the head file shown around each hunk beyond the hunk's own
 */
export function fileDiff(file: ChangedFile, headText: string | null, context: number): FileDiff {
  const headLines = headText === null ? null : shownText(headText).split('\n');
  const hunks = file.hunks ?? [];
  const renamed =
    file.basePath !== null && file.basePath !== file.path ? `\nbefore: ${quotedName(file.basePath)}` : '';
  return {
    path: file.path,
    head: `path: ${quotedName(file.path)}\nstatus: ${file.status}${renamed}`,
    hunks: hunks.map((hunk, index) => {
      const { before, after } = surroundings(hunks, index, headLines, context);
      return [...before, ...hunkRows(hunk, headLines), ...after].join('\n');
    }),
  };
}

function hunkRows(hunk: Hunk, headLines: readonly string[] | null): string[] {
  // A key that is deleted over several lines has a shape only when its lines stand together.
  const old = hunk.lines.filter((line) => line.type !== 'added');
  const oldTexts = shownText(old.map((line) => line.text).join('\n')).split('\n');
  const oldText = new Map<HunkLine, string>(old.map((line, index) => [line, oldTexts[index] ?? '']));
  const current = hunk.lines.filter((line) => line.type !== 'deleted');
  const newTexts = shownText(current.map((line) => line.text).join('\n')).split('\n');
  const newText = new Map<HunkLine, string>(current.map((line, index) => [line, newTexts[index] ?? '']));
  return hunk.lines.map((line) =>
    line.type === 'deleted'
      ? row(null, '-', oldText.get(line) ?? '')
      : row(
          line.head,
          line.type === 'added' ? '+' : ' ',
          headLines?.[(line.head ?? 0) - 1] ?? newText.get(line) ?? '',
        ),
  );
}

/** Lines of the head file around a hunk that no neighbouring hunk shows. */
function surroundings(
  hunks: readonly Hunk[],
  index: number,
  headLines: readonly string[] | null,
  context: number,
): { before: string[]; after: string[] } {
  const hunk = hunks[index];
  if (headLines === null || hunk === undefined) return { before: [], after: [] };
  const count = headLines.at(-1) === '' ? headLines.length - 1 : headLines.length;
  const previous = hunks[index - 1];
  const next = hunks[index + 1];
  const start = firstHeadLine(hunk);
  const end = start + hunk.headLines - 1;
  // The lines between two hunks go to the first of them, up to its context; the second begins behind.
  const free =
    previous === undefined ? 1 : Math.min(start, firstHeadLine(previous) + previous.headLines + context);
  const from = Math.max(free, start - context);
  const to = Math.min(next === undefined ? count : firstHeadLine(next) - 1, end + context, count);
  const rows = (first: number, last: number): string[] =>
    Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) =>
      row(first + offset, ' ', headLines[first + offset - 1] ?? ''),
    );
  return { before: rows(from, start - 1), after: rows(end + 1, to) };
}

/** Git gives a hunk without head lines the number of the line before it. */
function firstHeadLine(hunk: Hunk): number {
  return hunk.headLines === 0 ? hunk.headStart + 1 : hunk.headStart;
}

function row(line: number | null, sign: string, text: string): string {
  const number = line === null ? '' : String(line);
  const cut = text.length > maximumLine ? `${text.slice(0, maximumLine).toWellFormed()}…[line cut]` : text;
  return `${number.padStart(5)} ${sign} ${cut.replace(/\r$/, '')}`;
}
