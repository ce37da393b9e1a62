import { describe, expect, it } from 'vitest';
import type { ChangedFile } from '../change/change.ts';
import { parsePatch } from '../change/parse-patch.ts';
import { touchesLines } from './touched-lines.ts';

const file: ChangedFile = {
  status: 'modified',
  kind: 'text',
  path: 'a.sql',
  basePath: 'a.sql',
  baseObject: 'x',
  headObject: 'y',
  hunks: parsePatch('@@ -1,3 +1,3 @@\n a\n-b\n+B\n c'),
};

describe('touchesLines', () => {
  it('knows added lines at the head and deleted lines at the base', () => {
    expect([1, 2, 3].map((line) => touchesLines(file, 'head', line, line))).toEqual([false, true, false]);
    expect([1, 2, 3].map((line) => touchesLines(file, 'base', line, line))).toEqual([false, true, false]);
    expect(touchesLines(file, 'head', 1, 3)).toBe(true);
  });

  it('takes a pure rename as untouched, and a file without a patch as touched', () => {
    expect(touchesLines({ ...file, hunks: [] }, 'head', 1, 9)).toBe(false);
    expect(touchesLines({ ...file, hunks: null }, 'head', 1, 1)).toBe(true);
  });
});
