import type { Conversation, PlannedCheck, PlannedComment } from '../review/conversation.ts';

/** Names a pull request. The installation is the tenant. */
export interface PullRequestRef {
  readonly installation: number;
  readonly owner: string;
  readonly name: string;
  readonly number: number;
}

export interface PullRequestState {
  /** GitHub's database id, in digits. It stays when the repository is renamed or transferred. */
  readonly id: string;
  readonly state: 'open' | 'closed';
  readonly draft: boolean;
  readonly title: string;
  /** A login as REST gives it: an App's ends in `[bot]`. */
  readonly author: string;
  readonly authorIsApp: boolean;
  /** GitHub's `authorAssociation`: `MEMBER`, `CONTRIBUTOR`, `FIRST_TIME_CONTRIBUTOR` … */
  readonly authorAssociation: string;
  readonly head: { readonly sha: string; readonly ref: string; readonly fork: boolean };
  readonly base: { readonly sha: string; readonly ref: string };
  readonly url: string;
  /** When it was opened, in milliseconds since 1970. */
  readonly createdAt: number;
  readonly conversation: Conversation;
}

/** GitHub's own diff of a file. `patch` is null where GitHub gives none (binary, too large). */
interface ComparedFile {
  readonly path: string;
  readonly previousPath: string | null;
  readonly patch: string | null;
}

export interface Comparison {
  readonly mergeBase: string;
  readonly files: readonly ComparedFile[];
  /** False where GitHub's list was cut (300 files). */
  readonly complete: boolean;
}

export type Permission = 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none';

/** Reading GitHub for one repository. Every call is one request (pages after the first apart) and takes the job's signal. */
export interface GitHubReading {
  pullRequest(ref: PullRequestRef, signal: AbortSignal): Promise<PullRequestState>;
  compare(ref: PullRequestRef, base: string, head: string, signal: AbortSignal): Promise<Comparison>;
  /** The organisation's `.github/backend-engineer.yml`, null where there is none. */
  organizationConfig(ref: PullRequestRef, signal: AbortSignal): Promise<string | null>;
  permission(ref: PullRequestRef, login: string, signal: AbortSignal): Promise<Permission>;
  /** Text of a comment of the conversation or of a review, null where it is gone. */
  commentBody(
    ref: PullRequestRef,
    kind: 'issue' | 'review',
    commentId: number,
    signal: AbortSignal,
  ): Promise<string | null>;
  /** A review of ours that may have been created although its answer was lost; null where the list does not show it. */
  findReview(
    ref: PullRequestRef,
    review: NewReview,
    signal: AbortSignal,
  ): Promise<{ readonly posted: PostedReview; readonly unplaced: readonly PlannedComment[] } | null>;
  /** Our newest check run of a head, null where the list does not show one. */
  findCheckRun(ref: PullRequestRef, head: string, signal: AbortSignal): Promise<CheckRunState | null>;
  checkRun(ref: PullRequestRef, check: CheckRunRef, signal: AbortSignal): Promise<CheckRunState>;
}

export interface CheckRunRef {
  readonly id: number;
  /** Annotations that it has from an earlier attempt: an update adds to them, so they are not sent again. */
  readonly annotations?: number;
}

export interface CheckRunState extends CheckRunRef {
  readonly completed: boolean;
  readonly title: string | null;
  readonly annotations: number;
}

export interface NewReview {
  readonly head: string;
  readonly body: string;
  readonly comments: readonly PlannedComment[];
  /** False where the body is only the lead of its comments: without any, there is nothing to post. */
  readonly standsAlone: boolean;
}

export interface PostedReview {
  readonly id: number;
  readonly url: string;
}

/**
 * Writing to GitHub. Nothing else in the project writes to it. What creates something throws GitHubError
 * `GITHUB_ANSWER_LOST` where it may have happened; the others may be sent again.
 */
export interface GitHubWriting {
  startCheckRun(ref: PullRequestRef, head: string, signal: AbortSignal): Promise<CheckRunRef>;
  /** Shows a known check run as in progress once more. */
  restartCheckRun(ref: PullRequestRef, check: CheckRunRef, signal: AbortSignal): Promise<CheckRunState>;
  /** Shows a check run as queued, with the reason for which it waits (plain text, and Markdown). */
  holdCheckRun(
    ref: PullRequestRef,
    check: CheckRunRef,
    reason: { readonly title: string; readonly summary: string },
    signal: AbortSignal,
  ): Promise<void>;
  /** One request per 50 annotations. */
  concludeCheckRun(
    ref: PullRequestRef,
    check: CheckRunRef,
    conclusion: PlannedCheck,
    detailsUrl: string | null,
    signal: AbortSignal,
  ): Promise<void>;
  /**
   * `unplaced` are the comments that GitHub takes nowhere: the review stands without them. `posted` is null where it
   * was nothing without them.
   */
  createReview(
    ref: PullRequestRef,
    review: NewReview,
    signal: AbortSignal,
  ): Promise<{ readonly posted: PostedReview | null; readonly unplaced: readonly PlannedComment[] }>;
  editReview(
    ref: PullRequestRef,
    reviewId: number,
    body: string,
    signal: AbortSignal,
  ): Promise<{ readonly url: string }>;
  editReviewComment(ref: PullRequestRef, commentId: number, body: string, signal: AbortSignal): Promise<void>;
  minimizeComment(nodeId: string, signal: AbortSignal): Promise<void>;
  createComment(ref: PullRequestRef, body: string, signal: AbortSignal): Promise<void>;
  react(
    ref: PullRequestRef,
    commentId: number,
    reaction: 'eyes' | 'rocket' | 'confused',
    signal: AbortSignal,
  ): Promise<void>;
}
