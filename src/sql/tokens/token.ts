/**
 * What the text between two offsets is. `meta` is a psql command (`\connect x`) up to the end of its line, `copy-data`
 * the rows after `COPY … FROM stdin;` with their end mark, `unterminated` a quote or comment that the text never closes.
 */
export type TokenKind =
  | 'word'
  | 'quoted-name'
  | 'string'
  | 'dollar-string'
  | 'number'
  | 'parameter'
  | 'operator'
  | 'punctuation'
  | 'meta'
  | 'copy-data'
  | 'unterminated';

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** Words in lower case, operators and punctuation as they are, otherwise empty. */
  readonly word: string;
}
