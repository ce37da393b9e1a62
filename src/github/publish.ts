import { GitHubError, isLasting, RetryLater, Superseded } from '../errors.ts';
import type { PlannedCheck, PlannedComment, PublicationPlan } from '../review/conversation.ts';
import { beginStep } from '../store/begin-step.ts';
import { closePlan } from '../store/close-plan.ts';
import { completeStep } from '../store/complete-step.ts';
import type { Database } from '../store/database.ts';
import { forgetStep } from '../store/forget-step.ts';
import { recordReview } from '../store/record-review.ts';
import { storePlan } from '../store/store-plan.ts';
import { recordOf, reviewOf } from './planned-review.ts';
import type {
  CheckRunRef,
  GitHubReading,
  GitHubWriting,
  PostedReview,
  PullRequestRef,
} from './pull-request.ts';

export interface PublishInput {
  readonly ref: PullRequestRef;
  /** From `claimFence`, taken when the job began. */
  readonly fence: number;
  readonly plan: PublicationPlan;
  /** Null where there is none to conclude. */
  readonly check: CheckRunRef | null;
  /** Address of the report that is posted already, else of the pull request. */
  readonly url: string;
  /** The report's signed body when these comments stand nowhere inline: their findings move into it. */
  readonly revise: (unplaced: readonly PlannedComment[]) => string;
  readonly github: Pick<GitHubReading, 'findReview'> & GitHubWriting;
  readonly signal: AbortSignal;
}

export interface Published {
  /** Address of the report, null where there is none. */
  readonly url: string | null;
  readonly unplaced: readonly PlannedComment[];
}

/**
 * Carries out a plan: the review, the report's edit, the comments' edits, the check run. The plan is stored before
 * its first write; before each write the fence is asked, and what is about to be written is noted, so that after a
 * crash or a lost answer `readSettled` knows what to look for. All but the review may be written twice without harm.
 * Throws Superseded where a later attempt works on the pull request.
 */
export async function publish(database: Database, input: PublishInput): Promise<Published> {
  const { ref, fence, plan, github, signal } = input;
  if (!(await storePlan(database, ref, fence, plan.head, plan))) throw superseded(ref);

  const review = await postReview(database, input);
  const report = await settleReport(database, input, review);
  let refusal: GitHubError | null = null;
  for (const { comment, body, minimize } of plan.edits) {
    await step(database, input, `edit ${comment.id}`, async () => {
      try {
        // Hidden first: once its text says that it is fixed, no later plan comes back to it.
        if (minimize) await github.minimizeComment(comment.nodeId, signal);
        await github.editReviewComment(ref, comment.id, body, signal);
      } catch (error) {
        if (!(error instanceof GitHubError && isLasting(error))) throw error;
        // The comment may have been deleted by a person: then there is nothing to mend.
        if (error.code !== 'GITHUB_NOT_FOUND') refusal = error;
      }
    });
  }
  await concludeCheck(database, input, report ?? input.url, refusal);
  await closePlan(database, ref, fence);
  return { url: report, unplaced: review?.unplaced ?? [] };
}

interface Posted {
  /** Null where nothing was left to post. */
  readonly posted: PostedReview | null;
  readonly unplaced: readonly PlannedComment[];
}

/** The review with the report, or the further one with new comments; null where there is nothing new to say. */
async function postReview(database: Database, input: PublishInput): Promise<Posted | null> {
  const { ref, fence, plan, github, signal } = input;
  if (plan.report.action !== 'create' && plan.comments.length === 0) return null;
  const review = reviewOf(plan);
  const { posted, unplaced } = await step(database, input, 'review', async (): Promise<Posted> => {
    try {
      return await github.createReview(ref, review, signal);
    } catch (error) {
      if (error instanceof GitHubError && error.code === 'GITHUB_ANSWER_LOST') {
        const found = await github.findReview(ref, review, signal);
        // It costs an attempt: the next one waits for the list before it posts another.
        if (found === null) throw error;
        return found;
      }
      // A refusal or a limit: nothing was created, and nobody needs to look for it.
      if (error instanceof GitHubError || error instanceof RetryLater)
        await forgetStep(database, ref, fence, 'review');
      throw error;
    }
  });
  if (posted !== null) await recordReview(database, ref, recordOf(plan, { posted, unplaced }));
  return { posted, unplaced };
}

/** Edits the report where it changed, or where comments have to move into it. @returns its address */
async function settleReport(
  database: Database,
  input: PublishInput,
  review: Posted | null,
): Promise<string | null> {
  const { ref, plan, github, signal } = input;
  const { report } = plan;
  if (report.action === 'none') return null;
  const unplaced = review?.unplaced ?? [];
  const id = report.action === 'create' ? review?.posted?.id : report.id;
  const url = report.action === 'create' ? (review?.posted?.url ?? input.url) : input.url;
  const body = unplaced.length > 0 ? input.revise(unplaced) : report.action === 'edit' ? report.body : null;
  if (body === null || id === undefined) return url;
  const edited = await step(database, input, 'report', () => github.editReview(ref, id, body, signal));
  return edited.url;
}

/** The check's end. Its annotations are not repeated, and left out where GitHub does not take them. */
async function concludeCheck(
  database: Database,
  input: PublishInput,
  url: string,
  refusal: GitHubError | null,
): Promise<void> {
  const { ref, plan, check, github, signal } = input;
  if (check === null) return;
  const repeated = (check.annotations ?? 0) > 0;
  const summary = refusal === null ? plan.check.summary : `${plan.check.summary}\n\n${notMarked(refusal)}`;
  const conclusion = { ...plan.check, summary, annotations: repeated ? [] : plan.check.annotations };
  const conclude = (planned: PlannedCheck): Promise<void> =>
    github.concludeCheckRun(ref, check, planned, url, signal);
  await step(database, input, 'check', async () => {
    try {
      await conclude(conclusion);
    } catch (error) {
      if (!(error instanceof GitHubError && error.status === 422) || conclusion.annotations.length === 0)
        throw error;
      await conclude({ ...conclusion, annotations: [] });
    }
  });
}

function notMarked({ status }: GitHubError): string {
  return `> A comment whose finding is fixed could not be marked as such: GitHub answered ${status}. The next review tries again.`;
}

/** One write, with the fence asked and the step noted around it. */
async function step<Result>(
  database: Database,
  { ref, fence, signal }: PublishInput,
  name: string,
  write: () => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  if (!(await beginStep(database, ref, fence, name))) throw superseded(ref);
  const result = await write();
  await completeStep(database, ref, fence, name, { ...result });
  return result;
}

function superseded(ref: PullRequestRef): Superseded {
  return new Superseded(`A later attempt works on ${ref.owner}/${ref.name}#${ref.number}`);
}
