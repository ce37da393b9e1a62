import type { Change } from '../change/change.ts';
import type { SourceTree } from '../change/source-tree.ts';
import type { RepositorySettings } from '../config/repository-settings.ts';
import type { ReviewPolicy } from '../config/review-policy.ts';
import type { GitHubReading, GitHubWriting, PullRequestRef } from '../github/pull-request.ts';
import type { SectionSentences } from '../report/build-report.ts';
import type { Coverage } from '../report/coverage.ts';
import type { Finding } from '../report/finding.ts';
import type { PersonaPart } from '../report/report.ts';
import type { Analysis } from '../review/analysis.ts';
import type { Markers } from '../review/marker.ts';
import type { Database } from '../store/database.ts';

/** The repository's objects during one job. */
export interface ReviewSource {
  /** Fetches commits without their contents. */
  fetch(commits: readonly string[], signal: AbortSignal): Promise<void>;
  /** Fetches the contents that a review of these two is going to read, in one go. Both have been fetched. */
  fetchContents(mergeBase: string, head: string, signal: AbortSignal): Promise<void>;
  /** Merge base against head, with git's own hunks. Their contents have been fetched. */
  readChange(mergeBase: string, head: string, signal: AbortSignal): Promise<Change>;
  tree(commit: string, signal: AbortSignal): SourceTree;
  analyze(change: Change, settings: RepositorySettings, signal: AbortSignal): Promise<Analysis>;
  /** The head as the repository has it now, null where the pull request's ref is gone. */
  presentHead(number: number, signal: AbortSignal): Promise<string | null>;
  close(): Promise<void>;
}

/** What the model adds to a review. */
export interface PersonaContribution {
  readonly findings: readonly Finding[];
  readonly sentences: SectionSentences;
  readonly part: PersonaPart;
  /** The coverage with what the model did not see. */
  cover(coverage: readonly Coverage[]): readonly Coverage[];
}

export type PersonaReviewer = (
  change: Change,
  analysis: Analysis,
  head: SourceTree,
  signal: AbortSignal,
) => Promise<PersonaContribution>;

/** Everything of the world that a review touches, handed in. */
export interface ReviewWorld {
  readonly database: Database;
  /** GitHub for one repository, with a token for it alone. */
  github(ref: PullRequestRef): GitHubReading & GitHubWriting;
  openSource(ref: PullRequestRef, signal: AbortSignal): Promise<ReviewSource>;
  /** null where there is no key. */
  readonly persona: PersonaReviewer | null;
  readonly policy: ReviewPolicy;
  readonly markers: Markers;
  readonly clock: { now(): number };
}
