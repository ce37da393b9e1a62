import { describe, expect, it } from 'vitest';
import { enclosingBlock } from './enclosing-block.ts';

const lines = `import x;

export function a(
  b: string,
) {
  if (b) {
    return   1;
  }
}

DELETE FROM t
  WHERE id = 1;
SELECT 1;`.split('\n');

describe('enclosingBlock', () => {
  it('is the same from every line of a function', () => {
    const block = 'export function a(\nb: string,\n) {\nif (b) {\nreturn 1;\n}\n}';
    expect([3, 4, 6, 7, 9].map((line) => enclosingBlock(lines, line))).toEqual(Array(5).fill(block));
  });

  it('keeps statements apart', () => {
    expect([11, 12, 13].map((line) => enclosingBlock(lines, line))).toEqual([
      'DELETE FROM t\nWHERE id = 1;',
      'DELETE FROM t\nWHERE id = 1;',
      'SELECT 1;',
    ]);
  });

  it('is bounded, and holds the line itself', () => {
    const long = Array.from({ length: 1_000 }, (_, index) => `  line ${index + 1}`);
    const block = enclosingBlock(long, 600).split('\n');
    expect([block.includes('line 600'), block.length <= 401]).toEqual([true, true]);
  });
});
