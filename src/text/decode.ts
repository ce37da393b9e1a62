import { isUtf8 } from 'node:buffer';

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

export interface DecodedText {
  /** Without the byte order mark: offset 0 is the first character after it. */
  readonly text: string;
  readonly encoding: Encoding;
  /** True where the bytes begin with a byte order mark. */
  readonly bom: boolean;
  /** True where bytes were invalid and stand in the text as U+FFFD. */
  readonly lossy: boolean;
}

/** As git's `buffer_is_binary`: only the first bytes are looked at. */
const binaryProbe = 8000;

/**
 * Bytes of a file as text, null for a binary file: one with a NUL in the first 8,000 bytes, as git has it.
 * Beyond git, UTF-16 with a byte order mark is text (SQL Server's tools write it).
 */
export function decodeText(bytes: Uint8Array): DecodedText | null {
  const wide = wideEncoding(bytes);
  if (wide !== null) return decodeWide(bytes, wide);
  if (bytes.subarray(0, binaryProbe).includes(0)) return null;
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bom ? bytes.subarray(3) : bytes);
  return { text, encoding: 'utf-8', bom, lossy: !isUtf8(bytes) };
}

function wideEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

function decodeWide(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): DecodedText | null {
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes.subarray(2));
  // UTF-32 begins with the same mark, and so may a binary file: both show a NUL character early.
  if (text.slice(0, binaryProbe / 2).includes('\0')) return null;
  return { text, encoding, bom: true, lossy: !isWellFormed(bytes, encoding) };
}

function isWellFormed(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
