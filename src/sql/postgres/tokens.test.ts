import fc from 'fast-check';
import { loadModule, scanSync } from 'libpg-query';
import { beforeAll, describe, expect, it } from 'vitest';
import { indexBytes } from './byte-offsets.ts';
import { tokenize } from './tokens.ts';

beforeAll(loadModule);

const places = (text: string) => tokenize(text).map(({ start, end }) => text.slice(start, end));

/** PostgreSQL's own scanner, without comments; null where it refuses the text. */
function scanned(text: string): string[] | null {
  try {
    const bytes = indexBytes(text);
    return scanSync(text)
      .tokens.filter(({ tokenName }) => !tokenName.endsWith('_COMMENT'))
      .map(({ start, end }) => text.slice(bytes.toUtf16(start), bytes.toUtf16(end)));
  } catch {
    return null;
  }
}

describe('tokenize', () => {
  it.each([
    `SELECT 'it''s', E'a\\'b' "C""d" FROM t -- end`,
    `E'a'\n  'b\\'c' x`,
    `'a' -- note\n 'b' x`,
    `$$ ; $$ $x$ $$ ; $x$ $1 a$b$`,
    `/* a /* b ; */ c */ d /*e*/ f`,
    `a+-1 b*/**/c <>-- d\n e @>- f !=-1 g::int`,
    `U&"d!0061t" U&'x' b'01' X'ff' N'x'`,
    `1.5e-3 .5 1. 0xff 1_000 1..2 a[1:2] x := y => z`,
    `größe := 'ß😀' ; "Ü" 😀`,
  ])('reads %j as PostgreSQL does', (text) => {
    expect(places(text)).toEqual(scanned(text));
  });

  it('agrees with PostgreSQL on whatever it accepts', () => {
    const piece = fc.constantFrom(
      ...`' '' " $$ $a$ ; -- /* */ \n e' E'\\' x 1 . .. 5e 0x : :: := = - + * / < > ! @ ( ) , ü 😀 $1 U&" _a`.split(
        ' ',
      ),
      ' ',
      '\r\n',
      'select',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = pieces.join('');
        const theirs = scanned(text);
        // A backslash outside of quotes is psql's, which PostgreSQL does not know.
        fc.pre(theirs !== null && tokenize(text).every(({ kind }) => kind !== 'meta'));
        expect(places(text)).toEqual(theirs);
      }),
      { numRuns: 400 },
    );
  });

  it('takes psql commands and rows of COPY as one token each', () => {
    const text = `\\set x 'y\nCOPY t (a) FROM stdin;\n1\tit's\n\\.\nSELECT 1 \\gexec\ncopy t from stdin ;\nrest`;
    expect(tokenize(text).map(({ kind, start, end }) => `${kind} ${text.slice(start, end).trim()}`)).toEqual([
      "meta \\set x 'y",
      'word COPY',
      'word t',
      'punctuation (',
      'word a',
      'punctuation )',
      'word FROM',
      'word stdin',
      'punctuation ;',
      "copy-data 1\tit's\n\\.",
      'word SELECT',
      'number 1',
      'meta \\gexec',
      'word copy',
      'word t',
      'word from',
      'word stdin',
      'punctuation ;',
      'copy-data rest',
    ]);
  });

  it.each(["a 'b", 'a "b', 'a $$b', 'a /* b', "a E'b\\'"])('says what never ends in %j', (text) => {
    expect(tokenize(text).map(({ kind, end }) => [kind, end])).toEqual([
      ['word', 1],
      ['unterminated', text.length],
    ]);
  });
});
