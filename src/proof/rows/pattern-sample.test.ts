import fc from 'fast-check';
import { expect, test } from 'vitest';
import { patternSample } from './pattern-sample.ts';

test.each([
  ['^[A-Z]{3}-\\d{4}$', 'AAA-0000'],
  ['^(draft|live)$', 'draft'],
  ['^.+@.+\\..+$', 'a@a.a'],
  ['^[^0-9]x?[[:digit:]]+$', 'a0'],
  ['^(?:ab){2,}c*$', 'abab'],
])('%s', (pattern, text) => {
  expect(patternSample(pattern, 0)).toBe(text);
  expect(patternSample(pattern, 1)).not.toBe(null);
});

test.each(['(?=a)b', '(a', '\\1', '[z'])('%s is not understood', (pattern) => {
  expect(patternSample(pattern, 0)).toBeNull();
});

test('what it gives for a pattern of the usual parts matches it', () => {
  const atom = fc.constantFrom(
    'a',
    '\\d',
    '\\w',
    '[A-F0-9]',
    '[^a-z]',
    '.',
    '(?:ab|c)',
    '(x|y|z)',
    '-',
    '\\.',
  );
  const quantified = fc
    .tuple(atom, fc.constantFrom('', '+', '*', '?', '{2}', '{1,3}'))
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.array(quantified, { maxLength: 8 }), fc.nat(20), (parts, choice) => {
      const pattern = `^${parts.join('')}$`;
      expect(patternSample(pattern, choice)).toMatch(new RegExp(pattern));
    }),
  );
});

test('hostile patterns neither throw nor loop', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'()[]{}|\\^$*+?.ab09,-:'), maxLength: 40 }),
      (pattern) => {
        patternSample(pattern, 0);
      },
    ),
  );
});
