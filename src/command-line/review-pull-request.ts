import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openObjectReader } from '../change/cat-file.ts';
import { withGitHubHunks } from '../change/commentable.ts';
import { commitDay } from '../change/commit-day.ts';
import { createGit } from '../change/git.ts';
import { openGitTree } from '../change/git-tree.ts';
import { createMirrorCache } from '../change/mirror.ts';
import { changedObjects, readChange } from '../change/read-change.ts';
import type { GitHubHost } from '../config/environment.ts';
import { repositorySettingsPath, settingsOfFile } from '../config/repository-settings.ts';
import { openWithToken } from '../github/open-with-token.ts';
import { reviewOf } from '../github/planned-review.ts';
import type { GitHubWriting, PullRequestRef } from '../github/pull-request.ts';
import type { Facts } from '../report/facts.ts';
import type { Report } from '../report/report.ts';
import { analyze } from '../review/analyze.ts';
import { createMarkers } from '../review/marker.ts';
import { type PlanInput, planPublication, reportBodyWithout } from '../review/plan.ts';
import { createRepositoryCache } from '../review/repository-cache.ts';
import { openLocalProof } from './local-proof.ts';
import { reportOf } from './report-of.ts';
import { UsageError } from './usage-error.ts';

export interface PullRequestOptions {
  readonly owner: string;
  readonly name: string;
  readonly number: number;
  readonly post: boolean;
  /** Whether its migrations are run. */
  readonly proof: boolean;
  readonly searchPath: string;
  readonly githubToken: string | null;
  readonly github: GitHubHost;
  readonly onFile: (path: string) => void;
}

/**
 * Reviews a pull request on GitHub with a personal token (or that of an Actions job). With `post` the report and its
 * comments are posted as a review; posting again with the same token edits that report.
 */
export async function reviewPullRequestByName(
  options: PullRequestOptions,
): Promise<{ report: Report; facts: Facts }> {
  const { owner, name, number, githubToken } = options;
  if (githubToken === null)
    throw new UsageError('GITHUB_TOKEN is missing: a token that may read the repository');
  const signal = AbortSignal.timeout(10 * 60_000);
  const ref: PullRequestRef = { installation: 0, owner, name, number };
  const markers = createMarkers([githubToken]);
  const { reading, writing, remote } = openWithToken({
    host: options.github,
    token: githubToken,
    ref,
    markers,
  });
  const folder = await mkdtemp(join(tmpdir(), 'backend-engineer-'));
  const git = createGit({ path: options.searchPath });
  const mirrors = createMirrorCache({ git, folder });
  const mirror = await mirrors.open({ key: { installation: 0, repository: `${owner}/${name}` }, remote });
  const proof = options.proof ? openLocalProof() : null;
  try {
    const pullRequest = await reading.pullRequest(ref, signal);
    const { head, base } = pullRequest;
    const comparison = await reading.compare(ref, base.sha, head.sha, signal);
    await mirror.fetchCommits([...new Set([comparison.mergeBase, base.sha, head.sha])], signal);
    const { repository } = mirror;
    const range = { git, repository, base: comparison.mergeBase, head: head.sha, signal };
    await mirror.fetchObjects(await changedObjects(range), signal);
    const change = withGitHubHunks(await readChange(range), comparison.files, comparison.complete);
    const objects = openObjectReader({ git, repository });
    try {
      const tree = (commit: string) =>
        openGitTree({
          git,
          repository,
          commit,
          objects,
          fetchObjects: (wanted) => mirror.fetchObjects(wanted, signal),
        });
      const file = (await tree(base.sha).read([repositorySettingsPath])).get(repositorySettingsPath);
      const { settings, problem } = settingsOfFile(file, null);
      const analysis = await analyze({
        change,
        base: tree(change.base),
        head: tree(change.head),
        settings,
        ...createRepositoryCache(),
        headDay: () => commitDay(git, repository, change.head),
        prove: proof?.prove ?? null,
        skip: {},
        onFile: options.onFile,
      });
      const report = reportOf(change, analysis, problem);
      if (options.post) {
        const input = {
          report,
          change,
          conversation: pullRequest.conversation,
          pullRequestId: pullRequest.id,
          markers,
          settings: { inlineLimit: settings.inline.limit, warningsConclude: settings.gate.warnings },
        };
        await post(ref, input, writing, signal);
      }
      return { report, facts: analysis.facts };
    } finally {
      objects.close();
    }
  } finally {
    proof?.close();
    await mirror.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Check runs belong to Apps: with a token there is the review alone. */
async function post(
  ref: PullRequestRef,
  input: PlanInput,
  writing: GitHubWriting,
  signal: AbortSignal,
): Promise<void> {
  const plan = planPublication(input);
  const { report } = plan;
  const review =
    report.action === 'create' || plan.comments.length > 0
      ? await writing.createReview(ref, reviewOf(plan), signal)
      : { posted: null, unplaced: [] };
  const id = report.action === 'none' ? null : report.action === 'create' ? review.posted?.id : report.id;
  const moved = review.unplaced.length > 0 ? reportBodyWithout(input, plan, review.unplaced) : null;
  const body = moved ?? (report.action === 'edit' ? report.body : null);
  if (id != null && body !== null) await writing.editReview(ref, id, body, signal);
  for (const { comment, body: text, minimize } of plan.edits) {
    if (minimize) await writing.minimizeComment(comment.nodeId, signal);
    await writing.editReviewComment(ref, comment.id, text, signal);
  }
}
