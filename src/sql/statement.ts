import type { TextRange } from '../text/range.ts';
import type { Dialect } from './dialect.ts';
import type { DdlOperation } from './operation.ts';
import type { QueryShape } from './query-shape.ts';

export interface ParseFailure {
  readonly message: string;
  /** Offset in the whole text where the parser stopped. */
  readonly offset: number;
}

/** One statement of a text. `text` is exactly the text's slice at `range` (no final semicolon, no comments around). */
export interface Statement {
  readonly dialect: Dialect;
  readonly range: TextRange;
  readonly text: string;
  /** What the server gets, where that is not `text`; null where it is not known, since a tool fills in parts of it. */
  readonly sent?: string | null;
  /** Set when the statement did not parse; then there are no operations and no query. */
  readonly failure: ParseFailure | null;
  /** Schema and session operations, in order; empty for queries. */
  readonly operations: readonly DdlOperation[];
  /** Set for SELECT, INSERT, UPDATE, DELETE, MERGE. */
  readonly query: QueryShape | null;
  /** The statements of a body that runs along with it (`DO`), as far as they stand in the text; places are the text's. */
  readonly inside: readonly Statement[];
  /** Stands in a block of a template (`{{ if … }}`): whether it runs, and how often, is not known. */
  readonly conditional?: true;
}
