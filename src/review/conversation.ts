import type { LineSpan } from '../change/span.ts';

/** One of our inline comments as GitHub has it. Only comments with a valid marker of ours are here. */
export interface PostedComment {
  /** REST id, and the node id for GraphQL. */
  readonly id: number;
  readonly nodeId: string;
  readonly threadId: string | null;
  readonly identity: string;
  readonly substance: string;
  /** The head it was posted for. */
  readonly head: string;
  /** State our own marker says: still open, or marked as fixed. */
  readonly state: 'open' | 'fixed';
  readonly resolved: boolean;
  readonly body: string;
  readonly path: string;
}

/** The review that carries the report. */
export interface PostedReport {
  readonly id: number;
  readonly nodeId: string;
  readonly url: string;
  readonly head: string;
  readonly body: string;
}

/** All that we have said in a pull request, from GitHub's word. */
export interface Conversation {
  readonly report: PostedReport | null;
  readonly comments: readonly PostedComment[];
}

/** A new inline comment. `startLine` is null for one line. */
export interface PlannedComment extends Omit<LineSpan, 'startLine' | 'endLine'> {
  readonly startLine: number | null;
  readonly line: number;
  readonly body: string;
  readonly identity: string;
}

export interface PlannedAnnotation {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly level: 'failure' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
}

export interface PlannedCheck {
  readonly conclusion: 'success' | 'failure' | 'neutral';
  readonly title: string;
  readonly summary: string;
  readonly annotations: readonly PlannedAnnotation[];
}

/** What is to be written to GitHub: a pure function of the report and what is already posted. */
export interface PublicationPlan {
  readonly head: string;
  readonly report:
    | { readonly action: 'create'; readonly body: string }
    | { readonly action: 'edit'; readonly id: number; readonly body: string }
    | { readonly action: 'keep'; readonly id: number }
    /** Nothing of a backend is in the pull request: the check run says so, nothing else is posted. */
    | { readonly action: 'none' };
  /** Body of the further review that carries new comments beside an existing report. */
  readonly furtherBody: string;
  readonly comments: readonly PlannedComment[];
  /** Comments of ours to rewrite (fixed, reopened). */
  readonly edits: readonly {
    readonly comment: PostedComment;
    readonly body: string;
    readonly minimize: boolean;
  }[];
  readonly check: PlannedCheck;
}
