import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replaceLines, suggestionIn } from './suggestion.ts';

describe('a suggestion', () => {
  it.each([
    ['lines', 'Use:\n```suggestion\na\n  b\n```\nmore', 'a\n  b'],
    ['nothing, which removes', '```suggestion\n```', ''],
    ['a fence of its own', '````suggestion\n```sql\nx\n```\n````', '```sql\nx\n```'],
    ['tildes', '~~~suggestion\na\n~~~', 'a'],
    ['line ends of Windows', '```suggestion\r\na\r\nb\r\n```\r\n', 'a\nb'],
  ])('is found in a comment: %s', (_, body, text) => {
    expect(suggestionIn(body)).toBe(text);
  });

  it('is not found where there is none', () => {
    expect(suggestionIn('```sql\nx\n```')).toBeNull();
    expect(suggestionIn('`suggestion`')).toBeNull();
  });

  it.each([
    ['one line by two', 'a\nb\nc\n', 2, 2, 'x\ny', 'a\nx\ny\nc\n'],
    ['two lines by none', 'a\nb\nc\n', 1, 2, '', 'c\n'],
    ['the last line, which had no end', 'a\nb', 2, 2, 'x', 'a\nx'],
    ['a line of a file with CRLF', 'a\r\nb\r\nc\r\n', 2, 2, 'x\ny', 'a\r\nx\r\ny\r\nc\r\n'],
  ])('replaces %s', (_, text, start, end, suggestion, result) => {
    expect(replaceLines(text, start, end, suggestion)).toBe(result);
  });

  it('cannot replace lines that are not there', () => {
    expect(() => replaceLines('a\n', 2, 2, 'x')).toThrow('the file has no lines 2 to 2');
    expect(() => replaceLines('a\n', 0, 1, 'x')).toThrow('the file has no lines 0 to 1');
  });

  it('leaves every other line as it was', () => {
    const line = fc.stringMatching(/^[a-z]{0,5}$/);
    const file = fc.record({
      lines: fc.array(line, { minLength: 1, maxLength: 12 }),
      at: fc.nat(11),
      long: fc.nat(3),
      by: fc.array(line, { minLength: 1, maxLength: 3 }),
    });
    fc.assert(
      fc.property(file, ({ lines, at, long, by }) => {
        const start = Math.min(at, lines.length - 1);
        const end = Math.min(start + long, lines.length - 1);
        fc.pre(by.join('\n') !== '');
        const result = replaceLines(`${lines.join('\n')}\n`, start + 1, end + 1, by.join('\n'));
        expect(result).toBe(`${[...lines.slice(0, start), ...by, ...lines.slice(end + 1)].join('\n')}\n`);
      }),
    );
  });
});
