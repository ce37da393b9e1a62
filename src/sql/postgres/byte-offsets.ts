/** Turns the parser's offsets into this project's. Built once a text, memory only for characters beyond ASCII. */
export interface ByteOffsets {
  /** UTF-16 offset of a UTF-8 byte offset; inside a character, that character's start. */
  toUtf16(byte: number): number;
}

const beyondAscii = /[\u0080-\uffff]/;

export function indexBytes(text: string): ByteOffsets {
  if (!beyondAscii.test(text)) return { toUtf16: (byte) => byte };
  // After the n-th wide character: the byte where ASCII goes on, and the UTF-16 offset of the same place.
  const bytes: number[] = [0];
  const units: number[] = [0];
  let byte = 0;
  for (let unit = 0; unit < text.length; unit++) {
    const code = text.codePointAt(unit) as number;
    if (code < 0x80) {
      byte++;
      continue;
    }
    byte += code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (code > 0xffff) unit++;
    bytes.push(byte);
    units.push(unit + 1);
  }
  return {
    toUtf16(wanted) {
      let low = 0;
      let high = bytes.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((bytes[middle] as number) <= wanted) low = middle;
        else high = middle - 1;
      }
      const guess = (units[low] as number) + wanted - (bytes[low] as number);
      const next = bytes[low + 1];
      if (next === undefined) return Math.min(guess, text.length);
      // The next wide character begins where the ASCII before it ends.
      const wide = text.codePointAt((units[low + 1] as number) - 1) as number;
      const start = (units[low + 1] as number) - (wide >= 0xdc00 && wide <= 0xdfff ? 2 : 1);
      return Math.min(guess, start);
    },
  };
}

/** UTF-16 offset of the n-th character: PostgreSQL counts the place of an error in characters. */
export function characterOffset(text: string, characters: number): number {
  if (!beyondAscii.test(text)) return Math.min(characters, text.length);
  let unit = 0;
  for (let seen = 0; seen < characters && unit < text.length; seen++) {
    unit += (text.codePointAt(unit) as number) > 0xffff ? 2 : 1;
  }
  return unit;
}
