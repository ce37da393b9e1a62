import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRawEntry, unquotePath } from './raw-diff.ts';

const zero = '0'.repeat(40);
const a = 'a'.repeat(40);
const b = 'b'.repeat(40);

test('each status has the sides that are there', () => {
  expect(parseRawEntry(`:000000 100644 ${zero} ${a} A\tx.sql`)).toEqual({
    status: 'A',
    base: null,
    head: { mode: '100644', object: a, path: 'x.sql' },
  });
  expect(parseRawEntry(`:100644 000000 ${a} ${zero} D\tx.sql`)).toEqual({
    status: 'D',
    base: { mode: '100644', object: a, path: 'x.sql' },
    head: null,
  });
  expect(parseRawEntry(`:100644 100755 ${a} ${b} R087\told.sql\t"n\\tew.sql"`)).toEqual({
    status: 'R',
    base: { mode: '100644', object: a, path: 'old.sql' },
    head: { mode: '100755', object: b, path: 'n\tew.sql' },
  });
});

test('anything else is refused', () => {
  for (const line of ['', 'diff --git a/x b/x', `:100644 100644 ${a} ${b} M`])
    expect(() => parseRawEntry(line)).toThrow(/git diff-tree gave the line/);
});

test('git’s quoting is undone', () => {
  expect(unquotePath('plain name.sql')).toBe('plain name.sql');
  expect(unquotePath(String.raw`"\303\244\"\\\n\t\a\b\v\f\r.sql"`)).toBe('ä"\\\n\t\x07\b\v\f\r.sql');
});

test('quoting and unquoting gives the path', () => {
  const quote = (path: string): string =>
    `"${[...Buffer.from(path)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')}"`;
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (path) => {
      const text = Buffer.from(path).toString('utf8');
      expect(unquotePath(quote(text))).toBe(text);
    }),
  );
});
