import type { Dialect } from '../dialect.ts';
import type { Token, TokenKind } from '../tokens/token.ts';

export type OtherDialect = Exclude<Dialect, 'postgres'>;

/** What the lexical rules of the dialects differ in. */
interface Rules {
  /** Opening to closing quote of names and of strings. */
  readonly names: Readonly<Record<string, string>>;
  readonly strings: string;
  readonly backslashes: boolean;
  readonly hashComments: boolean;
  readonly parameter: RegExp;
  readonly word: RegExp;
  /** A line that is the client's. */
  readonly meta: RegExp | null;
}

const mysql: Rules = {
  names: { '`': '`' },
  strings: `'"`,
  backslashes: true,
  hashComments: true,
  parameter: /\?|:[a-z_]\w*|@{1,2}[\w.$]+/iy,
  word: /[\w$\u0080-\uffff]+/y,
  meta: /(?:delimiter[ \t]|source[ \t]+\S+\.sql\b|\\[.!a-z][ \t]*)[^\n]*/iy,
};

const rulesOf: Readonly<Record<OtherDialect, Rules>> = {
  mysql,
  mariadb: mysql,
  sqlite: {
    names: { '"': '"', '`': '`', '[': ']' },
    strings: `'`,
    backslashes: false,
    hashComments: false,
    parameter: /\?\d*|[:@$][a-z_]\w*/iy,
    word: /[\w$\u0080-\uffff]+/y,
    meta: null,
  },
  mssql: {
    names: { '"': '"', '[': ']' },
    strings: `'`,
    backslashes: false,
    hashComments: false,
    parameter: /\?|@{1,2}[\w$#]+/iy,
    word: /[\w$#\u0080-\uffff][\w$#@\u0080-\uffff]*/y,
    meta: /go(?:[ \t]+\d+)?(?=[ \t]*(?:--[^\n]*)?\r?(?:\n|$))|:(?:setvar|r|on|connect|out|error|list|quit|exit|!!)\b[^\n]*/iy,
  },
};

const number = /0x[\da-f]+|(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?(?![\w$])/iy;
const operatorCharacters = '+-*/<>=!%&|^~:';

function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/**
 * The tokens of MySQL, MariaDB, SQLite or SQL Server, without comments and white space. `meta` is a line of the client:
 * `DELIMITER x`, `SOURCE x.sql`, `GO`, `:setvar x y`. With another delimiter in force that one is the `;`, and a `;` is a token without a word.
 */
export function tokenizeOther(text: string, dialect: OtherDialect, from = 0): Token[] {
  const rules = rulesOf[dialect];
  const tokens: Token[] = [];
  let delimiter = ';';
  let at = from;
  const push = (kind: TokenKind, end: number, word = ''): void => {
    tokens.push({ kind, start: at, end, word });
    at = end;
  };
  while (at < text.length) {
    const character = text[at] as string;
    const code = text.charCodeAt(at);
    if (code <= 32 || code === 0xa0 || code === 0xfeff) {
      at++;
      continue;
    }
    if (delimiter !== ';' && text.startsWith(delimiter, at)) {
      push('punctuation', at + delimiter.length, ';');
      continue;
    }
    if ((character === '-' && text[at + 1] === '-') || (rules.hashComments && character === '#')) {
      const end = text.indexOf('\n', at);
      at = end === -1 ? text.length : end;
      continue;
    }
    if (character === '/' && text[at + 1] === '*') {
      const end = text.indexOf('*/', at + 2);
      if (end === -1) push('unterminated', text.length);
      else at = end + 2;
      continue;
    }
    const closing = rules.names[character];
    const prefix = 'nNbBxX'.includes(character) && text[at + 1] === "'" ? 1 : 0;
    if (closing !== undefined) {
      const end = quoteEnd(text, at, closing, false);
      push(end === -1 ? 'unterminated' : 'quoted-name', end === -1 ? text.length : end);
    } else if (rules.strings.includes(text[at + prefix] as string)) {
      const end = quoteEnd(text, at + prefix, text[at + prefix] as string, rules.backslashes);
      push(end === -1 ? 'unterminated' : 'string', end === -1 ? text.length : end);
    } else {
      const numeric = (code >= 48 && code <= 57) || character === '.' ? match(number, text, at) : -1;
      const parameter = '?:@$'.includes(character) ? match(rules.parameter, text, at) : -1;
      if (numeric !== -1) push('number', numeric);
      else if (parameter !== -1) push('parameter', parameter);
      else {
        const end = match(rules.word, text, at);
        const meta = rules.meta !== null && beginsLine(text, at) ? match(rules.meta, text, at) : -1;
        if (meta !== -1) {
          const set = /^delimiter[ \t]+(\S*)/i.exec(text.slice(at, meta));
          if (set !== null) delimiter = set[1] || ';';
          push('meta', meta);
        } else if (end !== -1) {
          // `END$$`: a delimiter may look like a part of the word.
          const mark = delimiter === ';' ? -1 : text.slice(at, end).indexOf(delimiter);
          const last = mark > 0 ? at + mark : end;
          push('word', last, text.slice(at, last).toLowerCase());
        } else if (operatorCharacters.includes(character)) {
          const last = operatorEnd(text, at);
          push('operator', last, text.slice(at, last));
        } else push('punctuation', at + 1, character === ';' && delimiter !== ';' ? '' : character);
      }
    }
  }
  return tokens;
}

function beginsLine(text: string, at: number): boolean {
  let before = at - 1;
  while (text[before] === ' ' || text[before] === '\t') before--;
  return before < 0 || text[before] === '\n';
}

function quoteEnd(text: string, open: number, closing: string, backslashes: boolean): number {
  for (let at = open + 1; at < text.length; at++) {
    const character = text[at];
    if (backslashes && character === '\\') at++;
    else if (character === closing) {
      if (text[at + 1] === closing) at++;
      else return at + 1;
    }
  }
  return -1;
}

function operatorEnd(text: string, from: number): number {
  let end = from + 1;
  while (end < text.length && operatorCharacters.includes(text[end] as string)) {
    if (text.startsWith('--', end) || text.startsWith('/*', end) || text[end] === ':') break;
    end++;
  }
  return end;
}
