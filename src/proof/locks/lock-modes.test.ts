import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blockedBy, conflict, lockModes, strengthOf } from './lock-modes.ts';

const mode = fc.constantFrom(...lockModes);

test('conflicts go both ways', () => {
  fc.assert(fc.property(mode, mode, (a, b) => conflict(a, b) === conflict(b, a)));
});

test('what is stronger leaves no more to others', () => {
  const partners = (of: (typeof lockModes)[number]): number =>
    lockModes.filter((other) => conflict(of, other)).length;
  fc.assert(fc.property(mode, mode, (a, b) => strengthOf(a) >= strengthOf(b) || partners(a) <= partners(b)));
});

test('a mode blocks what people know it to block', () => {
  expect(lockModes.map((each) => Object.values(blockedBy(each)).map(Number).join(''))).toEqual([
    '0000',
    '0000',
    '0000',
    '0001',
    '0011',
    '0011',
    '0111',
    '1111',
  ]);
});
