import type { TextRange } from '../../text/range.ts';
import type { DdlOperation } from '../operation.ts';
import type { Source, TokenSpan } from '../tokens/source.ts';
import type { Content, Tag } from './ast.ts';

/** The statement that a node was parsed from. */
export interface Context {
  readonly source: Source;
  readonly span: TokenSpan;
  readonly range: TextRange;
}

/** What statements of each kind do. A kind that is in no table is not understood. */
export type Handlers = {
  readonly [T in Tag]?: (node: Content<T>, context: Context) => readonly DdlOperation[];
};
