import type { Endpoint } from '../api/endpoint.ts';
import type { Side } from '../change/span.ts';
import type { CodeView } from '../code/view/code-view.ts';
import type { TextRange } from '../text/range.ts';

/** What a rule about code is asked about: a changed file that is the project's own source. */
export interface CodeSubject {
  readonly code: CodeView;
  /** `base` while what stood there before is looked for. */
  readonly side: Side;
  /** The same file before the change; null where it is new, and on the base's side. */
  readonly base: CodeView | null;
  /** Those whose handlers stand in the file, as far as they were found. */
  readonly endpoints: readonly Endpoint[];
}

/** Other text for a range of the file. */
export interface CodeRewrite {
  readonly range: TextRange;
  readonly text: string;
}
