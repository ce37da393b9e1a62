import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { followLine, type Replacement } from './follow-line.ts';

describe('a line of an older commit', () => {
  it('is where its text went, or gone', () => {
    // Each old line is kept, removed, replaced by two, or has a new line before it.
    const edits = fc.array(fc.constantFrom('keep', 'remove', 'replace', 'insert'), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(edits, (acts) => {
        const after: number[] = [];
        const changes: Replacement[] = [];
        for (const [index, act] of acts.entries()) {
          const line = index + 1;
          if (act === 'insert') {
            after.push(0);
            changes.push({ oldStart: index, oldLines: 0, newLines: 1 });
          }
          if (act === 'remove' || act === 'replace') {
            const added = act === 'replace' ? 2 : 0;
            changes.push({ oldStart: line, oldLines: 1, newLines: added });
            after.push(...Array.from({ length: added }, () => 0));
          } else after.push(line);
        }
        const expected = acts.map((_, index) => {
          const found = after.indexOf(index + 1);
          return found === -1 ? null : found + 1;
        });
        expect(acts.map((_, index) => followLine(changes, index + 1))).toEqual(expected);
      }),
    );
  });
});
