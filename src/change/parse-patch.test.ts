import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRepository, searchPath, type TestRepository } from '../../test/support/repository.ts';
import type { Hunk } from './change.ts';
import { createGit } from './git.ts';
import {
  maximumPatchCharacters,
  maximumPatchLines,
  PatchReader,
  type PatchSection,
  parsePatch,
} from './parse-patch.ts';
import { readChange } from './read-change.ts';

function sections(patch: string): PatchSection[] {
  const found: PatchSection[] = [];
  const reader = new PatchReader((section) => found.push(section));
  for (const line of patch.split('\n')) reader.push(line);
  reader.end();
  return found;
}

test('GitHub’s patch field has hunks only', () => {
  expect(parsePatch('@@ -1,2 +1,3 @@ select\n-a\n+b\r\n+\n c\n\\ No newline at end of file')).toEqual([
    {
      baseStart: 1,
      baseLines: 2,
      headStart: 1,
      headLines: 3,
      lines: [
        { type: 'deleted', base: 1, head: null, text: 'a' },
        { type: 'added', base: null, head: 1, text: 'b\r' },
        { type: 'added', base: null, head: 2, text: '' },
        { type: 'context', base: 2, head: 3, text: 'c' },
      ],
    },
  ]);
});

test('a header with numbers that no file has is none', () => {
  expect(parsePatch('@@ -1 +9007199254740992,2 @@\n+a\n+b')).toEqual([]);
});

test('content that looks like a header is content', () => {
  const patch = [
    'diff --git a/x b/x',
    'index 1..2',
    '--- a/x',
    '+++ b/x',
    '@@ -1,3 +1,3 @@',
    '--- old',
    '+++ new',
    ' diff --git a/y b/y',
    '-@@ -9 +9 @@',
    '+\\ No newline',
    '',
  ];
  const [section, ...others] = sections(patch.join('\n'));
  expect(others).toEqual([]);
  expect(section?.hunks?.[0]?.lines.map(({ type, text }) => [type, text])).toEqual([
    ['deleted', '-- old'],
    ['added', '++ new'],
    ['context', 'diff --git a/y b/y'],
    ['deleted', '@@ -9 +9 @@'],
    ['added', '\\ No newline'],
  ]);
});

test('each section tells its objects, whether it is binary, and its hunks', () => {
  const patch = [
    'diff --git a/x b/x',
    'index 1a..2b 100644',
    'Binary files a/x and b/x differ',
    'diff --git a/y b/z',
    'similarity index 100%',
    'rename from y',
    'rename to z',
    'diff --git a/q b/q',
    'index 3c..4d',
    '--- a/q',
    '+++ b/q',
    '@@ -0,0 +1 @@',
    '+new',
    '',
  ];
  expect(sections(patch.join('\n'))).toEqual([
    { objects: { base: '1a', head: '2b' }, binary: true, hunks: null },
    { objects: null, binary: false, hunks: [] },
    {
      objects: { base: '3c', head: '4d' },
      binary: false,
      hunks: [
        {
          baseStart: 0,
          baseLines: 0,
          headStart: 1,
          headLines: 1,
          lines: [{ type: 'added', base: null, head: 1, text: 'new' }],
        },
      ],
    },
  ]);
});

test('a hunk that was cut off keeps what is there', () => {
  const hunks = parsePatch('@@ -1,9 +1,9 @@\n a\n+b\n');
  expect(hunks?.map(({ baseLines, headLines, lines }) => [baseLines, headLines, lines.length])).toEqual([
    [1, 2, 2],
  ]);
});

test('text that is no patch has no hunks', () => {
  expect(parsePatch('')).toEqual([]);
  expect(parsePatch('+a\n-b\n@@ nonsense @@')).toEqual([]);
});

test('a patch beyond GitHub’s limits has no lines to comment', () => {
  const lines = (count: number): string => `@@ -0,0 +1,${count} @@\n${'+a\n'.repeat(count)}`;
  expect(parsePatch(lines(maximumPatchLines - 1))?.length).toBe(1);
  expect(parsePatch(lines(maximumPatchLines))).toBeNull();
  expect(parsePatch(`@@ -0,0 +1 @@\n+${'a'.repeat(maximumPatchCharacters)}`)).toBeNull();
});

test('a byte order mark is kept out of the first line on either side, and only there', () => {
  const hunks = parsePatch('@@ -1 +1,2 @@\n-\uFEFFa\n+\uFEFFa\n+\uFEFFb');
  expect(hunks?.[0]?.lines.map(({ text }) => text)).toEqual(['a', 'a', '\uFEFFb']);
});

/** Lines of the base with the hunks applied; throws where the hunks do not fit the base. */
function apply(base: readonly string[], hunks: readonly Hunk[]): string[] {
  const result: string[] = [];
  let at = 0;
  for (const hunk of hunks) {
    const start = hunk.baseLines === 0 ? hunk.baseStart : hunk.baseStart - 1;
    result.push(...base.slice(at, start));
    at = start;
    for (const line of hunk.lines) {
      if (line.type !== 'added') expect([line.base, line.text]).toEqual([at + 1, base[at++]]);
      if (line.type !== 'deleted') {
        result.push(line.text);
        expect(line.head).toBe(result.length);
      }
    }
  }
  return [...result, ...base.slice(at)];
}

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

const line = fc.constantFrom(
  'a',
  'b',
  '',
  '-',
  '+++ x',
  '@@ -1 +1 @@',
  '\\ No newline at end of file',
  'diff --git a/x b/x',
  'é🚀',
  'c\r',
);
const text = fc
  .tuple(fc.array(line, { maxLength: 30 }), fc.boolean())
  .map(([lines, end]) => lines.join('\n') + (end ? '\n' : ''));

let repository: TestRepository;
beforeAll(() => {
  repository = createRepository();
});
afterAll(() => repository.remove());

test('applying the hunks of git’s diff to the base gives the head', async () => {
  const git = createGit({ path: searchPath });
  // One commit with many files: as many cases, few processes.
  const pairs = fc.sample(fc.tuple(text, text), 150);
  const names = pairs.map((_, index) => `file-${String(index).padStart(3, '0')}.txt`);
  const side = (at: 0 | 1) =>
    Object.fromEntries(names.map((name, index) => [name, pairs[index]?.[at] ?? '']));
  const base = repository.commit(side(0));
  const head = repository.commit(side(1));
  const change = await readChange({ git, repository: repository.folder, base, head });
  const changed = pairs.filter(([before, after]) => before !== after);
  expect(change.files.length).toBe(changed.length);
  for (const file of change.files) {
    const [before = '', after = ''] = pairs[names.indexOf(file.path)] ?? [];
    expect(apply(linesOf(before), file.hunks ?? [])).toEqual(linesOf(after));
  }
});
