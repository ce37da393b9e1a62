import { expect, test } from 'vitest';
import type { ChangedFile } from './change.ts';
import { anchorFor, commentable } from './commentable.ts';
import { parsePatch } from './parse-patch.ts';

function fileOf(patch: string | null): ChangedFile {
  return {
    status: 'renamed',
    kind: 'text',
    path: 'new.sql',
    basePath: 'old.sql',
    baseObject: 'a',
    headObject: 'b',
    hunks: patch === null ? null : parsePatch(patch),
  };
}

const file = fileOf(
  [
    '@@ -10,4 +10,5 @@ create',
    ' context',
    '-old 11',
    '+new 11',
    '+new 12',
    ' middle',
    '-old 13',
    '+new 14',
    '@@ -40,2 +41,2 @@',
    ' forty',
    '-x',
    '+y',
  ].join('\n'),
);

function lines(side: 'base' | 'head'): number[] {
  return Array.from({ length: 50 }, (_, index) => index + 1).filter((line) => commentable(file, side, line));
}

test('added and context lines take comments on the head side, deleted ones on the base side', () => {
  expect(lines('head')).toEqual([10, 11, 12, 13, 14, 41, 42]);
  expect(lines('base')).toEqual([11, 13, 41]);
});

test('a range within one hunk is kept, with the path of the head', () => {
  expect(anchorFor(file, 'head', 11, 14)).toEqual({
    path: 'new.sql',
    side: 'head',
    startLine: 11,
    endLine: 14,
  });
  expect(anchorFor(file, 'base', 13, 13)).toEqual({
    path: 'new.sql',
    side: 'base',
    startLine: 13,
    endLine: 13,
  });
});

test('a range that leaves its hunk shrinks to the longest part inside one', () => {
  expect(anchorFor(file, 'head', 1, 11)).toMatchObject({ startLine: 10, endLine: 11 });
  expect(anchorFor(file, 'head', 14, 100)).toMatchObject({ startLine: 41, endLine: 42 });
  expect(anchorFor(file, 'head', 14, 41)).toMatchObject({ startLine: 14, endLine: 14 });
});

test('deleted lines with context between them are no range', () => {
  expect(anchorFor(file, 'base', 11, 13)).toMatchObject({ startLine: 11, endLine: 11 });
});

test('there is no place outside the hunks, nor in a file without a patch', () => {
  expect(anchorFor(file, 'head', 20, 30)).toBeNull();
  expect(anchorFor(file, 'base', 10, 10)).toBeNull();
  expect(anchorFor(fileOf(null), 'head', 1, 1)).toBeNull();
});
