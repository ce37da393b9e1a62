import { GitHubError, RetryLater } from '../errors.ts';
import { beginCheck } from '../store/begin-check.ts';
import type { Database } from '../store/database.ts';
import { forgetCheck } from '../store/forget-check.ts';
import { recordCheck } from '../store/record-check.ts';
import { listLagSeconds } from './lag.ts';
import type { CheckRunRef, GitHubReading, GitHubWriting, PullRequestRef } from './pull-request.ts';

type CheckAccess = Pick<GitHubReading, 'findCheckRun'> &
  Pick<GitHubWriting, 'startCheckRun' | 'restartCheckRun'>;

/**
 * Shows the check of a head as in progress: the known check run once more, or a new one. An attempt whose answer was
 * lost is looked for first, so that no second one stays "in progress" for ever.
 */
export async function startCheck(
  database: Database,
  github: CheckAccess,
  ref: PullRequestRef,
  head: string,
  signal: AbortSignal,
): Promise<CheckRunRef> {
  const known = await beginCheck(database, ref, head);
  if (known.kind === 'known') {
    const restarted = await restart(github, ref, known, signal);
    if (restarted !== null) return restarted;
  }
  if (known.kind === 'unknown') {
    const found = await github.findCheckRun(ref, head, signal);
    if (found !== null) {
      await recordCheck(database, ref, head, found.id);
      return (await restart(github, ref, found, signal)) ?? found;
    }
    if (known.begunSeconds < listLagSeconds) throw lagging(listLagSeconds - known.begunSeconds);
  }
  const created = await create(database, github, ref, head, signal);
  await recordCheck(database, ref, head, created.id);
  return created;
}

async function create(
  database: Database,
  github: CheckAccess,
  ref: PullRequestRef,
  head: string,
  signal: AbortSignal,
): Promise<CheckRunRef> {
  try {
    return await github.startCheckRun(ref, head, signal);
  } catch (error) {
    if (error instanceof GitHubError && error.code === 'GITHUB_ANSWER_LOST') {
      const found = await github.findCheckRun(ref, head, signal);
      if (found === null) throw lagging(listLagSeconds, error);
      return found;
    }
    if (error instanceof GitHubError || error instanceof RetryLater) await forgetCheck(database, ref, head);
    throw error;
  }
}

/** Null where GitHub does not know it any more. */
async function restart(
  github: CheckAccess,
  ref: PullRequestRef,
  check: CheckRunRef,
  signal: AbortSignal,
): Promise<CheckRunRef | null> {
  try {
    const { id, annotations } = await github.restartCheckRun(ref, { id: check.id }, signal);
    return { id, annotations };
  } catch (error) {
    if (error instanceof GitHubError && error.code === 'GITHUB_NOT_FOUND') return null;
    throw error;
  }
}

function lagging(seconds: number, cause?: unknown): RetryLater {
  return new RetryLater(Math.ceil(seconds), 'it is not known yet whether a check run was made', { cause });
}
