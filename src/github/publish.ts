import { GitHubError, RetryLater, Superseded } from '../errors.ts';
import type { PlannedComment, PublicationPlan } from '../review/conversation.ts';
import { beginStep } from '../store/begin-step.ts';
import { closePlan } from '../store/close-plan.ts';
import { completeStep } from '../store/complete-step.ts';
import type { Database } from '../store/database.ts';
import { fenceHolds } from '../store/fence-holds.ts';
import { forgetStep } from '../store/forget-step.ts';
import { recordReview } from '../store/record-review.ts';
import { storePlan } from '../store/store-plan.ts';
import { listLagSeconds } from './lag.ts';
import type {
  CheckRunRef,
  GitHubReading,
  GitHubWriting,
  PostedReview,
  PullRequestRef,
} from './pull-request.ts';
import { reviewBody } from './read-settled.ts';

export interface PublishInput {
  readonly ref: PullRequestRef;
  /** From `claimFence`, taken when the job began. */
  readonly fence: number;
  readonly plan: PublicationPlan;
  readonly check: CheckRunRef;
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
  const unplaced = review?.unplaced ?? [];
  const report = await settleReport(database, input, review);
  for (const { comment, body, minimize } of plan.edits) {
    await step(database, input, `edit ${comment.id}`, async () => {
      // The comment may have been deleted by a person: then there is nothing to mend.
      await ignoreMissing(github.editReviewComment(ref, comment.id, body, signal));
      if (minimize) await ignoreMissing(github.minimizeComment(comment.nodeId, signal));
    });
  }
  await step(database, input, 'check', () => {
    const repeated = (input.check.annotations ?? 0) > 0;
    const conclusion = repeated ? { ...plan.check, annotations: [] } : plan.check;
    return github.concludeCheckRun(ref, input.check, conclusion, report ?? input.url, signal);
  });
  await closePlan(database, ref, fence);
  return { url: report, unplaced };
}

type Posted = PostedReview & { readonly unplaced: readonly PlannedComment[] };

/** The review with the report, or the further one with new comments; null where there is nothing new to say. */
async function postReview(database: Database, input: PublishInput): Promise<Posted | null> {
  const { ref, fence, plan, github, signal } = input;
  if (plan.report.action !== 'create' && plan.comments.length === 0) return null;
  const posted = await step(database, input, 'review', async (): Promise<Posted> => {
    try {
      return await github.createReview(ref, plan.head, reviewBody(plan), plan.comments, signal);
    } catch (error) {
      if (error instanceof GitHubError && error.code === 'GITHUB_ANSWER_LOST') {
        const found = await github.findReview(ref, plan.head, reviewBody(plan), plan.comments, signal);
        if (found === null)
          throw new RetryLater(listLagSeconds, 'it is not known yet whether the review was posted', {
            cause: error,
          });
        return { ...found, unplaced: [] };
      }
      // A refusal or a limit: nothing was created, and nobody needs to look for it.
      if (error instanceof GitHubError || error instanceof RetryLater)
        await forgetStep(database, ref, fence, 'review');
      throw error;
    }
  });
  const missing = new Set(posted.unplaced.map(({ identity }) => identity));
  await recordReview(database, ref, {
    review: posted.id,
    head: plan.head,
    report: plan.report.action === 'create',
    identities: plan.comments.map(({ identity }) => identity).filter((identity) => !missing.has(identity)),
  });
  return posted;
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
  const id = report.action === 'create' ? review?.id : report.id;
  const url = report.action === 'create' ? (review?.url ?? input.url) : input.url;
  const body = unplaced.length > 0 ? input.revise(unplaced) : report.action === 'edit' ? report.body : null;
  if (body === null || id === undefined) return url;
  const edited = await step(database, input, 'report', () => github.editReview(ref, id, body, signal));
  return edited.url;
}

/** One write, with the fence asked and the step noted around it. */
async function step<Result>(
  database: Database,
  { ref, fence, signal }: PublishInput,
  name: string,
  write: () => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  if (!(await fenceHolds(database, ref, fence)) || !(await beginStep(database, ref, fence, name)))
    throw superseded(ref);
  const result = await write();
  await completeStep(database, ref, fence, name, { ...result });
  return result;
}

async function ignoreMissing(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!(error instanceof GitHubError && error.code === 'GITHUB_NOT_FOUND')) throw error;
  }
}

function superseded(ref: PullRequestRef): Superseded {
  return new Superseded(`A later attempt works on ${ref.owner}/${ref.name}#${ref.number}`);
}
