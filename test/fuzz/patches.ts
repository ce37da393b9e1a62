import fc from 'fast-check';
import type { ChangedFile, Hunk } from '../../src/change/change.ts';
import { anchorFor, commentable, withGitHubHunks } from '../../src/change/commentable.ts';
import { PatchReader, parsePatch } from '../../src/change/parse-patch.ts';
import { parseRawEntry, unquotePath } from '../../src/change/raw-diff.ts';
import type { Side } from '../../src/change/span.ts';
import { GitError } from '../../src/errors.ts';
import { hostileText } from './hostile-text.ts';
import { expectNone, property } from './property.ts';

interface EditLine {
  readonly kind: 'keep' | 'delete' | 'add';
  readonly text: string;
}

/** A file's way from one side to the other, line by line. */
const editLine: fc.Arbitrary<EditLine> = fc.record({
  kind: fc.constantFrom('keep', 'keep', 'keep', 'delete', 'add'),
  text: fc.oneof(
    hostileText.map((text) => text.replaceAll('\n', '')),
    fc.constantFrom(
      '',
      '@@ -1,2 +3,4 @@',
      '\\ No newline at end of file',
      'diff --git a/x b/x',
      '+++ b/x',
      '--- a/x',
      'index 1..2',
      'a\r',
      '\r',
    ),
  ),
});

interface NumberedLine extends EditLine {
  readonly base: number;
  readonly head: number;
}

interface WrittenDiff {
  readonly patch: string;
  /** The lines of each hunk, numbered on both sides. */
  readonly hunks: readonly (readonly NumberedLine[])[];
}

/** Writes a unified diff as `diff -U` does: an independent model of what a patch says. */
function writeDiff(
  lines: readonly EditLine[],
  context: number,
  bareOne: boolean,
  ending: boolean,
): WrittenDiff {
  let [base, head] = [0, 0];
  const numbered = lines.map((line) => {
    if (line.kind !== 'add') base++;
    if (line.kind !== 'delete') head++;
    return { ...line, base, head };
  });
  const shown = numbered.map((_, index) =>
    numbered.slice(Math.max(0, index - context), index + context + 1).some(({ kind }) => kind !== 'keep'),
  );
  const hunks: NumberedLine[][] = [];
  numbered.forEach((line, index) => {
    if (!shown[index]) return;
    if (shown[index - 1] !== true) hunks.push([]);
    hunks.at(-1)?.push(line);
  });
  const patch = hunks.map((hunk, index) => {
    const body = hunk.map(({ kind, text }) => `${{ keep: ' ', delete: '-', add: '+' }[kind]}${text}\n`);
    if (ending && index === hunks.length - 1) body.push('\\ No newline at end of file\n');
    return `@@ -${range(hunk, 'delete', 'base', bareOne)} +${range(hunk, 'add', 'head', bareOne)} @@ section\n${body.join('')}`;
  });
  return { patch: patch.join(''), hunks };
}

function range(hunk: readonly NumberedLine[], own: 'delete' | 'add', side: Side, bareOne: boolean): string {
  const lines = hunk.filter(({ kind }) => kind === 'keep' || kind === own);
  const first = lines[0]?.[side] ?? hunk[0]?.[side] ?? 0;
  return lines.length === 1 && bareOne ? `${first}` : `${first},${lines.length}`;
}

const diff = fc
  .record({
    lines: fc.array(editLine, { minLength: 1, maxLength: 40 }),
    context: fc.integer({ min: 0, max: 4 }),
    bareOne: fc.boolean(),
    ending: fc.boolean(),
  })
  .map(({ lines, context, bareOne, ending }) => ({
    lines: lines.length,
    ...writeDiff(lines, context, bareOne, ending),
  }));

function fileWith(hunks: readonly Hunk[] | null): ChangedFile {
  return {
    status: 'modified',
    kind: 'text',
    path: 'p',
    basePath: 'p',
    baseObject: 'a',
    headObject: 'b',
    hunks,
  };
}

/** By the rule of GitHub's manual: RIGHT for added and context lines, LEFT for deleted ones. */
function takesComment(hunk: readonly NumberedLine[], side: Side, number: number): boolean {
  return hunk.some((line) =>
    side === 'head'
      ? line.kind !== 'delete' && line.head === number
      : line.kind === 'delete' && line.base === number,
  );
}

/** The longest stretch of these lines that one hunk takes comments on, tried one by one. */
function longestStretch(hunks: WrittenDiff['hunks'], side: Side, first: number, last: number): string {
  let best: [number, number] | null = null;
  for (const hunk of hunks)
    for (let start = first; start <= last; start++)
      for (let end = start; end <= last && takesComment(hunk, side, end); end++)
        if (best === null || end - start > best[1] - best[0]) best = [start, end];
  return JSON.stringify(best);
}

/** What holds for hunks of any text at all. */
function hunkProblems(hunks: readonly Hunk[] | null): string[] {
  const problems: string[] = [];
  for (const hunk of hunks ?? []) {
    const of = (side: Side): number[] => hunk.lines.flatMap((line) => line[side] ?? []);
    const heads = of('head');
    const bases = of('base');
    if (![hunk.headStart, hunk.baseStart, ...heads, ...bases].every(Number.isSafeInteger))
      problems.push('no number of a line');
    if (heads.some((number, index) => number !== hunk.headStart + index))
      problems.push('head lines out of order');
    if (bases.some((number, index) => number !== hunk.baseStart + index))
      problems.push('base lines out of order');
    if (heads.length !== hunk.headLines || bases.length !== hunk.baseLines)
      problems.push('a wrong count of lines');
    if (hunk.lines.some(({ text }) => text.includes('\n'))) problems.push('a line of two');
  }
  return problems;
}

const damage = fc.record({
  at: fc.nat({ max: 2_000 }),
  cut: fc.nat({ max: 30 }),
  insert: fc.oneof(
    hostileText,
    fc.constantFrom(
      '@@ -1 +1 @@\n',
      '@@ -0,0 +1,999999999999999999999 @@\n',
      '@@ -99999999999999999999 +9007199254740992,3 @@\n+a\n+b\n+c\n',
      '@@ -1,-1 +1 @@\n',
      '@@@ -1 -1 +1 @@@\n',
      '\\',
    ),
  ),
});

const strangePatch = fc.oneof(
  hostileText,
  fc.tuple(diff, fc.array(damage, { minLength: 1, maxLength: 4 })).map(([{ patch }, damages]) =>
    damages.reduce((text, { at, cut, insert }) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + insert + text.slice(place + cut);
    }, patch),
  ),
);

export const patches = [
  property('patches: a diff is read as it was written', 10, fc.tuple(diff, fc.boolean()), () => ({
    check([{ patch, hunks }, finalNewline]) {
      const read = parsePatch(finalNewline ? patch : patch.slice(0, -1)) ?? [];
      const plain = read.map(({ lines }) => lines.map(({ type, text }) => [type, text]));
      const types = { keep: 'context', delete: 'deleted', add: 'added' } as const;
      const wanted = hunks.map((hunk) =>
        hunk.map(({ kind, text, base, head }) => [
          types[kind],
          // A byte order mark belongs to the file, not to its first line.
          text.startsWith('\ufeff') && ((kind !== 'add' && base === 1) || (kind !== 'delete' && head === 1))
            ? text.slice(1)
            : text,
        ]),
      );
      expectNone(
        JSON.stringify(plain) === JSON.stringify(wanted) ? hunkProblems(read) : [JSON.stringify(plain)],
        JSON.stringify(wanted),
      );
      const sections: (readonly Hunk[] | null)[] = [];
      const reader = new PatchReader((section) => sections.push(section.hunks));
      for (const line of `diff --git a/p b/p\nindex 1a..2b 100644\n--- a/p\n+++ b/p\n${patch.slice(0, -1)}`.split(
        '\n',
      ))
        reader.push(line);
      reader.end();
      expectNone(
        JSON.stringify(sections) === JSON.stringify([read])
          ? []
          : ['git’s section differs from GitHub’s patch'],
      );
    },
  })),

  property(
    'patches: comments stand where GitHub takes them',
    10,
    fc.tuple(
      diff,
      fc.array(fc.tuple(fc.nat({ max: 45 }), fc.nat({ max: 12 })), { minLength: 1, maxLength: 6 }),
    ),
    () => ({
      check([{ patch, hunks, lines }, ranges]) {
        const change = withGitHubHunks(
          { base: 'a', head: 'b', files: [fileWith(null)] },
          [{ path: 'p', patch }],
          true,
        );
        const file = change.files[0] ?? fileWith(null);
        const problems: string[] = [];
        for (const side of ['base', 'head'] as const) {
          for (let line = 0; line <= lines + 2; line++)
            if (commentable(file, side, line) !== hunks.some((hunk) => takesComment(hunk, side, line)))
              problems.push(`line ${line} of the ${side}`);
          for (const [start, length] of ranges) {
            const anchor = anchorFor(file, side, start, start + length);
            const found = JSON.stringify(anchor === null ? null : [anchor.startLine, anchor.endLine]);
            const wanted = longestStretch(hunks, side, start, start + length);
            if (found !== wanted)
              problems.push(`${start}-${start + length} of the ${side}: ${found} instead of ${wanted}`);
          }
        }
        expectNone(problems, patch);
      },
    }),
  ),

  property('patches: any text is read without harm', 10, strangePatch, () => ({
    check(text) {
      expectNone(hunkProblems(parsePatch(text)), text);
      const reader = new PatchReader((section) => expectNone(hunkProblems(section.hunks), text));
      for (const line of text.split('\n')) reader.push(line);
      reader.end();
      for (const line of text.split('\n').slice(0, 5)) {
        try {
          parseRawEntry(line);
        } catch (error) {
          if (!(error instanceof GitError)) throw error;
        }
        unquotePath(line);
      }
    },
  })),

  property('paths: git’s quotes are taken off', 5, fc.uint8Array({ minLength: 1, maxLength: 40 }), () => ({
    check(bytes) {
      const path = Buffer.from(bytes.map((byte) => (byte === 0 ? 1 : byte)));
      const line = `:100644 000000 ${'a'.repeat(40)} ${'0'.repeat(40)} D\t${quoted(path)}`;
      const read = parseRawEntry(line).base?.path;
      expectNone(read === path.toString('utf8') ? [] : [`${read} instead of ${path.toString('utf8')}`]);
    },
  })),
];

/** As git's `quote_c_style` with `core.quotePath`. */
function quoted(path: Buffer): string {
  const letters: Readonly<Record<number, string>> = {
    7: 'a',
    8: 'b',
    9: 't',
    10: 'n',
    11: 'v',
    12: 'f',
    13: 'r',
    34: '"',
    92: '\\',
  };
  let plain = true;
  const parts = [...path].map((byte) => {
    const letter = letters[byte];
    if (letter === undefined && byte >= 32 && byte < 127) return String.fromCharCode(byte);
    plain = false;
    return letter === undefined ? `\\${byte.toString(8).padStart(3, '0')}` : `\\${letter}`;
  });
  return plain ? parts.join('') : `"${parts.join('')}"`;
}
