import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeText } from './decode.ts';

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

test('UTF-8 is read as it is', () => {
  expect(decodeText(Buffer.from('naïve 🚀\r\n'))).toEqual({
    text: 'naïve 🚀\r\n',
    encoding: 'utf-8',
    bom: false,
    lossy: false,
  });
});

test('a byte order mark is kept out of the text, only the first one', () => {
  expect(decodeText(Buffer.from('\uFEFF\uFEFFselect 1'))).toEqual({
    text: '\uFEFFselect 1',
    encoding: 'utf-8',
    bom: true,
    lossy: false,
  });
});

test('an empty file is an empty text', () => {
  expect(decodeText(Buffer.alloc(0))).toEqual({ text: '', encoding: 'utf-8', bom: false, lossy: false });
});

test('invalid UTF-8 becomes U+FFFD and is said to be lossy', () => {
  expect(decodeText(Buffer.from([0x61, 0xe9, 0x0a, 0xe2, 0x82, 0x0a]))).toEqual({
    text: 'a\uFFFD\n\uFFFD\n',
    encoding: 'utf-8',
    bom: false,
    lossy: true,
  });
});

test('U+FFFD that is written in the file is not lossy', () => {
  expect(decodeText(Buffer.from('\uFFFD'))?.lossy).toBe(false);
});

test('UTF-16 with a byte order mark is text in both byte orders', () => {
  expect(decodeText(Buffer.from('\uFEFFselect 1', 'utf16le'))).toEqual({
    text: 'select 1',
    encoding: 'utf-16le',
    bom: true,
    lossy: false,
  });
  expect(decodeText(utf16be('\uFEFFselect 1'))).toEqual({
    text: 'select 1',
    encoding: 'utf-16be',
    bom: true,
    lossy: false,
  });
});

test('UTF-16 with half a character is lossy', () => {
  const odd = Buffer.concat([Buffer.from('\uFEFFa', 'utf16le'), Buffer.from([0x62])]);
  expect(decodeText(odd)).toEqual({ text: 'a\uFFFD', encoding: 'utf-16le', bom: true, lossy: true });
  expect(decodeText(Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x61, 0x00]))?.lossy).toBe(true);
});

test('a NUL among the first 8,000 bytes makes a file binary, a later one does not', () => {
  const early = Buffer.alloc(9000, 'a');
  early[7999] = 0;
  const late = Buffer.alloc(9000, 'a');
  late[8000] = 0;
  expect(decodeText(early)).toBeNull();
  expect(decodeText(late)?.text.length).toBe(9000);
});

test('UTF-16 without a byte order mark and UTF-32 are binary', () => {
  expect(decodeText(Buffer.from('select 1', 'utf16le'))).toBeNull();
  expect(decodeText(Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]))).toBeNull();
});

test('every text without NUL comes back from its bytes', () => {
  const text = fc
    .string({ unit: 'grapheme' })
    .filter((value) => !value.includes('\0') && !value.startsWith('\uFEFF'));
  fc.assert(
    fc.property(text, fc.boolean(), (value, bom) => {
      const marked = bom ? `\uFEFF${value}` : value;
      expect(decodeText(Buffer.from(marked))).toEqual({ text: value, encoding: 'utf-8', bom, lossy: false });
      expect(decodeText(utf16be(`\uFEFF${value}`))?.text).toBe(value);
    }),
  );
});

test('the lines of a text read as a whole are its lines read one by one', () => {
  const bytes = fc
    .uint8Array({ maxLength: 60 })
    .map((value) => Buffer.from(value.map((byte) => byte || 0x0a)));
  fc.assert(
    fc.property(bytes, (value) => {
      const whole = decodeText(Buffer.concat([Buffer.from('\n'), value]));
      const lines = value.toString('latin1').split('\n');
      const single = lines.map((line) =>
        new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.from(line, 'latin1')),
      );
      expect(whole?.text).toBe(`\n${single.join('\n')}`);
    }),
  );
});
