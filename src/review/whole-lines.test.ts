import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexLines } from '../text/lines.ts';
import { applySuggestion, wholeLines } from './whole-lines.ts';

function replaced(text: string, fragment: string, replacement: string): string {
  const start = text.indexOf(fragment);
  const lines = indexLines(text);
  const suggestion = wholeLines(text, lines, { start, end: start + fragment.length }, replacement);
  return applySuggestion(text, lines, suggestion);
}

describe('a suggestion of whole lines', () => {
  it.each([
    ['a;\nb c;\nd;\n', 'c', 'X', 'a;\nb X;\nd;\n'],
    ['a;\nb c;\nd;\n', 'b c;\nd', 'X\nY', 'a;\nX\nY;\n'],
    ['a;\r\nb c;\r\nd;\r\n', 'c', 'X\nY', 'a;\r\nb X\r\nY;\r\nd;\r\n'],
    ['a;\nlast', 'last', 'X', 'a;\nX'],
    ['a;\nb;\nc;\n', 'b;', '', 'a;\nc;\n'],
  ])('in %j replaces %j by %j', (text, fragment, replacement, result) => {
    expect(replaced(text, fragment, replacement)).toBe(result);
  });

  it('changes the text exactly as replacing the range does, unless whole lines go', () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'é', '𝒳'), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 6 }),
        fc.nat(),
        fc.nat(),
        line,
        (lines, a, b, word) => {
          const text = `${lines.join('\n')}\n`;
          const [start, end] = [a % text.length, b % text.length].sort((x, y) => x - y) as [number, number];
          const index = indexLines(text);
          // The final newline of a file is no part of a line: a range that takes it with it is none of a suggestion.
          fc.pre(!text.slice(start, end).endsWith('\n'));
          const suggestion = wholeLines(text, index, { start, end }, word);
          expect(applySuggestion(text, index, suggestion)).toBe(
            text.slice(0, start) + word + text.slice(end),
          );
        },
      ),
    );
  });
});
