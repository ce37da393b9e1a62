import { expect, test } from 'vitest';
import type { Change, ChangedFile } from './change.ts';
import { withGitHubHunks } from './commentable.ts';
import { parsePatch } from './parse-patch.ts';

const ours = parsePatch('@@ -1 +1 @@\n-a\n+b');

function file(path: string, kind: ChangedFile['kind'] = 'text'): ChangedFile {
  return { status: 'modified', kind, path, basePath: path, baseObject: 'a', headObject: 'b', hunks: ours };
}

const change: Change = {
  base: '1',
  head: '2',
  files: [file('a.sql'), file('big.sql'), file('far.sql'), file('link', 'symlink')],
};
const compared = [
  { path: 'a.sql', patch: '@@ -1,2 +1,2 @@\n-a\n+b\n c\n\\ No newline at end of file' },
  { path: 'big.sql', patch: null },
  { path: 'link', patch: '@@ -1 +1 @@\n-x\n+y' },
  { path: 'unknown to git', patch: '@@ -1 +1 @@\n-x\n+y' },
];

function hunks(complete: boolean): Record<string, ChangedFile['hunks']> {
  return Object.fromEntries(
    withGitHubHunks(change, compared, complete).files.map((each) => [each.path, each.hunks]),
  );
}

const theirs = [
  {
    baseStart: 1,
    baseLines: 2,
    headStart: 1,
    headLines: 2,
    lines: [
      { type: 'deleted', base: 1, head: null, text: 'a' },
      { type: 'added', base: null, head: 1, text: 'b' },
      { type: 'context', base: 2, head: 2, text: 'c' },
    ],
  },
];

test('GitHub’s hunks replace ours, and what it lists without a patch has none', () => {
  expect(hunks(true)).toEqual({ 'a.sql': theirs, 'big.sql': null, 'far.sql': null, link: null });
});

test('a file missing from a list that was cut keeps git’s hunks', () => {
  expect(hunks(false)['far.sql']).toEqual(ours);
});
