import type { BareCopy } from '../git/bare-copy.ts';
import type { CommitRecord } from '../git/commits.ts';
import type { DiffFile } from '../git/diff.ts';
import type { DiffSide } from '../git/hunks.ts';

/** A person's role in a repository, weakest last. */
export type RepositoryRole = 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none';

export type PermissionName =
  | 'actions'
  | 'administration'
  | 'checks'
  | 'contents'
  | 'deployments'
  | 'discussions'
  | 'issues'
  | 'members'
  | 'metadata'
  | 'pull_requests'
  | 'statuses';
export type Level = 'read' | 'write';
export type AppPermissions = Readonly<Partial<Record<PermissionName, Level>>>;

export interface Account {
  readonly id: number;
  /** As REST gives it: an App's bot ends in `[bot]`. */
  readonly login: string;
  readonly type: 'User' | 'Organization' | 'Bot';
}

export interface AppRecord {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  /** PEM of the public key that its JSON web tokens are checked with. */
  readonly publicKey: string;
  readonly webhookSecret: string;
  readonly permissions: AppPermissions;
  readonly events: readonly WebhookName[];
  readonly bot: Account;
  readonly owner: Account;
  readonly createdAt: number;
}

/** Events an App can subscribe to, as far as the stand-in makes them (`installation*` come unasked). */
export type WebhookName =
  | 'check_run'
  | 'issue_comment'
  | 'pull_request'
  | 'pull_request_review'
  | 'pull_request_review_comment'
  | 'push'
  | 'repository';

export interface InstallationRecord {
  readonly id: number;
  readonly account: Account;
  permissions: AppPermissions;
  events: readonly WebhookName[];
  /** Ids of the chosen repositories, null for all of the account. */
  repositories: Set<number> | null;
  suspendedAt: number | null;
  readonly createdAt: number;
}

export interface RepositoryRecord {
  readonly id: number;
  readonly owner: Account;
  name: string;
  private: boolean;
  readonly git: BareCopy;
  /** By login. */
  readonly roles: Map<string, RepositoryRole>;
  readonly pulls: PullRecord[];
  readonly checkRuns: CheckRunRecord[];
  readonly createdAt: number;
  nextNumber: number;
  /** What git said of pairs of commits, which never changes; see `pull-diff.ts`. */
  readonly diffs: Map<string, Promise<readonly DiffFile[]>>;
  readonly mergeBases: Map<string, Promise<string | null>>;
  readonly commits: Map<string, Promise<readonly CommitRecord[]>>;
}

export interface PullRecord {
  readonly id: number;
  readonly number: number;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  draft: boolean;
  readonly author: Account;
  readonly association: Association;
  base: { readonly ref: string; readonly sha: string };
  head: { readonly ref: string; readonly sha: string };
  /** The owner of the repository that the head branch is in; differs from the base's owner for forks. */
  readonly headOwner: Account;
  readonly fork: boolean;
  /** Every commit that was ever the head. */
  readonly heads: string[];
  readonly reviews: ReviewRecord[];
  readonly reviewComments: ReviewCommentRecord[];
  readonly threads: ThreadRecord[];
  readonly comments: IssueCommentRecord[];
  readonly createdAt: number;
  updatedAt: number;
  closedAt: number | null;
}

export type Association =
  | 'OWNER'
  | 'MEMBER'
  | 'COLLABORATOR'
  | 'CONTRIBUTOR'
  | 'FIRST_TIME_CONTRIBUTOR'
  | 'NONE';

/** What all that people and Apps write has in common. */
export interface Authored {
  readonly id: number;
  readonly author: Account;
  body: string;
  readonly createdAt: number;
  updatedAt: number;
  /** The reason it is hidden for (`OUTDATED`, `RESOLVED` …), null where it is shown. */
  minimized: string | null;
  readonly reactions: ReactionRecord[];
}

export type ReviewState = 'PENDING' | 'COMMENTED' | 'APPROVED' | 'CHANGES_REQUESTED' | 'DISMISSED';

export interface ReviewRecord extends Authored {
  state: ReviewState;
  readonly commit: string;
  submittedAt: number | null;
}

export interface ReviewCommentRecord extends Authored {
  readonly review: number;
  readonly thread: string;
  readonly path: string;
  readonly subject: 'line' | 'file';
  /** The commit it was written for, and the merge base of then; lines are those of this commit. */
  readonly commit: string;
  readonly mergeBase: string;
  readonly side: DiffSide;
  readonly line: number | null;
  readonly startSide: DiffSide | null;
  readonly startLine: number | null;
  readonly replyTo: number | null;
  readonly diffHunk: string;
}

export interface ThreadRecord {
  readonly id: string;
  resolvedBy: Account | null;
}

export type IssueCommentRecord = Authored;

export const reactionContents = [
  '+1',
  '-1',
  'laugh',
  'confused',
  'heart',
  'hooray',
  'rocket',
  'eyes',
] as const;

export interface ReactionRecord {
  readonly id: number;
  readonly author: Account;
  readonly content: (typeof reactionContents)[number];
  readonly createdAt: number;
}

type CheckConclusion =
  | 'success'
  | 'failure'
  | 'neutral'
  | 'cancelled'
  | 'skipped'
  | 'timed_out'
  | 'action_required';

interface CheckAnnotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column: number | null;
  readonly end_column: number | null;
  readonly annotation_level: 'notice' | 'warning' | 'failure';
  readonly title: string | null;
  readonly message: string;
  readonly raw_details: string | null;
}

interface CheckAction {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

export interface CheckRunRecord {
  readonly id: number;
  name: string;
  readonly headSha: string;
  externalId: string;
  detailsUrl: string;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: CheckConclusion | null;
  startedAt: number;
  completedAt: number | null;
  output: { readonly title: string | null; readonly summary: string | null; readonly text: string | null };
  /** All that were sent, over all requests. */
  readonly annotations: CheckAnnotation[];
  actions: readonly CheckAction[];
  readonly createdAt: number;
}

export interface TokenRecord {
  readonly token: string;
  readonly installation: InstallationRecord;
  readonly permissions: AppPermissions;
  /** Ids, null where the token is not narrowed. */
  readonly repositories: ReadonlySet<number> | null;
  readonly expiresAt: number;
}

export interface DeliveryRecord {
  readonly id: number;
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly payload: string;
  readonly url: string;
  readonly deliveredAt: number;
  readonly duration: number;
  readonly redelivery: boolean;
  /** The answer's status, 502 where none came. */
  readonly statusCode: number;
  readonly response: string;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
}
