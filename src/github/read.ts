import { GitHubError } from '../errors.ts';
import { checkRunName, checkRunState } from './check-run.ts';
import type { GitHubClient } from './client.ts';
import { externalId } from './external-id.ts';
import { findReview } from './find-review.ts';
import { type ConfigCache, organizationConfig } from './organization-config.ts';
import type { Comparison, GitHubReading, Permission, PullRequestRef } from './pull-request.ts';
import { type ReadMarker, readPullRequest } from './read-pull-request.ts';

export interface ReadingOptions {
  /** For the pull request's repository. */
  readonly client: GitHubClient;
  /** For the organisation's `.github` repository, which may be private; null where there is no such token. */
  readonly configClient: GitHubClient | null;
  readonly readMarker: ReadMarker;
  /** null reads the organisation's settings every time. */
  readonly configCache: ConfigCache | null;
  readonly configTtlSeconds: number;
}

/** GitHub's limit of a compare. */
const maximumComparedFiles = 300;

/** A head has one check run of ours for each pull request that it is in. */
const checksPerPage = 100;
const maximumCheckPages = 10;

export function createReading(options: ReadingOptions): GitHubReading {
  const { client, readMarker } = options;
  return {
    pullRequest: (ref, signal) => readPullRequest(client, readMarker, ref, signal),

    async compare(ref, base, head, signal): Promise<Comparison> {
      const { data } = await client.call('read', signal, (octokit, request) =>
        octokit.rest.repos.compareCommitsWithBasehead({
          ...repository(ref),
          basehead: `${base}...${head}`,
          // The commits are paged, the files are all on the first page.
          per_page: 1,
          request,
        }),
      );
      const files = data.files ?? [];
      return {
        mergeBase: data.merge_base_commit.sha,
        files: files.map((file) => ({
          path: file.filename,
          previousPath: file.previous_filename ?? null,
          patch: file.patch ?? null,
        })),
        complete: files.length < maximumComparedFiles,
      };
    },

    organizationConfig: (ref, signal) =>
      organizationConfig(
        options.configClient === null ? [client] : [options.configClient, client],
        options.configCache,
        options.configTtlSeconds,
        ref,
        signal,
      ),

    async permission(ref, login, signal): Promise<Permission> {
      const answer = await orNull(
        client.call('read', signal, (octokit, request) =>
          octokit.rest.repos.getCollaboratorPermissionLevel({ ...repository(ref), username: login, request }),
        ),
      );
      // A custom role has a name of its own; `permission` says what it amounts to.
      return asPermission(answer?.data.role_name) ?? asPermission(answer?.data.permission) ?? 'none';
    },

    async commentBody(ref, kind, commentId, signal) {
      const parameters = { ...repository(ref), comment_id: commentId };
      const answer = await orNull(
        client.call(
          'read',
          signal,
          async (octokit, request): Promise<{ data: { body?: string } }> =>
            kind === 'issue'
              ? octokit.rest.issues.getComment({ ...parameters, request })
              : octokit.rest.pulls.getReviewComment({ ...parameters, request }),
        ),
      );
      return answer?.data.body ?? null;
    },

    findReview: (ref, review, signal) => findReview(client, ref, review, signal),

    async findCheckRun(ref, head, signal) {
      const own = externalId({ number: ref.number, head });
      for (let page = 1; page <= maximumCheckPages; page += 1) {
        const { data } = await client.call('read', signal, (octokit, request) =>
          octokit.rest.checks.listForRef({
            ...repository(ref),
            ref: head,
            check_name: checkRunName,
            // The latest of a name may be another pull request's with the same head.
            filter: 'all',
            per_page: checksPerPage,
            page,
            request,
          }),
        );
        const found = data.check_runs.find((run) => run.external_id === own);
        if (found !== undefined) return checkRunState(found);
        if (data.check_runs.length < checksPerPage) return null;
      }
      return null;
    },

    async checkRun(ref, check, signal) {
      const { data } = await client.call('read', signal, (octokit, request) =>
        octokit.rest.checks.get({ ...repository(ref), check_run_id: check.id, request }),
      );
      return checkRunState(data);
    },
  };
}

export function repository(ref: PullRequestRef): { owner: string; repo: string } {
  return { owner: ref.owner, repo: ref.name };
}

const permissions: readonly string[] = ['admin', 'maintain', 'write', 'triage', 'read', 'none'];

function asPermission(name: string | undefined): Permission | null {
  return name !== undefined && permissions.includes(name) ? (name as Permission) : null;
}

/** Null where it is not there. */
async function orNull<Result>(answer: Promise<Result>): Promise<Result | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof GitHubError && error.code === 'GITHUB_NOT_FOUND') return null;
    throw error;
  }
}
