import type { TextRange } from '../../text/range.ts';

/** A name or a string of a program's text; comments are left out. */
export interface CodeToken {
  readonly kind: 'word' | 'string';
  /** A string's with its quotes. */
  readonly range: TextRange;
  /** What a string says, as written between its quotes (escapes are left as they are). */
  readonly text: string;
}

interface Lexis {
  readonly lineComments: readonly string[];
  readonly blockComments: boolean;
  /** Opening and closing marks of strings, the longest first; single-line ones end at the line. */
  readonly strings: readonly (readonly [open: string, close: string, lines: boolean])[];
  readonly heredoc: RegExp | null;
}

const single = ["'", "'", false] as const;
const double = ['"', '"', false] as const;
const backtick = ['`', '`', true] as const;
const tripleDouble = ['"""', '"""', true] as const;
const tripleSingle = ["'''", "'''", true] as const;
const slashes = { lineComments: ['//'], blockComments: true, heredoc: null };
const hashes = { lineComments: ['#'], blockComments: false, heredoc: null };

const javascript: Lexis = { ...slashes, strings: [double, single, backtick] };
const curly: Lexis = { ...slashes, strings: [tripleDouble, double] };
const scripting: Lexis = { ...hashes, strings: [tripleDouble, tripleSingle, double, single] };

const ruby = /<<[~-]?(['"]?)([A-Z_]+)\1[^\n]*\n([\s\S]{0,20000}?)\n[ \t]*\2\b/y;
const php = /<<<[ \t]*(['"]?)(\w+)\1\n([\s\S]{0,20000}?)\n[ \t]*\2\b/y;

/** What the languages call comments and strings, by extension. One that is not here has double quotes only. */
const lexes: readonly (readonly [RegExp, Lexis])[] = [
  [/\.[cm]?[jt]sx?$/i, javascript],
  [/\.go$/i, { ...slashes, strings: [double, backtick] }],
  [
    /\.rs$/i,
    {
      ...slashes,
      strings: [
        ['r##"', '"##', true],
        ['r#"', '"#', true],
        ['r"', '"', true],
        ['"', '"', true],
      ],
    },
  ],
  [/\.(java|kts?|scala|swift|cc?|cpp|hh?|hpp|zig)$/i, curly],
  [/\.(cs|fs|vb)$/i, { ...slashes, strings: [tripleDouble, ['$@"', '"', true], ['@"', '"', true], double] }],
  [/\.(groovy|gradle)$/i, { ...slashes, strings: [tripleDouble, tripleSingle, double, single] }],
  [
    /\.php$/i,
    {
      lineComments: ['//', '#'],
      blockComments: true,
      heredoc: php,
      strings: [
        ['"', '"', true],
        ["'", "'", true],
      ],
    },
  ],
  [
    /\.(rb|rake|cr)$/i,
    {
      ...hashes,
      heredoc: ruby,
      strings: [
        ['"', '"', true],
        ["'", "'", true],
      ],
    },
  ],
  [/\.(py|exs?|jl|nim|pl|pm|ya?ml)$/i, scripting],
  [/\.(prisma)$/i, { ...slashes, strings: [double] }],
  [/\.(graphqls?|gql|sdl)$/i, { ...hashes, strings: [tripleDouble, double] }],
  [
    /\.(lua|hs)$/i,
    {
      lineComments: ['--'],
      blockComments: false,
      heredoc: null,
      strings: [['[[', ']]', true], double, single],
    },
  ],
];
const unknown: Lexis = { lineComments: [], blockComments: false, heredoc: null, strings: [double] };

const word = /[\p{L}_$][\p{L}\p{N}_$]*/uy;

/** The names and strings of a program, by the habits of its language. Never fails; a string that does not end is none. */
export function scanCode(path: string, text: string): CodeToken[] {
  const lexis = lexes.find(([pattern]) => pattern.test(path))?.[1] ?? unknown;
  const tokens: CodeToken[] = [];
  // Marks that close nothing from here on: they are not looked for again.
  const endless = new Set<string>();
  let at = 0;
  while (at < text.length) {
    const comment = commentEnd(text, at, lexis);
    if (comment !== -1) {
      at = comment;
      continue;
    }
    const string = stringAt(text, at, lexis, endless);
    if (string !== null) {
      tokens.push(string);
      at = string.range.end;
      continue;
    }
    word.lastIndex = at;
    const name = word.exec(text)?.[0];
    if (name !== undefined)
      tokens.push({ kind: 'word', range: { start: at, end: at + name.length }, text: name });
    at += name?.length ?? 1;
  }
  return tokens;
}

function commentEnd(text: string, at: number, lexis: Lexis): number {
  if (lexis.blockComments && text.startsWith('/*', at)) {
    const end = text.indexOf('*/', at + 2);
    return end === -1 ? text.length : end + 2;
  }
  if (!lexis.lineComments.some((mark) => text.startsWith(mark, at))) return -1;
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

function stringAt(
  text: string,
  at: number,
  { strings, heredoc }: Lexis,
  endless: Set<string>,
): CodeToken | null {
  if (heredoc !== null && text[at] === '<') {
    heredoc.lastIndex = at;
    const found = heredoc.exec(text);
    if (found !== null)
      return { kind: 'string', range: { start: at, end: heredoc.lastIndex }, text: found[3] ?? '' };
  }
  for (const [open, close, lines] of strings) {
    if (endless.has(open) || !text.startsWith(open, at)) continue;
    const end = closing(text, at + open.length, close, lines, !/[r@]/.test(open));
    if (end === -1) {
      if (lines) endless.add(open);
      continue;
    }
    return {
      kind: 'string',
      range: { start: at, end: end + close.length },
      text: text.slice(at + open.length, end),
    };
  }
  return null;
}

function closing(text: string, from: number, close: string, lines: boolean, escapes: boolean): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\' && escapes) at++;
    else if (text.startsWith(close, at)) return at;
    else if (text[at] === '\n' && !lines) return -1;
  }
  return -1;
}

/** Strings that are written one after the other to be one: `"a " + "b"`, `"a " "b"`. */
export function joinedStrings(text: string, tokens: readonly CodeToken[]): CodeToken[] {
  const joined: CodeToken[] = [];
  for (const token of tokens) {
    const last = joined.at(-1);
    if (token.kind !== 'string') continue;
    if (last !== undefined && /^[\s+\\.&]*$/.test(text.slice(last.range.end, token.range.start)))
      joined[joined.length - 1] = {
        kind: 'string',
        range: { start: last.range.start, end: token.range.end },
        text: last.text + token.text,
      };
    else joined.push(token);
  }
  return joined;
}
