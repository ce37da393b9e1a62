import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { characterOffset, indexBytes } from './byte-offsets.ts';

const text = fc.array(fc.constantFrom('a', 'ß', '€', '😀', '\r\n', '\ufeff')).map((parts) => parts.join(''));

describe('indexBytes', () => {
  it('finds every character by its byte', () => {
    fc.assert(
      fc.property(text, (sample) => {
        const bytes = indexBytes(sample);
        let unit = 0;
        for (const character of sample) {
          const byte = Buffer.byteLength(sample.slice(0, unit));
          for (let inside = 0; inside < Buffer.byteLength(character); inside++) {
            expect(bytes.toUtf16(byte + inside)).toBe(unit);
          }
          unit += character.length;
        }
        expect(bytes.toUtf16(Buffer.byteLength(sample))).toBe(sample.length);
      }),
    );
  });
});

describe('characterOffset', () => {
  it('finds every character by its number', () => {
    fc.assert(
      fc.property(text, (sample) => {
        const characters = [...sample];
        for (const index of characters.keys()) {
          expect(characterOffset(sample, index)).toBe(characters.slice(0, index).join('').length);
        }
        expect(characterOffset(sample, characters.length + 5)).toBe(sample.length);
      }),
    );
  });
});
