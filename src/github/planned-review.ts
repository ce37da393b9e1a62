import type { PlannedComment, PublicationPlan } from '../review/conversation.ts';
import type { RecordedReview } from '../store/record-review.ts';
import type { NewReview, PostedReview } from './pull-request.ts';

/** The review that a plan posts: with the report, or with the one line beside it. */
export function reviewOf({ head, report, furtherBody, comments }: PublicationPlan): NewReview {
  const standsAlone = report.action === 'create';
  return { head, body: standsAlone ? report.body : furtherBody, comments, standsAlone };
}

/** What is remembered of a plan's review: until it is listed, nothing is planned anew. */
export function recordOf(
  plan: PublicationPlan,
  { posted, unplaced }: { readonly posted: PostedReview; readonly unplaced: readonly PlannedComment[] },
): RecordedReview {
  const missing = new Set(unplaced.map(({ identity }) => identity));
  return {
    review: posted.id,
    head: plan.head,
    report: plan.report.action === 'create',
    identities: plan.comments.map(({ identity }) => identity).filter((identity) => !missing.has(identity)),
  };
}
