import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indexLines } from './lines.ts';

const texts = fc
  .array(fc.constantFrom('a', 'é', '🚀', '\r', '\n', '\r\n'), { maxLength: 30 })
  .map((parts) => parts.join(''));

test('only a line feed ends a line, and a carriage return stays in its line', () => {
  const lines = indexLines('a\r\nb\rc\n');
  expect(lines.count).toBe(2);
  expect([1, 2].map((line) => lines.rangeOf(line))).toEqual([
    { start: 0, end: 2 },
    { start: 3, end: 6 },
  ]);
});

test('an empty text is one empty line', () => {
  expect(indexLines('').count).toBe(1);
  expect(indexLines('').rangeOf(1)).toEqual({ start: 0, end: 0 });
});

test('an empty range touches the line it stands on', () => {
  expect(indexLines('a\nb').linesOf({ start: 2, end: 2 })).toEqual({ startLine: 2, endLine: 2 });
});

test('a range that ends behind a line feed does not touch the next line', () => {
  expect(indexLines('a\nb\n').linesOf({ start: 0, end: 2 })).toEqual({ startLine: 1, endLine: 1 });
});

test('a line that is not there is refused', () => {
  expect(() => indexLines('a\n').rangeOf(2)).toThrow('line 2 of 1');
  expect(() => indexLines('a\n').rangeOf(0)).toThrow(RangeError);
});

test('the lines with their ends are the text', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const lines = indexLines(text);
      const ranges = Array.from({ length: lines.count }, (_, index) => lines.rangeOf(index + 1));
      const ended = ranges.map(({ start, end }) => text.slice(start, end) + (end < text.length ? '\n' : ''));
      expect(ended.join('')).toBe(text);
      expect(ranges.some(({ start, end }) => text.slice(start, end).includes('\n'))).toBe(false);
    }),
  );
});

test('every offset is in the range of its line', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const lines = indexLines(text);
      for (let offset = 0; offset < text.length; offset++) {
        const { start, end } = lines.rangeOf(lines.lineAt(offset));
        expect(start <= offset && offset <= end).toBe(true);
      }
      expect(lines.lineAt(text.length + 5)).toBe(lines.count);
    }),
  );
});

test('the lines of a range hold it', () => {
  fc.assert(
    fc.property(texts, fc.nat(30), fc.nat(30), (text, a, b) => {
      const [start = 0, end = 0] = [a, b]
        .map((value) => Math.min(value, text.length))
        .toSorted((x, y) => x - y);
      const lines = indexLines(text);
      const { startLine, endLine } = lines.linesOf({ start, end });
      expect(startLine <= endLine).toBe(true);
      expect(lines.rangeOf(startLine).start <= start).toBe(true);
      expect(lines.rangeOf(endLine).end + 1 >= end).toBe(true);
    }),
  );
});
