import { GitHubError, Superseded } from '../errors.ts';
import type { PullRequestRef } from '../github/pull-request.ts';
import type { Reconciler } from '../github/reconcile.ts';
import type { Redeliverer } from '../github/redeliver.ts';
import type { CommandJob, PullRequestJob } from '../queue/jobs.ts';
import type { Queue } from '../queue/open-queue.ts';
import type { Database } from '../store/database.ts';
import { endTurn } from '../store/end-turn.ts';
import { prune } from '../store/prune.ts';
import { recordAsk } from '../store/record-ask.ts';
import { answerToRefused } from './answer-to-refused.ts';
import { doCommand } from './command-job.ts';
import { doForget, type Forgetting } from './forget-job.ts';
import type { Metrics } from './metrics.ts';
import { reviewPullRequest } from './review-job.ts';
import type { ReviewWorld } from './review-world.ts';
import { tellFailure } from './tell-failure.ts';

export interface WorkerOptions {
  readonly reviewWorld: ReviewWorld;
  readonly queue: Queue;
  readonly database: Database;
  readonly forgetting: Forgetting;
  readonly redeliverer: Redeliverer;
  readonly reconciler: Reconciler;
  readonly metrics: Metrics;
  readonly clock: { now(): number };
  /** When what was missed is looked for, beside the start: five fields, UTC; null for never. */
  readonly reconcileCron: string | null;
}

/**
 * Reviews at the same time in one process, each with a child of its own that parses (about 350 MB). The third is for
 * another installation than the one that has two: with two for all, one that opens 500 pull requests keeps the others
 * waiting until all of them are reviewed (60 small ones: 60 s, else 30 ms).
 */
const reviews = { concurrency: 3, perInstallation: 2 };
const commands = { concurrency: 4, perInstallation: 2 };
const single = { concurrency: 1, perInstallation: 1 };

/** Takes jobs from the queue and does them. */
export async function startWorker(options: WorkerOptions): Promise<void> {
  const { reviewWorld, queue, database, forgetting, redeliverer, reconciler, metrics, clock } = options;
  await queue.work('review', reviews, async ({ data, signal, isFinal }) => {
    const started = clock.now();
    const seconds = (): number => (clock.now() - started) / 1000;
    try {
      metrics.review(await reviewPullRequest(reviewWorld, refOf(data), signal), seconds());
    } catch (error) {
      if (error instanceof Superseded) return metrics.review('abandoned', seconds());
      if (isFinal(error)) metrics.review('failed', seconds());
      throw error;
    }
  });
  await queue.workFailures('review', async (data, failure, signal) => {
    await endTurn(database, refOf(data), null);
    const heard = await tellFailure(reviewWorld, refOf(data), failure, signal);
    if (heard === 'told') return;
    // The event that says so came before this attempt began, which left its traces again.
    await doForget(forgetting, { e: 'repository', i: data.i, r: data.r });
    // For the log: there is nobody else to tell.
    throw new GitHubError('GITHUB_NOT_FOUND', `${data.r} is gone: ${failure.message}`);
  });
  await queue.work('command', commands, ({ data, signal }) => command(options, data, signal));
  await queue.work('lifecycle', single, ({ data }) => doForget(forgetting, data));
  await queue.work('reconcile', single, async ({ signal }) => {
    await prune(database);
    // What was commanded while nobody listened comes back only so; a review is found by its missing report, too.
    await redeliverer.run(signal);
    await reconciler.run(signal);
  });
  if (options.reconcileCron !== null) await queue.schedule(options.reconcileCron);
  await queue.enqueue(null, [{ name: 'reconcile', data: {} }]);
}

function refOf({ i, r, n }: PullRequestJob): PullRequestRef {
  const [owner = '', name = ''] = r.split('/');
  return { installation: i, owner, name, number: n };
}

async function command(
  { reviewWorld, queue }: WorkerOptions,
  data: CommandJob,
  signal: AbortSignal,
): Promise<void> {
  if (data.k !== 'issue') return;
  const ref = refOf(data);
  const github = reviewWorld.github(ref);
  const world = {
    github,
    answerToRefused: () => answerToRefused(reviewWorld, ref),
    askModel: async () => {
      const { head } = await github.pullRequest(ref, signal);
      await recordAsk(reviewWorld.database, ref, head.sha);
    },
    queueReview: async () => {
      await queue.enqueue(null, [{ name: 'review', data: { i: data.i, r: data.r, n: data.n } }]);
    },
  };
  await doCommand(world, { ref, commentId: data.c, author: data.u }, signal);
}
