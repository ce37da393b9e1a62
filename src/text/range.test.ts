import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contains, overlaps } from './range.ts';

const ranges = fc.tuple(fc.nat(8), fc.nat(8)).map(([start, length]) => ({ start, end: start + length }));

test('ranges that only touch do not overlap', () => {
  expect(overlaps({ start: 0, end: 2 }, { start: 2, end: 3 })).toBe(false);
  expect(overlaps({ start: 0, end: 2 }, { start: 1, end: 3 })).toBe(true);
});

test('a range contains itself and what stands at its ends', () => {
  expect(contains({ start: 1, end: 3 }, { start: 1, end: 3 })).toBe(true);
  expect(contains({ start: 1, end: 3 }, { start: 3, end: 3 })).toBe(true);
  expect(contains({ start: 1, end: 3 }, { start: 0, end: 2 })).toBe(false);
});

test('overlapping is the same from both sides and follows from containing what is not empty', () => {
  fc.assert(
    fc.property(ranges, ranges, (a, b) => {
      expect(overlaps(a, b)).toBe(overlaps(b, a));
      if (contains(a, b) && b.start < b.end) expect(overlaps(a, b)).toBe(true);
    }),
  );
});
