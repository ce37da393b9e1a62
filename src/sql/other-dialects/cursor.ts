import type { ObjectName } from '../object-name.ts';
import { closingOf, type Source, splitAtCommas, type TokenSpan } from '../tokens/source.ts';
import type { OtherDialect } from './tokens.ts';

/** A form that the reader has no words for. Caught where the statement, or one of its commands, begins. */
export class NotUnderstood extends Error {
  override readonly name = 'NotUnderstood';
}

/** Reads the tokens of a span one after the other. */
export class Cursor {
  readonly source: Source;
  readonly dialect: OtherDialect;
  readonly last: number;
  at: number;

  constructor(source: Source, dialect: OtherDialect, span: TokenSpan) {
    this.source = source;
    this.dialect = dialect;
    this.at = span.first;
    this.last = span.last;
  }

  within(span: TokenSpan): Cursor {
    return new Cursor(this.source, this.dialect, span);
  }

  get isAtEnd(): boolean {
    return this.at > this.last;
  }

  /** The word `ahead` tokens from here; empty for quoted names, literals and beyond the end. */
  word(ahead = 0): string {
    const index = this.at + ahead;
    return index > this.last ? '' : (this.source.tokens[index]?.word ?? '');
  }

  /** Whether these words come next. */
  sees(...words: readonly string[]): boolean {
    return words.every((word, ahead) => this.word(ahead) === word);
  }

  /** Steps over these words if they come next. */
  take(...words: readonly string[]): boolean {
    const seen = this.sees(...words);
    if (seen) this.at += words.length;
    return seen;
  }

  /** Steps over one of these words and answers it; null where none comes next. */
  takeOneOf(...words: readonly string[]): string | null {
    const word = this.word();
    if (word === '' || !words.includes(word)) return null;
    this.at++;
    return word;
  }

  expect(...words: readonly string[]): void {
    if (!this.take(...words)) throw this.surprise(`expected ${words.join(' ').toUpperCase()}`);
  }

  /** The text of the next token, stepped over. */
  takeText(): string {
    const token = this.isAtEnd ? undefined : this.source.tokens[this.at];
    if (token === undefined) throw this.surprise('expected more');
    this.at++;
    return this.source.text.slice(token.start, token.end);
  }

  /** A name without its quotes. */
  name(): string {
    const token = this.isAtEnd ? undefined : this.source.tokens[this.at];
    const isName = token?.kind === 'word' || token?.kind === 'quoted-name' || token?.kind === 'string';
    if (token === undefined || !isName) throw this.surprise('expected a name');
    this.at++;
    return unquoted(this.source.text.slice(token.start, token.end));
  }

  /** `[[database.]schema.]name`. The default schemas `dbo` and `main` are left out. */
  objectName(): ObjectName {
    const parts = [this.name()];
    while (this.take('.')) parts.push(this.sees('.') ? '' : this.name());
    const schema = parts.at(-2) ?? null;
    const isDefault =
      schema === '' ||
      (this.dialect === 'mssql' && schema?.toLowerCase() === 'dbo') ||
      (this.dialect === 'sqlite' && schema?.toLowerCase() === 'main');
    return { schema: isDefault ? null : schema, name: parts.at(-1) ?? '' };
  }

  /** The inside of parentheses that begin here, stepped over. */
  parentheses(): TokenSpan {
    if (!this.sees('(')) throw this.surprise('expected (');
    const close = closingOf(this.source, this.at, this.last);
    if (this.source.tokens[close]?.word !== ')') throw this.surprise('a parenthesis never closes');
    const span = { first: this.at + 1, last: close - 1 };
    this.at = close + 1;
    return span;
  }

  /** Names in parentheses, without what an index says of them: lengths and directions. */
  columns(): string[] {
    return splitAtCommas(this.source, this.parentheses()).map((part) => this.within(part).name());
  }

  surprise(what: string): NotUnderstood {
    const token = this.isAtEnd ? undefined : this.source.tokens[this.at];
    const near =
      token === undefined ? 'the end' : `"${this.source.text.slice(token.start, token.end).slice(0, 40)}"`;
    return new NotUnderstood(`${what} at or near ${near}`);
  }
}

export function unquoted(text: string): string {
  const open = text[0] as string;
  if (!'`"[\''.includes(open)) return text;
  const close = open === '[' ? ']' : open;
  return text.slice(1, -1).replaceAll(close + close, close);
}
