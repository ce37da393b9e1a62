import type { PlannedCheck } from '../review/conversation.ts';
import { checkRunName, checkRunState } from './check-run.ts';
import type { GitHubClient } from './client.ts';
import { createReview } from './create-review.ts';
import { externalId } from './external-id.ts';
import type { GitHubWriting } from './pull-request.ts';
import { minimizeMutation } from './pull-request-query.ts';
import { repository } from './read.ts';

/** Annotations of one request. https://docs.github.com/rest/checks/runs#update-a-check-run */
const annotationsPerRequest = 50;

/** @param client for the pull request's repository, with the permissions of a job */
export function createWriting(client: GitHubClient): GitHubWriting {
  return {
    async startCheckRun(ref, head, signal) {
      const { data } = await client.call('creation', signal, (octokit, request) =>
        octokit.rest.checks.create({
          ...repository(ref),
          name: checkRunName,
          head_sha: head,
          status: 'in_progress',
          external_id: externalId({ number: ref.number, head }),
          request,
        }),
      );
      return { id: data.id };
    },

    async restartCheckRun(ref, check, signal) {
      const { data } = await client.call('repeatable', signal, (octokit, request) =>
        octokit.rest.checks.update({
          ...repository(ref),
          check_run_id: check.id,
          status: 'in_progress',
          request,
        }),
      );
      return checkRunState(data);
    },

    async holdCheckRun(ref, check, reason, signal) {
      await client.call('repeatable', signal, (octokit, request) =>
        octokit.rest.checks.update({
          ...repository(ref),
          check_run_id: check.id,
          status: 'queued',
          output: reason,
          request,
        }),
      );
    },

    async concludeCheckRun(ref, check, conclusion, detailsUrl, signal) {
      for (const annotations of batches(conclusion.annotations)) {
        await client.call('repeatable', signal, (octokit, request) =>
          octokit.rest.checks.update({
            ...repository(ref),
            check_run_id: check.id,
            status: 'completed',
            conclusion: conclusion.conclusion,
            ...(detailsUrl === null ? {} : { details_url: detailsUrl }),
            output: {
              title: conclusion.title,
              summary: conclusion.summary,
              ...(annotations.length === 0 ? {} : { annotations: annotations.map(annotation) }),
            },
            request,
          }),
        );
      }
    },

    createReview: (ref, review, signal) => createReview(client, ref, review, signal),

    async editReview(ref, reviewId, body, signal) {
      const { data } = await client.call('repeatable', signal, (octokit, request) =>
        octokit.rest.pulls.updateReview({
          ...repository(ref),
          pull_number: ref.number,
          review_id: reviewId,
          body,
          request,
        }),
      );
      return { url: data.html_url };
    },

    async editReviewComment(ref, commentId, body, signal) {
      await client.call('repeatable', signal, (octokit, request) =>
        octokit.rest.pulls.updateReviewComment({ ...repository(ref), comment_id: commentId, body, request }),
      );
    },

    async minimizeComment(nodeId, signal) {
      await client.call('repeatable', signal, (octokit, request) =>
        octokit.graphql(minimizeMutation, { subject: nodeId, request }),
      );
    },

    async createComment(ref, body, signal) {
      await client.call('creation', signal, (octokit, request) =>
        octokit.rest.issues.createComment({ ...repository(ref), issue_number: ref.number, body, request }),
      );
    },

    async react(ref, commentId, reaction, signal) {
      // The same reaction twice is one.
      await client.call('repeatable', signal, (octokit, request) =>
        octokit.rest.reactions.createForIssueComment({
          ...repository(ref),
          comment_id: commentId,
          content: reaction,
          request,
        }),
      );
    },
  };
}

/** At least one request, also without annotations. */
function batches(annotations: PlannedCheck['annotations']): PlannedCheck['annotations'][] {
  const count = Math.max(1, Math.ceil(annotations.length / annotationsPerRequest));
  return Array.from({ length: count }, (_, index) =>
    annotations.slice(index * annotationsPerRequest, (index + 1) * annotationsPerRequest),
  );
}

function annotation(planned: PlannedCheck['annotations'][number]) {
  return {
    path: planned.path,
    start_line: planned.startLine,
    end_line: planned.endLine,
    annotation_level: planned.level,
    title: planned.title,
    message: planned.message,
  };
}
